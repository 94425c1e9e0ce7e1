"""The file store: printed papers and uploads, sealed, each found again by the hash of its content.

A file's name is a keyed hash of that hash, under the key that seals the file. So whoever holds the folder
alone learns the number, the sizes and the times of files, but cannot tell whether a paper that he knows is
among them; the same paper under two keys is two files, and the loss of one key takes nothing from the other.
"""

import hashlib
import hmac
import os
import tempfile
from pathlib import Path

from flask import current_app

from mediation.vault.keys import key_of
from mediation.vault.sealed import Unreadable, open_bytes, seal_bytes

PLACE = "files"


def put(data: bytes, key_id: str) -> str:
    """Keep DATA sealed under the key; answers its SHA-256 in hex, by which `get` finds it.

    It lies safely on the disk when this returns, and twice is once. A transaction that is rolled back
    afterwards leaves a file that no row knows; nobody can read it from outside. Raises KeyDestroyed or
    Unreadable.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    _write(_path(sha256, key_id), seal_bytes(key_id, (PLACE, sha256), data))
    return sha256


def get(sha256: str, key_id: str) -> bytes:
    """The content of that hash. Raises Unreadable if it is gone, changed, or under another or a destroyed
    key."""
    try:
        envelope = _path(sha256, key_id).read_bytes()
    except FileNotFoundError:
        raise Unreadable("文件不在存储中，可能已被移走。请管理员从备份恢复。") from None
    data = open_bytes(key_id, (PLACE, sha256), envelope)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unreadable("文件内容与登记的摘要不符。请管理员从备份恢复。")
    return data


def remove(sha256: str, key_id: str) -> None:
    """Take the file out of the store; nothing happens if it is not there. To be done before its key is
    destroyed."""
    path = _path(sha256, key_id)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _settle(path.parent)


def _folder() -> Path:
    """The setting FILES, or `files` in the instance folder."""
    return Path(current_app.instance_path, current_app.config.get("FILES") or "files")


def _path(sha256: str, key_id: str) -> Path:
    naming = hmac.digest(key_of(key_id), b"file name", "sha256")
    name = hmac.digest(naming, sha256.encode(), "sha256").hex()
    return _folder() / name[:2] / name[2:]


def _write(path: Path, envelope: bytes) -> None:
    """All of it or nothing, even if the power fails: a name exists only for a whole file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(envelope)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _settle(path.parent)
    _settle(path.parent.parent)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
