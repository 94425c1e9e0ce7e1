"""The key store as a second database on a server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from mediation.vault.keys import KeyDestroyed, install
from mediation.vault.keystore import KeyStore
from tests.vault.conftest import program


@pytest.fixture
def postgres_uri() -> Iterator[str]:
    """An empty database on the server of this machine."""
    server = create_engine("postgresql+psycopg://127.0.0.1/postgres", isolation_level="AUTOCOMMIT")
    name = f"keys_{os.getpid()}"
    with server.connect() as connection:
        connection.execute(text(f"create database {name}"))
        yield f"postgresql+psycopg://127.0.0.1/{name}"
        connection.execute(text(f"drop database {name} with (force)"))
    server.dispose()


@pytest.mark.postgres
def test_the_store_may_be_a_database_of_its_own_on_postgresql(tmp_path: Path, postgres_uri: str) -> None:
    vault = install(program(tmp_path, KEY_STORE_URI=postgres_uri))
    kept, gone = vault.new_key("person"), vault.new_key("case")
    vault.destroy_key(gone)
    again = install(program(tmp_path, KEY_STORE_URI=postgres_uri))
    assert again.key_of(kept) == vault.key_of(kept)
    with pytest.raises(KeyDestroyed):
        again.key_of(gone)
    for one in (vault, again):
        store: KeyStore = one._store
        store._engine.dispose()
