"""An agreement: signed by all, binding from the last signature, performed, confirmed by the court."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from mediation.cases.tasks import open_tasks
from mediation.db import atomic, db
from mediation.disputes.queries import signers
from mediation.errors import Incomplete
from mediation.workflow.engine import take
from mediation.workflow.models import Clock
from tests.disputes.conftest import Table, clocks

Make = Callable[..., Table]


def test_thirty_days_for_the_court_run_from_the_last_signature(table: Make) -> None:
    t = table().effective("2026-11-11", "2026-11-15", "2026-11-12")
    (clock,) = clocks(t.agreement.ref, "PM-33")
    assert (clock.started, clock.conservative) == ("2026-11-15", "2026-12-15")


PAPERS = ["agreement", "proof", "identity"]


def due_days(t: Table) -> list[str]:
    return sorted(task.due_on.isoformat() for task in open_tasks(t.case, "agreement") if task.due_on)


@time_machine.travel("2026-11-26T10:00+08:00")
def test_each_instalment_has_a_clock_and_its_tasks_when_its_turn_comes(table: Make) -> None:
    t = table().effective()
    first, second, third = t.agreement.obligations
    assert [row.due_on.isoformat() for row in (first, second, third)] == [
        "2026-12-31",
        "2027-01-31",
        "2027-02-28",
    ]
    watched = clocks(t.agreement.ref, "PM-31")
    assert [(clock.about, clock.started, clock.conservative) for clock in watched] == [
        ("第1项第1期", "2026-12-31", "2027-01-07"),
        ("第1项第2期", "2027-01-31", "2027-02-07"),
        ("第1项第3期", "2027-02-28", "2027-03-07"),
    ]
    assert due_days(t) == ["2026-12-28", "2027-01-07"]
    t.pays(first, performed_on="2026-12-30")
    assert due_days(t) == ["2027-01-28", "2027-02-07"]
    t.pays(second, state="none", performed_on="2027-02-05")
    assert due_days(t) == ["2027-01-28", "2027-02-07", "2027-02-25", "2027-03-07"]
    assert [clock.state for clock in clocks(t.agreement.ref, "PM-31")] == ["met", "met", "running"]


@time_machine.travel("2026-11-26T10:00+08:00")
def test_nothing_is_about_to_fall_due_that_was_due_before_it_was_signed(table: Make) -> None:
    """A first payment of 10 November in an agreement of the 12th that is entered on the 26th: asked after, as of today."""
    t = table().agreed()
    t.write(t.support(due_on="2026-11-10", times=2))
    t.on("open_signing")
    t.sign_all("2026-11-12")
    texts = [task.text for task in open_tasks(t.case, "agreement")]
    assert texts == ["第1项第1期已到期，回访、督促履行"]
    assert due_days(t) == ["2026-11-26"]
    t.pays(t.agreement.obligations[0], performed_on="2026-11-26", state="late")
    assert due_days(t) == ["2026-12-07", "2026-12-17"], "the next one is still ahead, and told in time"


def test_two_parts_make_a_payment(table: Make) -> None:
    t = table().effective()
    duty = t.agreement.obligations[0]
    t.pays(duty, state="partial", amount=100000, performed_on="2026-11-20")
    assert duty.met_on is None
    t.pays(duty, state="partial", amount=20000, performed_on="2026-11-21")
    assert duty.met_on == date(2026, 11, 21)


def test_too_little_is_not_in_full(table: Make) -> None:
    t = table().effective()
    with pytest.raises(Incomplete, match="少于"):
        t.pays(t.agreement.obligations[0], amount=1)
    assert not t.agreement.obligations[0].performances


def test_urging_ends_the_watch_of_what_was_due(table: Make) -> None:
    t = table().agreed()
    t.write(t.support(due_on="2026-11-12", every="once"), t.support(due_on="2027-01-31", every="once"))
    t.on("open_signing")
    t.sign_all("2026-11-11")
    t.on("urge", note="电话督促。", happened_on="2026-11-14")
    assert [clock.state for clock in clocks(t.agreement.ref, "PM-31")] == ["met", "running"]


def test_an_oral_agreement_binds_from_the_day_it_was_reached(table: Make) -> None:
    t = table().agreed("oral")
    t.write()
    t.on("record_oral")
    assert t.agreement.effective_on == date(2026, 11, 10)
    assert t.stage.state == "concluded"
    assert not clocks(t.agreement.ref, "PM-33")
    with pytest.raises(Incomplete, match="口头协议不能申请司法确认"):
        t.on(
            "file_confirmation", jc_filed_on="2026-11-12", court="区法院", both_present=True, materials=PAPERS
        )


def test_without_the_seal_nothing_binds(table: Make) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    for row in signers(t.agreement)[:-1]:
        t.on("sign", signer=row.id, signed_on="2026-11-12", way="signed")
    with pytest.raises(Incomplete, match="调解委员会印章"):
        t.on("take_effect")
    assert t.agreement.effective_on is None


def test_a_changed_text_needs_new_signatures(table: Make) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    for row in signers(t.agreement)[:-1]:
        t.on("sign", signer=row.id, signed_on="2026-11-12", way="signed")
    t.on("revise", reason="改付款日期。")
    t.write(t.support(due_on="2026-12-15", every="once"))
    t.on("open_signing")
    assert [row.signed_on for row in signers(t.agreement)] == [None] * 4
    with pytest.raises(Incomplete, match="还缺"):
        t.on("take_effect")
    t.sign_all("2026-11-16")
    assert t.agreement.effective_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"signed_on": "2026-11-09"}, "不能早于达成协议"),
        ({"signer": 999_999}, "已经登记过"),
        ({"way": "official_seal"}, "只用于加盖印章"),
    ],
)
def test_a_signature_is_refused(table: Make, given: dict[str, object], words: str) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    facts = {"signer": signers(t.agreement)[0].id, "signed_on": "2026-11-12", "way": "signed", **given}
    with pytest.raises(Incomplete, match=words):
        t.on("sign", **facts)


def test_a_mediator_signs_by_hand(table: Make) -> None:
    t = table().agreed()
    t.write()
    t.on("open_signing")
    mediator = next(row for row in signers(t.agreement) if row.role == "mediator")
    with pytest.raises(Incomplete, match="调解员要签名"):
        t.on("sign", signer=mediator.id, signed_on="2026-11-12", way="fingerprint")


def test_the_numbers_of_a_committee_have_no_gaps(table: Make) -> None:
    first, second = table().agreed(), table().agreed()
    assert (first.agreement.number, second.agreement.number) == (1, 2)


def test_the_court_confirms_what_both_ask_for(table: Make) -> None:
    t = table().effective()
    with pytest.raises(Incomplete, match="共同申请"):
        t.on(
            "file_confirmation", jc_filed_on="2026-11-20", court="区法院", both_present=True, materials=PAPERS
        )
    for party in (t.applicant, t.respondent):
        t.on(
            "record_consent",
            party=party.id,
            kind="confirmation",
            answer="agreed",
            way="当面",
            happened_on="2026-11-18",
        )
    with pytest.raises(Incomplete, match="还没有申请司法确认"):
        t.on("accept_confirmation", jc_accepted_on="2026-11-20")
    t.on("file_confirmation", jc_filed_on="2026-11-20", court="区法院", both_present=True, materials=PAPERS)
    t.on("accept_confirmation", jc_accepted_on="2026-11-21", case_number="（2026）9901民特1号")
    t.on("rule_confirmation", result="valid", jc_ruled_on="2026-11-22", jc_ruling_received_on="2026-11-22")
    assert [(row.step, row.late) for row in t.agreement.confirmations] == [
        ("filed", False), ("accepted", False), ("ruled", False),
    ]  # fmt: skip
    assert [clock.state for clock in clocks(t.agreement.ref, "PM-33")] == ["met"]
    (enforce,) = clocks(t.agreement.ref, "JC-EXE")
    assert enforce.started == "2027-02-28"
    # Nobody's step is an objection or an execution: that she asked for it is said on the case.
    (objection,) = clocks(t.agreement.ref, "JC-OBJ")
    done = {"clock": objection.id, "happened_on": "2026-11-25"}
    take(t.case, "meet_time_limit", actor=t.cast.mei, facts=done)
    take(
        t.case, "meet_time_limit", actor=t.cast.mei, facts={"clock": enforce.id, "happened_on": "2027-03-01"}
    )
    assert [one.state for rule in ("JC-OBJ", "JC-EXE") for one in clocks(t.agreement.ref, rule)] == [
        "met"
    ] * 2
    with pytest.raises(Incomplete, match="已对上次申请作出结果"):
        t.on("rule_confirmation", result="dismissed", jc_ruled_on="2026-11-22")


def test_a_late_filing_is_refused_at_the_form_before_anything_is_confirmed(table: Make, sign_in: Any) -> None:
    t = table().effective()
    for party in (t.applicant, t.respondent):
        t.on("record_consent", party=party.id, kind="confirmation", answer="agreed", way="当面")
    url = f"/cases/{t.case.ref}/{t.agreement.ref}/file_confirmation"
    browser = sign_in(t.cast.tao)
    hidden = dict(re.findall(r'name="(key|seen)"[^>]*value="([^"]*)"', browser.get(url).text))
    told = {
        **hidden, "jc_filed_on": "2026-11-26", "court": "区法院", "both_present": "y", "materials": PAPERS,
    }  # fmt: skip
    assert "请核对" in browser.post(url, data=told).text, "in time: the page on which it is confirmed"
    with atomic():
        db.session.query(Clock).filter_by(rule="PM-33").update({"statutory_last": "2026-11-25"})
    answer = browser.post(url, data=told)
    assert answer.status_code == 422
    assert "超过三十日" in answer.text


def test_a_late_filing_needs_its_ground_and_is_marked(table: Make) -> None:
    t = table().effective()
    for party in (t.applicant, t.respondent):
        t.on(
            "record_consent",
            party=party.id,
            kind="confirmation",
            answer="agreed",
            way="当面",
            happened_on="2026-11-18",
        )
    late = {"jc_filed_on": "2026-12-20", "court": "区法院", "both_present": True, "materials": PAPERS}
    with pytest.raises(Incomplete, match="超过三十日") as refusal:
        t.on("file_confirmation", **late)
    assert set(refusal.value.rules) == {"JC-205", "T-04"}
    assert not t.agreement.confirmations
    t.on("file_confirmation", **late, late_ground="住院，出院后第三天已向法院申请顺延。")
    assert t.agreement.confirmations[0].late


def test_a_broken_agreement_may_be_taken_up_again_or_end_in_court(table: Make) -> None:
    t = table().effective()
    t.on("report_breach", reason="没有付。", told_remedies=True)
    t.on("resume", note="补付了。")
    t.on("report_breach", reason="又没有付。", told_remedies=True)
    t.on("end", outcome="已起诉", note="已起诉。")
    assert t.agreement.state == "ended"
    assert not open_tasks(t.case, "agreement")
