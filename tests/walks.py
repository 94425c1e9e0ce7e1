"""Beginnings that many tests share: walked once in a process by real steps, then laid down as they were left.

A test still begins where real steps lead, through the same engine and the same rows; it only does not walk there again.
What a test did before, a patched function, another clock or setting: then the way is walked as ever.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app
from sqlalchemy import Engine, event

from mediation import load_workflows, places
from mediation.db import Model, db, now, today
from mediation.vault import keys
from tests.databases import Picture, Renewed

READS = ("SELECT", "PRAGMA", "BEGIN", "SET", "SHOW", "SAVEPOINT", "RELEASE", "WITH")
# A clock that is off by more than this is not the clock of the wall.
SECONDS = 5.0
MOST = 80
T = TypeVar("T", bound=Model)


def walked(step: str, walk: Callable[[], T]) -> T:
    """Where WALK leads from what the test has done so far. STEP says all that makes it lead elsewhere: who, what, with
    which facts."""
    walks: Walks | None = current_app.extensions.get("walks")
    return walks.to(step, walk) if walks else walk()


class Ground:
    """What a test stands on: the instance folder, and on PostgreSQL the database beside it."""

    def __init__(self, folder: Path, renewed: Renewed | None) -> None:
        self.folder = folder
        self._renewed = renewed

    def fresh(self, home: Path) -> None:
        """Everything as the template has it, whatever was done."""
        _copied(home, self.folder)
        if self._renewed and not self._renewed.refresh():
            db.engine.dispose()

    def let_go(self) -> None:
        """Nobody holds on to what will be laid anew. A database elsewhere changes under its connections."""
        db.session.rollback()
        if not self._renewed:
            db.engine.dispose()

    def keep(self, shelf: Path) -> Picture | None:
        """Put a copy of the ground on the SHELF. Answers what lies in the database, if that is elsewhere."""
        _copied(self.folder, shelf)
        return self._renewed.picture() if self._renewed else None

    def lay(self, shelf: Path, picture: Picture | None) -> None:
        """The ground as it was kept."""
        _copied(shelf, self.folder)
        if self._renewed and picture:
            self._renewed.lay(picture)


class Walks:
    """The beginnings of one process, each known by the steps that led to it from fresh ground."""

    def __init__(self, app: Flask, ground: Ground, shelves: Path) -> None:
        self._app = app
        self._ground = ground
        self._shelves = shelves
        self._config = dict(app.config)
        self._began = time.time() - time.monotonic()
        self._walked: Counter[tuple[str, ...]] = Counter()
        self._kept: dict[tuple[str, ...], tuple[Path, Picture | None, type[Model], int]] = {}
        self._path: tuple[str, ...] | None = None
        app.extensions["walks"] = self
        self._extensions = dict(app.extensions)
        event.listen(Engine, "before_cursor_execute", self._note)

    def begin(self, home: Path, *, trusted: bool) -> None:
        """Fresh ground for a test. One that is not TRUSTED may have changed what steps do: it walks by itself."""
        self._app.config.clear()
        self._app.config.update(self._config)
        self._app.extensions.clear()
        self._app.extensions.update(self._extensions)
        with self._app.app_context():
            self._ground.fresh(home)
        keys.install(self._app)
        self._app.extensions["law"] = load_workflows(places.workflows(), Path(self._app.instance_path))
        self._path = (today().isoformat(),) if trusted else None

    def end(self) -> None:
        """Nothing of the test stays open."""
        self._path = None
        self._ground.let_go()
        db.session.remove()

    def to(self, step: str, walk: Callable[[], T]) -> T:
        """As `walked`."""
        if not self._free():
            self._path = None
            return walk()
        path = (*(self._path or ()), step, *self._changed())
        if path in self._kept:
            return self._laid(path)  # type: ignore[return-value]
        reached = walk()
        db.session.rollback()
        self._path = path
        self._walked[path] += 1
        if self._walked[path] > 1 and len(self._kept) < MOST:
            self._keep(path, reached)
        return reached

    def _keep(self, path: tuple[str, ...], reached: Model) -> None:
        shelf = self._shelves / str(len(self._kept))
        with self._let_go():
            picture = self._ground.keep(shelf)
        self._kept[path] = (shelf, picture, type(reached), reached.id)  # type: ignore[attr-defined]
        self._path = path

    def _laid(self, path: tuple[str, ...]) -> Model:
        shelf, picture, kind, number = self._kept[path]
        with self._let_go():
            self._ground.lay(shelf, picture)
        self._path = path
        found = db.session.get(kind, number)
        assert found is not None
        return found

    @contextmanager
    def _let_go(self) -> Iterator[None]:
        """No row remembers what lay there."""
        self._ground.let_go()
        yield
        db.session.expire_all()

    def _free(self) -> bool:
        """Whether this test has done nothing yet that these walks do not know."""
        session = db.session()
        pending = session.new or session.dirty or session.deleted or session.info.get("atomic")
        wall = self._began + time.monotonic()
        straight = abs((now() - datetime.fromtimestamp(wall, UTC)).total_seconds()) < SECONDS
        return self._path is not None and not pending and straight

    def _changed(self) -> Iterator[str]:
        config = self._app.config
        return (
            f"{name}={config[name]!r}"
            for name in sorted(config)
            if config[name] != self._config.get(name, config)
        )

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(READS):
            self._path = None


def _copied(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
