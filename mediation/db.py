"""The ground: one database handle, one way to change it, and the one clock of the program."""

import fcntl
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as ProgramSession
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite up to these versions may lose a write-ahead log when it is reset; the fixed ones may use it.
WAL_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

_OUTSIDE = "rows were changed outside of atomic()"
_turned_back: ContextVar[datetime | None] = ContextVar("turned_back", default=None)
_thread_lock = threading.Lock()


class Model(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Model, engine_options={"hide_parameters": True})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and UTC in the program, without a zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def new_ref() -> str:
    """128 random bits as 32 hex characters: how a row is named in a URL and outside."""
    return secrets.token_hex(16)


def now() -> datetime:
    """This moment in UTC."""
    return _turned_back.get() or datetime.now(UTC)


def today() -> date:
    """The local date in Asia/Shanghai: what a date of law is."""
    return now().astimezone(SHANGHAI).date()


@event.listens_for(Model, "init", propagate=True)
def _give_ref(target: Any, _args: Any, given: dict[str, Any]) -> None:
    """A row has its ref from the first moment: what is sealed in it is bound to it."""
    if hasattr(type(target), "ref") and "ref" not in given:
        given["ref"] = new_ref()


@contextmanager
def turned_back_to(moment: datetime) -> Iterator[None]:
    """The clock stands at MOMENT. Only for the demo and for imports, which tell of things past."""
    token = _turned_back.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _turned_back.reset(token)


@contextmanager
def atomic() -> Iterator[Session]:
    """One unit of work, and the only commit of the program. The outermost commits; an inner one joins it.

    On SQLite it begins IMMEDIATE and waits at a fair lock, so that no reader is upgraded to a writer half-way.
    """
    session = db.session()
    if session.info.get("atomic"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError(_OUTSIDE)
    session.rollback()
    with _queue(session):
        session.info["atomic"] = True
        try:
            session.connection(execution_options={"begin": "BEGIN IMMEDIATE"})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info["atomic"]


@event.listens_for(ProgramSession, "before_flush")
def _only_in_a_unit_of_work(session: Session, _context: Any, _instances: Any) -> None:
    """A change that no unit of work would commit must not slip into the database on the way of a query."""
    if not session.info.get("atomic"):
        raise RuntimeError(_OUTSIDE)


@contextmanager
def _fair_lock(path: str) -> Iterator[None]:
    with _thread_lock, Path(path).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _queue(session: Session) -> Any:
    """SQLite lets writers fight; here they queue. PostgreSQL needs no queue."""
    url = session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return nullcontext()
    return _fair_lock(f"{url.database}.lock")


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL where the WAL-reset bug is fixed, TRUNCATE elsewhere. Both with synchronous=FULL."""
    fixed = version >= WAL_FIXED[0] or any(version[:2] == good[:2] and version >= good for good in WAL_FIXED)
    return "WAL" if fixed else "TRUNCATE"


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    version = tuple(
        int(part) for part in connection.execute("select sqlite_version()").fetchone()[0].split(".")
    )
    for pragma in (
        "busy_timeout=10000",
        f"journal_mode={journal_mode(version)}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
