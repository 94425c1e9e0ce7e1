"""Each chain is counted: what is cut off its end, or emptied, leaves its number behind."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from mediation.audit.log import STATION, Subject, record, record_alone
from mediation.audit.models import AuditHead
from mediation.db import atomic, db
from mediation.errors import OutOfTurn
from mediation.workflow.engine import take
from tests.audit.conftest import found, one, without_guards

CUT = "DELETE FROM audit_entry WHERE chain = :chain AND sequence = :last"


def _last(chain: str) -> int:
    return int(one("SELECT max(sequence) FROM audit_entry WHERE chain = :chain", chain=chain))


def _print(case, cast):
    with atomic():
        record("document.print", actor=cast.lin, subject=Subject(case.ref, "document", "d" * 32))


def _refuse(case, cast):
    with pytest.raises(OutOfTurn):
        take(case, "reopen", actor=cast.mei)


@pytest.mark.parametrize(
    "last_act", [_print, _refuse, lambda case, cast: None], ids=["print", "refusal", "step"]
)
def test_a_last_entry_that_changed_no_state_is_missed(case, cast, last_act):
    last_act(case, cast)
    ref, last = case.ref, _last(case.ref)
    without_guards(CUT, chain=ref, last=last)
    assert (
        f"案件 {ref} 的记录第 {last} 条：末尾缺少记录：登记有 {last} 条，现在只到第 {last - 1} 条" in found()
    )


def test_an_emptied_chain_of_the_station_is_missed(case, cast):
    record_alone("audit.verify", actor=cast.eye, subject=Subject(STATION, "user", cast.eye.ref))
    assert found() == ""
    without_guards("DELETE FROM audit_entry WHERE chain = 'station'")
    assert "登录与系统的记录第 1 条：全部记录被清空：登记有 1 条，现在一条也没有" in found()


def test_a_removed_count_is_missed(case):
    ref = case.ref
    without_guards("DELETE FROM audit_head WHERE chain = :chain", chain=ref)
    assert f"案件 {ref} 的记录：没有登记最后一条是第几条（登记被删除）" in found()


def test_a_count_turned_back_is_found_by_the_entries(case):
    ref, last = case.ref, _last(case.ref)
    without_guards("UPDATE audit_head SET sequence = sequence - 1 WHERE chain = :chain", chain=ref)
    assert (
        f"案件 {ref} 的记录第 {last} 条：末尾多出记录：登记只有 {last - 1} 条，现在到第 {last} 条" in found()
    )


def test_a_last_entry_exchanged_for_another_does_not_have_the_hash_that_was_counted(case):
    ref, last = case.ref, _last(case.ref)
    without_guards(
        "UPDATE audit_entry SET hash = :hash WHERE chain = :chain AND sequence = :last",
        chain=ref,
        last=last,
        hash="a" * 64,
    )
    assert f"案件 {ref} 的记录第 {last} 条：最后一条与登记的不符（记录或登记被更改）" in found()


def test_work_goes_on_after_a_cut_and_the_gap_stays_visible(case, cast):
    ref, last = case.ref, _last(case.ref)
    without_guards(CUT, chain=ref, last=last)
    record_alone("case.look", actor=cast.mei, subject=Subject(ref, "case", ref))
    assert _last(ref) == last + 1
    assert f"案件 {ref} 的记录第 {last} 条：缺少记录" in found()


def test_the_database_refuses_an_entry_that_does_not_follow_the_last_one(case):
    columns = "at, kind, subject_kind, subject, actor, actor_role, agency, fields, hash"
    for sequence, previous in ((99, "previous"), (6, "previous"), (1, "previous")):
        db.session.rollback()
        with pytest.raises(DatabaseError), db.engine.begin() as connection:
            connection.execute(
                text(
                    f"INSERT INTO audit_entry (chain, sequence, previous, {columns}) SELECT chain, :sequence, "
                    f"{previous}, {columns} FROM audit_entry WHERE sequence = 2"
                ),
                {"sequence": sequence},
            )
    assert found() == ""


def test_a_unit_of_work_that_is_rolled_back_gives_its_numbers_back(case, cast):
    before, mei, ref = _last(case.ref), cast.mei, case.ref

    def fail() -> None:
        with atomic():
            record("case.look", actor=mei, subject=Subject(ref, "case", ref))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert db.session.get(AuditHead, ref).sequence == before
    assert found() == ""
