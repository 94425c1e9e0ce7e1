"""Where things lie: at the top of a checkout, inside the package once it is installed from a wheel."""

import os
import stat
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def in_checkout() -> bool:
    """Does the program run from a checkout of its repository?"""
    return (_CHECKOUT / "pyproject.toml").is_file()


def templates() -> Path:
    """What Jinja and WeasyPrint turn into pages and papers."""
    return _shipped("templates")


def static() -> Path:
    """Style sheets and scripts of our own."""
    return _shipped("static")


def workflows() -> Path:
    """The machines, the law and the time limits, as YAML."""
    return _shipped("workflows")


def migrations() -> Path:
    """Alembic's folder, with the steps from the first table on."""
    return _PACKAGE / "migrations"


def instance() -> Path:
    """The station's data: MEDIATION_INSTANCE, else instance/ of the checkout, else the user's data folder."""
    named = os.environ.get("MEDIATION_INSTANCE")
    if named:
        return Path(named).expanduser().resolve()
    if in_checkout():
        return _CHECKOUT / "instance"
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "mediation"


def make_private(folder: Path) -> None:
    """Make FOLDER if it is not there, for nobody but the user who runs the program; so are the files that lie in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (folder, *folder.iterdir()):
        told = path.lstat()
        ours = told.st_uid == os.geteuid() and not stat.S_ISLNK(told.st_mode)
        # Of a link, and of what belongs to somebody else, the rights are not ours to change; the folder stands before them.
        if ours and told.st_mode & 0o077:
            path.chmod(stat.S_IMODE(told.st_mode) & ~0o077)


def drawings() -> Path:
    """The drawings of the machines: docs/workflows/ of the checkout, else of the current folder."""
    return (_CHECKOUT if in_checkout() else Path.cwd()) / "docs" / "workflows"


def _shipped(name: str) -> Path:
    return (_CHECKOUT if in_checkout() else _PACKAGE / "_shipped") / name
