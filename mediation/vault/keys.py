"""The keys of the running program: made, fetched, destroyed. One vault to an application."""

import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import URL, make_url

from mediation.vault.keystore import KeyStore, Kind
from mediation.vault.master import default_key_file, refuse_inside
from mediation.vault.refusals import KeyDestroyed, Unreadable, VaultRefuses

__all__ = [
    "KeyDestroyed",
    "KeyStore",
    "Kind",
    "Unreadable",
    "Vault",
    "VaultRefuses",
    "current_vault",
    "destroy_key",
    "install",
    "key_of",
    "many_keys",
    "new_key",
]

_REMEMBERED = 10_000
# Another process may destroy a key; no process goes on using it for longer than this.
_SECONDS = 60.0


class App(Protocol):
    """What the vault needs of an application."""

    @property
    def config(self) -> Mapping[str, Any]: ...
    @property
    def instance_path(self) -> str: ...
    @property
    def extensions(self) -> dict[str, Any]: ...


class Vault:
    """A key store and the keys used of late, unwrapped in memory (at most 10,000, for at most a minute)."""

    def __init__(self, store: KeyStore, remembered: int = _REMEMBERED) -> None:
        self._store = store
        self._remembered = remembered
        self._recent: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._purposes: dict[str, bytes] = {}
        self._index_key = store.read([store.index_key_id]).get(store.index_key_id, b"")
        if not self._index_key:
            raise VaultRefuses("密钥库里的检索密钥不见了。请从备份恢复密钥库后再启动。")

    def new_key(self, kind: Kind) -> str:
        """A new key, committed before any row can use it; answers its id."""
        return self._store.new_key(kind)

    def key_of(self, key_id: str) -> bytes:
        """The 32 bytes of a key. Raises KeyDestroyed, or Unreadable if there is no such key."""
        found = self.many_keys([key_id])
        if key_id not in found:
            raise self._store.why_missing(key_id)
        return found[key_id]

    def many_keys(self, key_ids: Iterable[str]) -> dict[str, bytes]:
        """These keys in one query, for a list page; unknown and destroyed ones are left out."""
        wanted = set(key_ids)
        known = self._recall(wanted)
        if len(known) == len(wanted):
            return known
        fresh = self._store.read(wanted - known.keys())
        self._remember(fresh)
        return known | fresh

    def destroy_key(self, key_id: str) -> None:
        """What this key covers can never be read again; other processes notice within a minute."""
        self._store.destroy(key_id)
        with self._lock:
            self._recent.pop(key_id, None)

    def derived(self, purpose: str) -> bytes:
        """The key for search tokens of one purpose; equal words of two columns give unequal tokens."""
        if purpose not in self._purposes:
            self._purposes[purpose] = hmac.digest(self._index_key, purpose.encode(), "sha256")
        return self._purposes[purpose]

    def _recall(self, wanted: set[str]) -> dict[str, bytes]:
        known: dict[str, bytes] = {}
        oldest = time.monotonic() - _SECONDS
        with self._lock:
            for key_id in wanted:
                since, key = self._recent.get(key_id, (float("-inf"), b""))
                if since >= oldest:
                    self._recent.move_to_end(key_id)
                    known[key_id] = key
        return known

    def _remember(self, fresh: dict[str, bytes]) -> None:
        since = time.monotonic()
        with self._lock:
            self._recent.update((key_id, (since, key)) for key_id, key in fresh.items())
            while len(self._recent) > self._remembered:
                self._recent.popitem(last=False)


def install(app: App) -> Vault:
    """Open the vault of an application, and keep it in `app.extensions["vault"]`.

    `KEY_FILE` names the master key, `KEY_STORE_URI` the key store (by default `instance/keys.db`).
    Raises VaultRefuses with a sentence for whoever starts the program.
    """
    key_file = Path(app.config.get("KEY_FILE") or default_key_file()).expanduser()
    refuse_inside(key_file, Path(app.instance_path))
    url = _store_url(app)
    data = app.config.get("SQLALCHEMY_DATABASE_URI")
    if data and _same_database(url, make_url(data)):
        raise VaultRefuses(
            "密钥库不能与业务数据放在同一个数据库里。请用 MEDIATION_KEY_STORE_URI 指明另一个数据库。"
        )
    vault = app.extensions["vault"] = Vault(KeyStore.open(url, key_file))
    return vault


def current_vault() -> Vault:
    """The vault of the application at work. Raises KeyError if none was installed."""
    vault: Vault = current_app.extensions["vault"]
    return vault


def new_key(kind: Kind) -> str:
    """A new key, committed before any row can use it; answers its id."""
    return current_vault().new_key(kind)


def key_of(key_id: str) -> bytes:
    """The 32 bytes of a key. Raises KeyDestroyed, or Unreadable if there is no such key."""
    return current_vault().key_of(key_id)


def many_keys(key_ids: Iterable[str]) -> dict[str, bytes]:
    """These keys in one query, for a list page; unknown and destroyed ones are left out."""
    return current_vault().many_keys(key_ids)


def destroy_key(key_id: str) -> None:
    """What this key covers can never be read again, backups included."""
    current_vault().destroy_key(key_id)


def _store_url(app: App) -> URL:
    url = make_url(app.config.get("KEY_STORE_URI") or "sqlite:///keys.db")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return url
    return url.set(database=str(Path(app.instance_path) / url.database))


def _same_database(one: URL, other: URL) -> bool:
    # Drivers and passwords may differ and it is still the same database.
    where = [(url.get_backend_name(), url.host, url.port, url.database) for url in (one, other)]
    return where[0] == where[1]
