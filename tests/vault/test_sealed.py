"""What is sealed opens for its own row, and for nothing else."""

import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mediation.db import new_ref
from mediation.vault.keys import KeyDestroyed, destroy_key, new_key
from mediation.vault.sealed import (
    Secret,
    Unreadable,
    open_bytes,
    open_sealed,
    reseal,
    seal_bytes,
    seal_value,
    sealed_fields,
)
from tests.vault.conftest import Neighbour, Woman

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@QUICK
@given(
    name=WORDS, answers=st.recursive(st.none() | st.booleans() | st.integers(), st.lists), scan=st.binary()
)
def test_what_was_sealed_is_read_again(woman: Woman, name: str, answers: object, scan: bytes) -> None:
    woman.name, woman.answers, woman.phone, woman.scan = name, answers, Secret(name), scan
    normal = unicodedata.normalize("NFC", name)
    assert (woman.name, woman.answers, woman.scan) == (normal, answers, scan)
    assert isinstance(woman.phone, Secret)
    assert woman.phone.reveal() == normal


def test_nothing_stays_nothing_and_empty_stays_empty(woman: Woman) -> None:
    woman.name, woman.alias, woman.phone = None, "", "138"
    woman.phone = None
    assert (woman.name, woman.name_sealed, woman.alias, woman.phone) == (None, None, "", None)
    assert woman.alias_sealed


def test_text_is_kept_in_its_composed_form(woman: Woman) -> None:
    woman.name = "Mu\u0308ller"
    assert woman.name == "M\u00fcller"


def test_the_same_words_never_give_the_same_bytes(woman: Woman) -> None:
    seen = set()
    for _ in range(1000):
        woman.name = "王芳"
        seen.add(woman.name_sealed)
    assert len(seen) == 1000


def test_a_row_without_ref_or_key_takes_nothing_in() -> None:
    with pytest.raises(TypeError, match="set ref and key_id"):
        Woman().name = "王芳"
    with pytest.raises(TypeError, match="set ref and key_id"):
        Woman(ref=new_ref()).name = "王芳"


def test_a_value_of_another_kind_is_not_taken_in(woman: Woman) -> None:
    with pytest.raises(TypeError):
        woman.name = 7  # type: ignore[assignment]
    with pytest.raises(TypeError):
        woman.scan = "text"
    with pytest.raises(TypeError):
        woman.name = Secret("13800138000")  # type: ignore[assignment]
    with pytest.raises(TypeError):
        woman.answers = {"phone": Secret("13800138000")}


def test_a_value_moved_to_another_column_does_not_open(woman: Woman) -> None:
    woman.name = "王芳"
    woman.alias_sealed = woman.name_sealed
    with pytest.raises(Unreadable):
        _ = woman.alias


def test_a_value_moved_to_another_row_does_not_open(woman: Woman) -> None:
    woman.name = "王芳"
    other = Woman(ref=new_ref(), key_id=woman.key_id, name_sealed=woman.name_sealed)
    with pytest.raises(Unreadable):
        _ = other.name


def test_a_value_moved_to_another_table_does_not_open(woman: Woman) -> None:
    woman.name = "王芳"
    other = Neighbour(ref=woman.ref, key_id=woman.key_id, name_sealed=woman.name_sealed)
    with pytest.raises(Unreadable):
        _ = other.name


def test_a_value_under_another_key_does_not_open(woman: Woman) -> None:
    woman.name = "王芳"
    woman.key_id = new_key("person")
    with pytest.raises(Unreadable):
        _ = woman.name


def test_parts_of_a_place_do_not_run_into_each_other(app: Flask) -> None:
    key_id = new_key("case")
    envelope = seal_bytes(key_id, ("files", "ab"), b"paper")
    assert open_bytes(key_id, ("files", "ab"), envelope) == b"paper"
    with pytest.raises(Unreadable):
        open_bytes(key_id, ("filesa", "b"), envelope)


@QUICK
@given(data=st.data())
def test_a_changed_or_cut_value_does_not_open(woman: Woman, data: st.DataObject) -> None:
    woman.name = "王芳住在幸福小区"
    whole = woman.name_sealed or b""
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    for broken in (flipped, whole[:place]):
        woman.name_sealed = broken
        with pytest.raises(Unreadable):
            _ = woman.name


def test_plain_text_in_a_sealed_column_is_not_taken_for_a_value(woman: Woman) -> None:
    woman.name_sealed = "王芳，女，住幸福小区三号楼二单元".encode()
    with pytest.raises(Unreadable):
        _ = woman.name


def test_after_its_key_is_destroyed_a_row_is_unreadable(woman: Woman) -> None:
    woman.name = "王芳"
    assert woman.name == "王芳"
    destroy_key(woman.key_id)
    with pytest.raises(KeyDestroyed):
        _ = woman.name
    with pytest.raises(KeyDestroyed):
        woman.name = "王芳"


def test_a_row_written_by_core_reads_like_any_other(session: Session, woman: Woman) -> None:
    ref, key_id = woman.ref, woman.key_id
    sealed = {
        column: seal_value(Woman, column, ref, key_id, value)
        for column, value in (("name_sealed", "王芳"), ("phone_sealed", "13800138000"))
    }
    session.execute(insert(Woman).values(ref=ref, key_id=key_id, **sealed))
    row = session.execute(select(Woman.__table__)).one()
    found = session.scalars(select(Woman)).one()
    assert (found.name, found.phone) == ("王芳", Secret("13800138000"))
    assert open_sealed(Woman, "name_sealed", ref, key_id, row.name_sealed) == "王芳"
    assert isinstance(open_sealed(Woman, "phone_sealed", ref, key_id, row.phone_sealed), Secret)
    assert open_sealed(Woman.metadata.tables["women"], "name_sealed", ref, key_id, row.name_sealed, "text")


def test_of_a_bare_table_the_kind_must_be_said(woman: Woman) -> None:
    woman.phone = "13800138000"
    with pytest.raises(TypeError, match="kind"):
        open_sealed(
            Woman.metadata.tables["women"], "phone_sealed", woman.ref, woman.key_id, woman.phone_sealed
        )


def test_resealing_moves_every_field_to_the_new_key(woman: Woman) -> None:
    woman.name, woman.phone, woman.answers = "王芳", "13800138000", {"打人": True}
    before, old = woman.name_sealed, woman.key_id
    reseal(woman, new_key("person"))
    destroy_key(old)
    assert (woman.name, woman.answers, woman.alias) == ("王芳", {"打人": True}, None)
    assert woman.phone == Secret("13800138000")
    assert woman.name_sealed != before
    assert list(sealed_fields(Woman)) == ["name", "alias", "answers", "phone", "scan"]


def test_no_file_on_disk_holds_a_word_of_it(session: Session, tmp_path: Path) -> None:
    words = ("王小芳", "13800138000", "幸福小区三号楼")
    for _ in range(20):
        woman = Woman(ref=new_ref(), key_id=new_key("person"))
        woman.name, woman.phone, woman.answers = words[0], words[1], {"where": words[2]}
        session.add(woman)
    session.commit()
    bytes_on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert woman.ref.encode() in bytes_on_disk
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert word.encode(encoding) not in bytes_on_disk
        assert word.encode("unicode-escape") not in bytes_on_disk or word.isascii()
