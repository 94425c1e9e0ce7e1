"""Run the whole suite on SQLite, and on PostgreSQL as well where a server answers. In CI both are required.

The tests find in MEDIATION_TEST_DATABASE which database to use, and in MEDIATION_TEST_POSTGRES the server
(a libpq address) on which they may create databases of their own. Arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

LOCAL = ("postgresql://127.0.0.1:5432/postgres", "postgresql:///postgres")
# They touch no database: once is enough.
WITHOUT_DATABASE = ("tests/law", "tests/documents", "tests/files")
# Only a superuser may empty tables whose triggers refuse it, as the tests do.
MAY_ALL = "select rolsuper from pg_roles where rolname = current_user"
MEMORY = Path("/dev/shm")
ROOM = 1024**3


def main(arguments: list[str]) -> int:
    """The exit status: 0 only if every run passed."""
    server = next(answering(), None)
    statuses = [suite("sqlite", "not postgres", arguments)]
    if server:
        left_out = [] if arguments else [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        statuses.append(
            suite(
                "postgresql", "not browser and not once", arguments + left_out, MEDIATION_TEST_POSTGRES=server
            )
        )
    elif os.environ.get("CI") or os.environ.get("MEDIATION_TEST_POSTGRES"):
        say(
            "没有能以超级用户连接的 PostgreSQL，而这里要求两种数据库都通过。PostgreSQL and a superuser are required here."
        )
        statuses.append(1)
    else:
        say(
            "没有能以超级用户连接的 PostgreSQL，只在 SQLite 上运行了测试。No PostgreSQL answers a superuser: SQLite only."
        )
    return max(statuses)


def answering() -> Iterator[str]:
    """Addresses of servers that answer and let us create and empty databases: the one named, else a local one."""
    named = os.environ.get("MEDIATION_TEST_POSTGRES")
    for address in (named,) if named else LOCAL:
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute(MAY_ALL).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            yield address


def suite(database: str, marked: str, arguments: list[str], **environment: str) -> int:
    """One run of pytest. Its exit status."""
    say(f"测试 · tests: {database}")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-m", marked, *arguments]
    with tempfile.TemporaryDirectory(prefix="mediation-", dir=fast_folder()) as folder:
        settings = {"MEDIATION_TEST_DATABASE": database, "TMPDIR": folder, **environment}
        with subprocess.Popen(command, env=os.environ | settings) as process:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # pytest has heard it too; it drops its databases before it goes.
                process.wait()
                raise


def fast_folder() -> Path | None:
    """Where files lie in memory, if there is room: nobody needs the data of a test after a power cut."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy and "TMPDIR" not in os.environ else None


def say(sentence: str) -> None:
    sys.stderr.write(f"\n{sentence}\n")
    sys.stderr.flush()


try:
    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(130)
