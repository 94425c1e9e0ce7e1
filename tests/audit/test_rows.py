"""What the log tells of must be there, and say the same: steps, papers, notes, packages."""

import re

import pytest

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.cases.papers import issue
from mediation.cases.work import Note
from mediation.db import db
from mediation.files.store import put, remove
from mediation.referrals.sending import refer
from mediation.vault.keys import destroy_key
from mediation.workflow.models import StepTaken
from tests.audit.conftest import found, one, without_guards
from tests.referrals.conftest import slip

STEP = "WHERE chain = :chain AND sequence = 4"


def test_a_removed_step_is_named(case):
    ref = case.ref
    without_guards(f"DELETE FROM step_taken {STEP}", chain=ref)
    assert found() == f"案件 {ref} 的记录第 4 条：步骤登记不见了（办过的步骤没有留下登记）"


def _columns(model, *but: str) -> str:
    return ", ".join(f'"{name}"' for name in model.__table__.c.keys() if name not in ("id", "ref", *but))  # noqa: SIM118


def test_an_invented_step_is_named(case):
    ref, columns = case.ref, _columns(StepTaken, "sequence", "idempotency_key")
    copy = f"INSERT INTO step_taken (ref, sequence, {columns}) SELECT :ref, :at, {columns} FROM step_taken {STEP}"
    without_guards(copy, chain=ref, ref="f" * 32, at=99)
    assert found() == f"案件 {ref} 的记录第 99 条：步骤登记没有对应的记录（多出一份登记）"
    without_guards(copy, chain=ref, ref="e" * 32, at=4)
    assert f"案件 {ref} 的记录第 4 条：步骤登记重复（多出一份登记）" in found()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("subject", "'other'", "对象"),
        ("subject_kind", "'stage'", "对象种类"),
        ("version", "77", "版本"),
        ("source", "'closed'", "原状态"),
        ("dest", "'closed'", "新状态"),
        ("trigger", "'close'", "办理事项"),
        ("workflow", "'mediation'", "办理事项"),
        ("actor_id", "(SELECT id FROM \"user\" WHERE login = 'lin')", "办理人"),
        ("actor_id", "NULL", "办理人"),
        ("agency_id", "(SELECT max(id) FROM agency)", "单位"),
        ("recorded_at", "'2020-01-01 00:00:00'", "登记时间"),
        ("happened_on", "'2026-03-01'", "发生日期"),
    ],
)
def test_a_changed_step_is_named_with_what_was_changed(case, column, value, words):
    ref = case.ref
    without_guards(f'UPDATE step_taken SET "{column}" = {value} {STEP}', chain=ref)
    assert f"案件 {ref} 的记录第 4 条：步骤登记" in found()
    assert words in found()


def test_a_step_whose_facts_are_those_of_another_time_is_found(case):
    """Somebody with the key of the case, who seals other facts: only the commitment tells."""
    row = db.session.query(StepTaken).filter_by(chain=case.ref, sequence=4).one()
    row.facts = {**row.facts, "way": "paper"}
    ref, sealed = case.ref, row.facts_sealed
    without_guards(f"UPDATE step_taken SET facts_sealed = :sealed {STEP}", chain=ref, sealed=sealed)
    assert found() == f"案件 {ref} 的记录第 4 条：步骤的内容与记录的核对码不符（内容被更改）"


def test_facts_taken_away_or_moved_from_another_step_are_found(case):
    ref = case.ref
    without_guards(f"UPDATE step_taken SET facts_sealed = NULL {STEP}", chain=ref)
    assert f"案件 {ref} 的记录第 4 条：步骤的内容与记录的核对码不符" in found()
    without_guards(
        "UPDATE step_taken SET facts_sealed = "
        f"(SELECT facts_sealed FROM step_taken WHERE chain = :chain AND sequence = 3) {STEP}",
        chain=ref,
    )
    assert f"案件 {ref} 的记录第 4 条：步骤的内容无法解密（加密的内容或密钥被更改、移走）" in found()


def test_the_digest_of_what_is_kept_elsewhere_cannot_be_dropped(case):
    """The people of a registration are kept with themselves; the entry commits to them all the same."""
    ref = case.ref
    assert one("SELECT apart_digest FROM step_taken WHERE chain = :chain AND sequence = 1", chain=ref)
    without_guards(
        "UPDATE step_taken SET apart_digest = NULL WHERE chain = :chain AND sequence = 1", chain=ref
    )
    assert f"案件 {ref} 的记录第 1 条：步骤的内容与记录的核对码不符" in found()


def test_a_destroyed_key_is_said_and_is_no_finding(case):
    ref = case.ref
    destroy_key(case.key_id)
    db.session.rollback()
    verified = verify_all()
    assert verified.findings == []
    assert [str(one) for one in verified.unproven] == [
        f"案件 {ref} 的记录：5 步的内容不能再核对：密钥已按规定销毁，或记录时还没有留核对码"
    ]


def test_a_step_hung_on_a_destroyed_key_does_not_get_away(case, new_case):
    gone = new_case().key_id
    destroy_key(gone)
    ref = case.ref
    without_guards(f"UPDATE step_taken SET key_id = :gone {STEP}", chain=ref, gone=gone)
    assert f"案件 {ref} 的记录第 4 条：步骤登记的密钥与本案其他步骤不同" in found()


def test_a_removed_thing_is_missed(case):
    ref = case.ref
    without_guards("UPDATE task SET stage_id = NULL", "DELETE FROM stage")
    assert re.search(f"案件 {ref} 的记录第 \\d+ 条：环节 .* 不见了（有开始的记录，没有登记）", found())


@pytest.fixture
def paper(case, cast):
    """A printed paper of the case: its ref, its hash, and the chain and number of its entry."""
    made = issue(case, "registration", "", actor=cast.lin)
    entry = db.session.query(AuditEntry).filter_by(subject=made.ref).one()
    return made.ref, made.sha256, f"案件 {entry.chain} 的记录第 {entry.sequence} 条"


def test_a_removed_paper_is_named(paper):
    without_guards("DELETE FROM document")
    assert found() == f"{paper[2]}：文书登记不见了"


def test_an_invented_paper_is_named(paper, case):
    from mediation.documents.models import Document

    columns, ref = _columns(Document, "mark"), case.ref
    without_guards(
        f"INSERT INTO document (ref, {columns}) SELECT :ref, {columns} FROM document", ref="9" * 32
    )
    assert found() == f"案件 {ref} 的记录：多出一份文书，没有对应的记录（{'9' * 32}）"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("name", "'agreement'", "文书种类"),
        ("made_by_id", "(SELECT id FROM \"user\" WHERE login = 'mei')", "办理人"),
        ("made_at", "'2020-01-01 00:00:00'", "时间"),
        ("chain", "'other'", "案件"),
        ("about", "'other'", "核对码"),
    ],
)
def test_a_changed_paper_is_named(paper, column, value, words):
    without_guards(f"UPDATE document SET {column} = {value}")
    assert f"{paper[2]}：文书" in found()
    assert words in found()


def test_another_file_under_the_entry_of_a_paper_is_found(paper, case):
    """Sealed with the key of the case and entered in the register: only the commitment tells."""
    other = put(b"another paper", case.key_id)
    without_guards("UPDATE document SET sha256 = :other", other=other)
    assert found() == f"{paper[2]}：文书与记录的核对码不符（内容被更改）"


def test_a_file_that_is_gone_is_named(paper, case):
    remove(paper[1], case.key_id)
    assert found() == f"{paper[2]}：文书的文件不见了，或内容与登记的核对码不符"


@pytest.fixture
def note(case, cast, sign_in):
    """A note, written on its page."""
    ref = case.ref
    sign_in(cast.mei).post(f"/cases/{ref}/notes", data={"text": "她说下周再来。", "audience": "internal"})
    assert found() == ""
    return ref


def test_a_removed_an_invented_and_a_changed_note_are_found(note):
    columns = _columns(Note)
    without_guards(f"INSERT INTO note (ref, {columns}) SELECT :ref, {columns} FROM note", ref="9" * 32)
    assert f"案件 {note} 的记录：多出一份办案记录，没有对应的记录" in found()
    without_guards("DELETE FROM note WHERE ref = :ref", ref="9" * 32)
    without_guards("UPDATE note SET internal = :shown", shown=False)
    assert "办案记录与记录的核对码不符（内容被更改）" in found()
    without_guards("DELETE FROM note")
    assert "办案记录登记不见了" in found()


def test_a_package_other_than_the_one_that_was_sent_is_found(case, cast):
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    assert found() == ""
    referral.package = {**referral.package, "narrative": "别的事"}
    sealed = referral.package_sealed
    without_guards("UPDATE referral SET package_sealed = :sealed", sealed=sealed)
    assert "转介的资料包与记录的核对码不符（内容被更改）" in found()


@pytest.mark.parametrize(
    "change",
    ["recorded_at = '2020-01-01 00:00:00'", "recorded_by_id = (SELECT id FROM \"user\" WHERE login = 'eye')"],
)
def test_a_consent_that_nobody_recorded_is_found(case, cast, change):
    refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    assert found() == ""
    ref = case.ref
    without_guards(f"UPDATE consent SET {change} WHERE kind = 'referral'")
    assert f"案件 {ref} 的记录：同意或告知答复没有对应的步骤" in found()


def test_an_assessment_that_nobody_made_is_found(case):
    ref = case.ref
    without_guards("UPDATE assessment SET made_at = '2020-01-01 00:00:00'")
    assert f"案件 {ref} 的记录：评估没有对应的步骤" in found()


def test_a_time_limit_of_a_thing_that_the_log_does_not_know_is_found(case):
    ref = case.ref
    without_guards("UPDATE clock SET subject = 'other'")
    assert re.search(f"案件 {ref} 的记录：时限 .* 没有对应的记录", found())
