"""The key store: a database of its own with every wrapped key, never in the backup of the data."""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    NullPool,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
    update,
)

from mediation.db import UtcDateTime, now
from mediation.vault.envelope import close_envelope, open_envelope
from mediation.vault.master import MasterKey, make_master_key, read_master_key
from mediation.vault.refusals import KeyDestroyed, Unreadable, VaultRefuses

Kind = Literal["person", "case", "index", "program"]

_metadata = MetaData()
_keys = Table(
    "vault_keys",
    _metadata,
    Column("key_id", String(32), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("destroyed_at", UtcDateTime),
)
# One row: which master key this store belongs to, and the key that search tokens are made with.
_seal = Table(
    "vault_seal",
    _metadata,
    Column("master", String(20), primary_key=True),
    Column("check_value", LargeBinary, nullable=False),
    Column("index_key_id", String(32), nullable=False),
)
_CHECK = b"mediation key store"
_ADVISORY_LOCK = 0x6D656469
_AT_ONCE = 500


class KeyStore:
    """The wrapped keys in one database. Every write commits at once, in a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._master = MasterKey("", b"")
        self.index_key_id = ""

    @classmethod
    def open(cls, url: URL, key_file: Path) -> "KeyStore":
        """The store at `url` under the master key of `key_file`; both are made at the first start.

        Raises VaultRefuses if the two do not belong together or the master key is unfit.
        """
        store = cls(_engine_for(url))
        try:
            with store._writing() as connection:
                _one_at_a_time(connection)
                _metadata.create_all(connection)
                store._match(connection, key_file)
        finally:
            # A connection opened before a worker process forks would be shared with it.
            store._engine.dispose()
        return store

    def new_key(self, kind: Kind) -> str:
        """A new key, already committed here; answers its id, 32 hex characters."""
        with self._writing() as connection:
            return self._add(connection, kind)

    def read(self, key_ids: Iterable[str]) -> dict[str, bytes]:
        """The unwrapped keys among these; unknown and destroyed ones are left out."""
        wanted = sorted(set(key_ids))
        found: dict[str, bytes] = {}
        with self._engine.begin() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = _keys.c.key_id.in_(wanted[start : start + _AT_ONCE])
                rows = connection.execute(select(_keys).where(some, _keys.c.destroyed_at.is_(None)))
                found |= {row.key_id: self._unwrap(row.key_id, row.kind, row.wrapped) for row in rows}
        return found

    def why_missing(self, key_id: str) -> Unreadable:
        """The exception that tells why `read` left this key out."""
        with self._engine.begin() as connection:
            destroyed = connection.scalar(select(_keys.c.destroyed_at).where(_keys.c.key_id == key_id))
        if destroyed is not None:
            return KeyDestroyed("这份资料的密钥已按规定销毁，内容不能再读取。")
        return Unreadable("密钥库里没有这把密钥，内容无法读取。")

    def destroy(self, key_id: str) -> None:
        """Overwrite the wrapped key for good; doing it twice changes nothing.

        PostgreSQL forgets the old bytes with the next VACUUM and the end of its write-ahead log.
        """
        with self._writing() as connection:
            connection.execute(
                update(_keys)
                .where(_keys.c.key_id == key_id, _keys.c.destroyed_at.is_(None))
                .values(wrapped=bytes(60), destroyed_at=now())
            )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
            yield connection

    def _match(self, connection: Connection, key_file: Path) -> None:
        seal = connection.execute(select(_seal)).one_or_none()
        if seal is None:
            if connection.scalar(select(func.count()).select_from(_keys)):
                raise VaultRefuses("密钥库里有密钥，却没有主密钥的校验记录。请从备份恢复密钥库后再启动。")
            make_master_key(key_file)
            self._master = read_master_key(key_file)
            self._first_seal(connection)
            return
        self._master, self.index_key_id = read_master_key(key_file), seal.index_key_id
        try:
            open_envelope(self._master.key, ("check", seal.master), seal.check_value)
        except Unreadable:
            raise VaultRefuses(
                f"主密钥与密钥库不匹配：密钥库要的是 {seal.master}，"
                f"文件里是 {self._master.name}。请换回原来的主密钥文件。"
            ) from None

    def _first_seal(self, connection: Connection) -> None:
        self.index_key_id = self._add(connection, "index")
        connection.execute(
            insert(_seal).values(
                master=self._master.name,
                index_key_id=self.index_key_id,
                check_value=close_envelope(self._master.key, ("check", self._master.name), _CHECK),
            )
        )

    def _add(self, connection: Connection, kind: Kind) -> str:
        key_id = secrets.token_hex(16)
        wrapped = close_envelope(self._master.key, (key_id, kind), secrets.token_bytes(32))
        connection.execute(insert(_keys).values(key_id=key_id, kind=kind, wrapped=wrapped, made_at=now()))
        return key_id

    def _unwrap(self, key_id: str, kind: str, wrapped: bytes) -> bytes:
        return open_envelope(self._master.key, (key_id, kind), wrapped)


class _KeyStoreConnection(sqlite3.Connection):
    """A type of its own, so that the pragmas of the data's database are not applied here."""


def _engine_for(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    path = url.database
    if not path or path == ":memory:":
        raise VaultRefuses("密钥库必须是磁盘上的文件或 PostgreSQL 数据库，不能只在内存里。")
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    os.chmod(path, 0o600)
    engine = create_engine(
        url, hide_parameters=True, poolclass=NullPool, connect_args={"factory": _KeyStoreConnection}
    )
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    # No write-ahead log: a destroyed key must not live on in it.
    connection.isolation_level = None
    for pragma in ("busy_timeout=10000", "journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _one_at_a_time(connection: Connection) -> None:
    # Two processes that start together make one store; SQLite already queues them by BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
