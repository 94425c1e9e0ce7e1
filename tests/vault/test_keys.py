"""The master key, the key store, and what happens when they do not stand as they must."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask

from mediation.vault.keys import (
    KeyDestroyed,
    Unreadable,
    Vault,
    VaultRefuses,
    destroy_key,
    install,
    key_of,
    many_keys,
    new_key,
)
from mediation.vault.master import default_key_file
from tests.vault.conftest import program


def key_file(folder: Path) -> Path:
    return folder / "key" / "master.key"


def refusal(app: Flask) -> str:
    with pytest.raises(VaultRefuses) as refused:
        install(app)
    return str(refused.value)


def rewrite(path: Path, line: str) -> None:
    path.chmod(0o600)
    path.write_text(line)
    path.chmod(0o400)


def test_the_first_start_makes_a_master_key_that_only_its_owner_reads(app: Flask, tmp_path: Path) -> None:
    path = key_file(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(path.parent) == ["master.key"]
    assert (tmp_path / "instance" / "keys.db").stat().st_mode & 0o777 == 0o600


def test_by_default_the_master_key_lies_in_the_users_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_key_file() == tmp_path / "mediation" / "master.key"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert default_key_file() == Path.home() / ".config" / "mediation" / "master.key"


def test_the_next_start_reads_what_the_last_one_sealed(app: Flask, tmp_path: Path) -> None:
    key_id = new_key("person")
    again = program(tmp_path)
    vault = install(again)
    assert vault.key_of(key_id) == key_of(key_id)
    assert vault.derived("x") == app.extensions["vault"].derived("x")


@pytest.mark.parametrize("mode", [0o404, 0o440, 0o644, 0o604])
def test_a_key_that_others_can_read_is_refused(app: Flask, tmp_path: Path, mode: int) -> None:
    key_file(tmp_path).chmod(mode)
    assert "其他用户" in refusal(program(tmp_path))


def test_a_key_among_the_data_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "instance" / "safe" / "master.key"
    assert "数据目录" in refusal(program(tmp_path, KEY_FILE=str(inside)))
    assert not inside.exists()


def test_a_link_out_of_the_data_does_not_hide_a_key_among_it(tmp_path: Path) -> None:
    app = program(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "instance")
    app.config["KEY_FILE"] = str(tmp_path / "link" / "master.key")
    assert "数据目录" in refusal(app)


@pytest.mark.parametrize("line", ["", "mk_12345678:abcd", "mk_12345678:" + "a" * 63, "a" * 64, "密钥"])
def test_a_short_or_broken_key_is_refused(app: Flask, tmp_path: Path, line: str) -> None:
    rewrite(key_file(tmp_path), line)
    assert refusal(program(tmp_path))


def test_another_master_key_is_refused(app: Flask, tmp_path: Path) -> None:
    rewrite(key_file(tmp_path), "mk_00000000:" + "ab" * 32)
    assert "不匹配" in refusal(program(tmp_path))


def test_a_lost_master_key_is_never_replaced(app: Flask, tmp_path: Path) -> None:
    new_key("person")
    key_file(tmp_path).unlink()
    assert "找不到主密钥" in refusal(program(tmp_path))
    assert not key_file(tmp_path).exists()


def test_a_store_with_keys_but_without_its_seal_is_refused(app: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "instance" / "keys.db") as connection:
        connection.execute("delete from vault_seal")
    connection.close()
    key_file(tmp_path).unlink()
    assert "校验记录" in refusal(program(tmp_path))
    assert not key_file(tmp_path).exists()


def test_keys_do_not_lie_in_the_database_of_the_data(tmp_path: Path) -> None:
    data = f"sqlite:///{tmp_path}/instance/keys.db"
    assert "同一个数据库" in refusal(program(tmp_path, SQLALCHEMY_DATABASE_URI=data))
    assert "同一个数据库" in refusal(
        program(
            tmp_path,
            SQLALCHEMY_DATABASE_URI="postgresql+psycopg://a@db/one",
            KEY_STORE_URI="postgresql://b@db/one",
        )
    )
    assert "内存" in refusal(program(tmp_path, KEY_STORE_URI="sqlite://"))


def test_every_key_is_its_own(app: Flask) -> None:
    ids = [new_key("person") for _ in range(20)]
    keys = many_keys([*ids, "unknown"])
    assert keys.keys() == set(ids)
    assert len(set(keys.values())) == 20
    assert all(len(key) == 32 for key in keys.values())
    assert keys[ids[0]] == key_of(ids[0])


def test_an_unknown_key_is_unreadable(app: Flask) -> None:
    with pytest.raises(Unreadable) as unreadable:
        key_of("00" * 16)
    assert not isinstance(unreadable.value, KeyDestroyed)


def test_a_key_is_in_the_store_before_anything_else_happens(app: Flask, tmp_path: Path) -> None:
    key_id = new_key("case")
    with sqlite3.connect(tmp_path / "instance" / "keys.db") as connection:
        assert connection.execute("select kind from vault_keys where key_id = ?", [key_id]).fetchone() == (
            "case",
        )
    connection.close()


def test_a_destroyed_key_is_gone_from_memory_and_from_the_disk(app: Flask, tmp_path: Path) -> None:
    key_id = new_key("person")
    assert key_of(key_id)
    path = tmp_path / "instance" / "keys.db"
    with sqlite3.connect(path) as connection:
        wrapped = connection.execute("select wrapped from vault_keys where key_id = ?", [key_id]).fetchone()[
            0
        ]
    connection.close()
    assert wrapped in path.read_bytes()
    destroy_key(key_id)
    destroy_key(key_id)
    with pytest.raises(KeyDestroyed):
        key_of(key_id)
    assert many_keys([key_id]) == {}
    assert all(wrapped[13:] not in file.read_bytes() for file in path.parent.iterdir())


def test_a_store_others_could_read_is_closed_at_the_next_start(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "instance" / "keys.db"
    path.chmod(0o644)
    install(program(tmp_path))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_wrapped_key_that_was_swapped_for_another_does_not_open(app: Flask, tmp_path: Path) -> None:
    mine, hers = new_key("person"), new_key("person")
    with sqlite3.connect(tmp_path / "instance" / "keys.db") as connection:
        connection.execute(
            "update vault_keys set wrapped = (select wrapped from vault_keys where key_id = ?)"
            " where key_id = ?",
            [hers, mine],
        )
    connection.close()
    with pytest.raises(Unreadable):
        key_of(mine)


def test_the_store_writes_through_and_keeps_no_log(app: Flask, tmp_path: Path) -> None:
    store = app.extensions["vault"]._store
    with store._engine.begin() as connection:
        assert [
            connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ] == ["truncate", 2, 1]


def test_memory_holds_no_more_keys_than_agreed(app: Flask) -> None:
    small = Vault(app.extensions["vault"]._store, remembered=3)
    ids = [small.new_key("person") for _ in range(8)]
    first = {key_id: small.key_of(key_id) for key_id in ids}
    assert list(small._recent) == ids[-3:]
    assert small.many_keys(ids) == first


def test_many_threads_make_and_read_keys_at_once(app: Flask) -> None:
    vault: Vault = app.extensions["vault"]
    made: list[tuple[str, bytes]] = []

    def work() -> None:
        for _ in range(5):
            key_id = vault.new_key("person")
            made.append((key_id, vault.key_of(key_id)))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(made) == vault.many_keys(key_id for key_id, _ in made)
    assert len(made) == 30


def test_programs_that_start_together_share_one_master_key(tmp_path: Path) -> None:
    apps = [program(tmp_path) for _ in range(6)]
    threads = [threading.Thread(target=install, args=[app]) for app in apps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({app.extensions["vault"].derived("x") for app in apps}) == 1
