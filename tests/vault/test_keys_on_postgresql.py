"""The key store as a second database on a server."""

from pathlib import Path

import pytest

from mediation.vault.keys import KeyDestroyed, install
from mediation.vault.keystore import KeyStore
from tests.databases import Run, address_of
from tests.vault.conftest import program


@pytest.fixture
def postgres_uri(run: Run) -> str:
    """An empty database on the server of this machine."""
    return address_of(run.create("keys")).replace("postgresql:", "postgresql+psycopg:")


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
