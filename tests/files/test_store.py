import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mediation.files import store
from mediation.vault import keys
from mediation.vault.sealed import Unreadable

PAPER = "人民调解协议书 王芳 13800138000".encode()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = Flask("files", instance_path=str(tmp_path / "instance"))
    Path(app.instance_path).mkdir()
    app.config.update(KEY_FILE=str(tmp_path / "outside" / "master.key"))
    keys.install(app)
    with app.app_context():
        yield app


@pytest.fixture
def key(app: Flask) -> str:
    return keys.new_key("case")


def files(app: Flask) -> list[Path]:
    return [path for path in Path(app.instance_path, "files").rglob("*") if path.is_file()]


def test_what_is_put_is_got_back(key: str) -> None:
    sha256 = store.put(PAPER, key)
    assert sha256 == hashlib.sha256(PAPER).hexdigest()
    assert store.get(sha256, key) == PAPER


def test_the_folder_shows_neither_content_nor_hash(app: Flask, key: str) -> None:
    sha256 = store.put(PAPER, key)
    (only,) = files(app)
    assert b"138" + b"00138000" not in only.read_bytes()
    assert "王芳".encode() not in only.read_bytes()
    assert sha256 not in str(only).replace("/", "")
    assert key not in str(only)
    assert only.stat().st_mode & 0o077 == 0


def test_twice_the_same_is_one_file_and_two_under_two_keys(app: Flask, key: str) -> None:
    store.put(PAPER, key)
    store.put(PAPER, key)
    assert len(files(app)) == 1
    store.put(PAPER, keys.new_key("case"))
    assert len(files(app)) == 2


def test_a_changed_file_does_not_open(app: Flask, key: str) -> None:
    sha256 = store.put(PAPER, key)
    (only,) = files(app)
    only.write_bytes(only.read_bytes()[:-1] + b"?")
    with pytest.raises(Unreadable):
        store.get(sha256, key)
    store.put(PAPER, key)
    assert store.get(sha256, key) == PAPER


def test_a_file_in_the_place_of_another_does_not_open(app: Flask, key: str) -> None:
    first = store.put(PAPER, key)
    (one,) = files(app)
    second = store.put(b"another", key)
    (other,) = set(files(app)) - {one}
    other.write_bytes(one.read_bytes())
    with pytest.raises(Unreadable):
        store.get(second, key)
    assert store.get(first, key) == PAPER


def test_another_key_finds_nothing(key: str) -> None:
    sha256 = store.put(PAPER, key)
    with pytest.raises(Unreadable, match="不在存储中"):
        store.get(sha256, keys.new_key("case"))


def test_a_destroyed_key_takes_its_files_with_it(key: str) -> None:
    sha256 = store.put(PAPER, key)
    keys.destroy_key(key)
    with pytest.raises(keys.KeyDestroyed):
        store.get(sha256, key)


def test_a_removed_file_is_gone(app: Flask, key: str) -> None:
    sha256 = store.put(PAPER, key)
    store.remove(sha256, key)
    store.remove(sha256, key)
    assert files(app) == []


def test_a_write_that_fails_leaves_nothing(app: Flask, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mediation.files.store.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(PAPER, key)
    assert files(app) == []


def test_the_setting_files_names_another_folder(app: Flask, key: str, tmp_path: Path) -> None:
    app.config["FILES"] = str(tmp_path / "elsewhere")
    store.put(PAPER, key)
    assert files(app) == []
    assert any((tmp_path / "elsewhere").rglob("*"))
