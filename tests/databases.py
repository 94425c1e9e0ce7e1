"""Databases on a PostgreSQL server for the tests of one process, and none left behind.

A test begins with all rows as they were made and every counter where it stood. To empty tables is many times
cheaper than to create a database; whoever changed the tables themselves leaves the next test a new database.
A session holds a lock as long as its process lives, so that the next run can tell the leftovers of a dead one.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

SERVER = os.environ.get("MEDIATION_TEST_POSTGRES") or "postgresql://127.0.0.1:5432/postgres"
# The first half of the key of an advisory lock; the second is the number of the run.
_LOCK = 0x6D656474
_TABLES = "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_COUNTERS = "SELECT format('%I', sequencename), last_value, start_value FROM pg_sequences ORDER BY 1"
_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
# Whatever makes up a schema. A changed row has a newer transaction, a removed one is missing in the count.
_CATALOGUES = (
    "pg_namespace", "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_sequence",
    "pg_trigger", "pg_event_trigger", "pg_rewrite", "pg_policy", "pg_proc", "pg_type", "pg_extension",
)  # fmt: skip
_SHAPE = " UNION ALL ".join(
    f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM pg_catalog.{name}" for name in _CATALOGUES
)


def address_of(database: str) -> str:
    """The address of a database on the server, as SQLAlchemy and libpq both take it."""
    return SERVER.replace("postgresql+psycopg:", "postgresql:").rsplit("/", 1)[0] + f"/{database}"


def shape(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    """What any change of tables, triggers, functions and rights makes another."""
    return connection.execute(_SHAPE).fetchall()


class Run:
    """The databases of this process, by short names. Raises psycopg.OperationalError if no server answers."""

    def __init__(self) -> None:
        self._number = secrets.randbelow(2**31)
        self._server = psycopg.connect(address_of(SERVER.rsplit("/", 1)[1]), autocommit=True)
        self._server.execute("SELECT pg_advisory_lock(%s, %s)", (_LOCK, self._number))
        self._sweep()

    def create(self, name: str, template: str | None = None) -> str:
        """A database, empty or a copy of another. Answers how it is called on the server."""
        full = f"mediation_run_{self._number}_{name}"
        self._drop(full)
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        self._server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(full)) + copied)
        # A crash of the server would cost a test database its last rows, and nobody anything.
        self._server.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(full))
        )
        return full

    def end(self) -> None:
        """Every database of this run goes."""
        for name in self._names(f"mediation_run_{self._number}_%"):
            self._drop(name)
        self._server.close()

    def _sweep(self) -> None:
        """Drop what runs left behind that are no longer alive, for then nobody holds their lock."""
        for name in self._names("mediation_run_%"):
            number = int(name.split("_")[2])
            row = self._server.execute("SELECT pg_try_advisory_lock(%s, %s)", (_LOCK, number)).fetchone()
            if number != self._number and row and row[0]:
                self._drop(name)
                self._server.execute("SELECT pg_advisory_unlock(%s, %s)", (_LOCK, number))

    def _names(self, like: str) -> list[str]:
        rows = self._server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (like,))
        return [name for (name,) in rows]

    def _drop(self, name: str) -> None:
        self._server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass(frozen=True)
class Picture:
    """What lay in the tables, as COPY writes it, and where every counter stood."""

    rows: dict[str, bytes]
    counters: list[str]


class Renewed:
    """One database that every test finds as its template is."""

    def __init__(self, run: Run, template: str, name: str = "test") -> None:
        self._run = run
        self._template = template
        self._short = name
        self._create()

    def fresh(self) -> str:
        """The database without a trace of the test before. Answers its name on the server."""
        self._own.execute(_OTHERS)
        if shape(self._own) == self._made:
            self.lay(self._first)
        else:
            self._own.close()
            self._create()
        return self._name

    def picture(self) -> Picture:
        """What lies in the database now."""
        rows = {table: rows for table in self._tables if (rows := self._copied(table))}
        return Picture(rows, [*self._counters()])

    def lay(self, picture: Picture) -> None:
        """The database as it was when the PICTURE was taken."""
        with self._without_guards():
            emptied = [f"DELETE FROM {table}" for table in self._tables]
            self._own.execute(";".join(emptied + picture.counters).encode())
            for table, rows in picture.rows.items():
                with self._own.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    copy.write(rows)

    def close(self) -> None:
        """Let go of the server."""
        self._own.close()

    def _create(self) -> None:
        self._name = self._run.create(self._short, self._template)
        self._own = psycopg.connect(address_of(self._name), autocommit=True)
        self._made = shape(self._own)
        self._tables = [table for (table,) in self._own.execute(_TABLES)]
        self._first = self.picture()

    def _copied(self, table: str) -> bytes:
        with self._own.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
            return b"".join(bytes(block) for block in copy)

    def _counters(self) -> Iterator[str]:
        for name, last, start in self._own.execute(_COUNTERS).fetchall():
            yield f"SELECT setval('{name}', {last or start}, {last is not None})"

    @contextmanager
    def _without_guards(self) -> Iterator[None]:
        """Neither keys nor the triggers that keep the log speak up: a superuser empties the tables."""
        with self._own.transaction():
            self._own.execute("SET LOCAL session_replication_role = replica")
            yield
