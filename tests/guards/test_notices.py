"""What must be told is told before the step that needs it: on a paper that exists, given to each, and written down."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from mediation import places
from mediation.attachments.adding import attach
from mediation.cases.models import Case
from mediation.cases.papers import builder_of, issue
from mediation.db import atomic, today
from mediation.disputes.rules import rights_notice_given
from mediation.documents.papers import PAPERS
from mediation.law.rules import load
from mediation.web.forms import FORMS
from mediation.workflow.engine import WORKFLOWS, why_not
from mediation.workflow.guards import steps_named
from tests.attachments.conftest import photo
from tests.conftest import Cast, stage_of
from tests.disputes.conftest import Table, clocks
from tests.guards.conftest import accepted, barred, followed_up, told
from tests.guards.test_common_errors import all_steps
from tests.guards.test_guard_table import COURT, RETURN, STOP

New = Callable[..., Case]
Make = Callable[..., Table]

LEAVING = ("one_stop.close", "one_stop.transfer", "referral.start", "help_request.answer")
# rule → the paper that tells it, the steps that refuse without it. By hand: the notices that are ours or the committee's.
NOTICES = [
    ("PM-QG33", "rights_notice", ("mediation.accept", "mediation.record_session")),
    ("PM-26", "termination_notice", ("mediation.terminate", "mediation.close_declined")),
    ("PM-CT3", "delegation_reply", ("mediation.terminate", "mediation.close_declined")),
    ("PM-DV2", "protection_order_notice", ("mediation.accept", "mediation.record_session", "mediation.agree")),
    ("DV-10-13", "protection_order_notice", LEAVING),
    ("LA-35", "legal_aid_notice", LEAVING),
    ("WR-23", "harassment_result", ("one_stop.close",)),
]  # fmt: skip
# Not a gate: what is printed on another paper, or told with the step itself.
ELSEWHERE = {
    "PM-32": "told with the breach itself, which is refused without it",
    "JC-BOTH": "said where the filing is registered; the court calls both",
    "JC-FEE": "printed on the rights notice",
    "DV-19": "told with the protection order and legal aid; the court grants relief",
}


def test_every_notice_of_the_law_is_in_the_table_or_has_its_place(app: Flask) -> None:
    rules = load(places.workflows()).rules.values()
    notices = {rule.id for rule in rules if rule.kind == "notice"}
    assert notices == {rule for rule, _paper, _steps in NOTICES} | set(ELSEWHERE)
    named = {rule for name in WORKFLOWS for step in all_steps(name) for rule in step.law}
    assert set(ELSEWHERE) <= named


@pytest.mark.parametrize(("rule", "paper", "steps"), NOTICES)
def test_the_paper_exists_and_each_step_asks_for_the_notice(
    app: Flask, rule: str, paper: str, steps: tuple[str, ...]
) -> None:
    assert (places.templates() / PAPERS[paper].template).is_file()
    assert callable(builder_of(paper))
    needs = {need.__name__: need for feature in app.extensions["features"] for need in feature.needs}
    for name in steps:
        found = steps_named(WORKFLOWS, name)
        assert found
        for step in found:
            kept = {one for need in step.needs for one in getattr(needs[need], "rules", ())}
            assert rule in kept, (name, rule)


@pytest.mark.parametrize("rule", ["PM-QG33", "PM-26", "PM-CT3"])
def test_mediation_goes_on_only_after_the_paper_was_delivered(table: Make, rule: str) -> None:
    t = table()
    if rule == "PM-QG33":
        t.request()
        for party in (t.applicant, t.respondent):
            t.asked_alone(party)
        t.all_say()
        with barred("还没有向申请人、被申请人告知权利义务", rule):
            t.do("accept", pm_registered_on="2026-11-04")
        issue(t.case, "rights_notice", t.stage.ref, actor=t.cast.tao)
        with barred("还没有向申请人、被申请人告知权利义务", rule):
            t.do("accept", pm_registered_on="2026-11-04")
        t.do("give_rights_notice", party="all", notice="rights", way="signed", proof="签收单1号")
        t.do("accept", pm_registered_on="2026-11-04")
        return
    t.talking(**(COURT if rule == "PM-CT3" else {}))
    t.do("stop", **STOP)
    paper = "termination_notice" if rule == "PM-26" else "delegation_reply"
    issue(t.case, paper, t.stage.ref, actor=t.cast.tao)
    if rule == "PM-CT3":
        t.printed("termination_notice").do("deliver_notice", party="all", notice="termination", way="signed")
    with barred("送达|退回", rule):
        t.do("terminate")
    last: dict[str, Any] = {"party": "all", "notice": "termination", "way": "signed"}
    t.do("deliver_notice", **last) if rule == "PM-26" else t.do("return_to_court", **RETURN)
    t.do("terminate")


@pytest.mark.parametrize("way", ["spoken", "recorded", "signed", "posted", "left"])
def test_no_end_is_told_by_word_of_mouth_or_on_a_paper_that_does_not_exist(table: Make, way: str) -> None:
    """PM-26: made, and delivered."""
    t = table().talking()
    t.do("stop", **STOP)
    given = {"party": "all", "notice": "termination", "way": way, "proof": "1"}
    with barred("书面告知" if way in ("spoken", "recorded") else "还没有打印《终止调解告知书》", "PM-26"):
        t.do("deliver_notice", **given)
    t.printed("termination_notice")
    if way in ("spoken", "recorded"):
        with barred("书面告知", "PM-26"):
            t.do("deliver_notice", **given)
        return
    t.do("deliver_notice", **given)
    t.do("terminate")


@pytest.mark.parametrize(("way", "paper"), [("spoken", False), ("read_aloud", False), ("signed", True)])
def test_rights_are_told_by_word_of_mouth_or_on_a_paper_that_exists(
    table: Make, way: str, paper: bool
) -> None:
    """PM-QG33: either is lawful; signed for without a paper is neither."""
    t = table()
    t.request()
    given = {"party": "all", "notice": "rights", "way": way}
    if paper:
        with barred("还没有打印", "PM-QG33"):
            t.do("give_rights_notice", **given)
        t.printed("rights_notice")
    t.do("give_rights_notice", **given)
    assert rights_notice_given(t.stage, t.cast.tao) is None


def test_a_notice_written_elsewhere_is_scanned_and_then_delivered(table: Make) -> None:
    t = table().talking()
    t.do("stop", **STOP)
    attach(t.case, {"kind": "notice", "stage": t.stage.id}, [photo()], actor=t.cast.tao)
    t.do("deliver_notice", party="all", notice="termination", way="left")
    t.do("terminate")


def test_the_receipt_of_a_petition_is_in_writing(new_case: New, cast: Cast) -> None:
    """XF-23: on the spot or within fifteen days, in writing."""
    case = new_case(actor=cast.mei, received_on=today().isoformat())
    day = {"petition_informed_on": today().isoformat()}
    with barred("书面告知", "XF-23"):
        told(case, cast.mei, "petition_receipt", way="spoken", **day)
    with barred("还没有打印", "XF-23"):
        told(case, cast.mei, "petition_receipt", way="signed", **day)
    assert [clock.state for clock in clocks(case.ref, "XF-23")] == ["running"]
    accepted(case, cast.mei)
    issue(case, "acceptance_notice", stage_of(case, "help_request").ref, actor=cast.mei)
    told(case, cast.mei, "petition_receipt", way="signed", **day)
    assert [clock.state for clock in clocks(case.ref, "XF-23")] == ["met"]


def test_whoever_is_left_without_what_was_agreed_is_told_where_to_go(table: Make) -> None:
    """PM-32: they may sue; and have enforced what a court confirmed."""
    t = table().effective()
    with barred("可以向法院起诉", "PM-32", "JC-EXE"):
        t.on("report_breach", reason="没有付。")
    t.on("report_breach", reason="没有付。", told_remedies=True)
    assert t.agreement.state == "broken"


@pytest.mark.parametrize(
    ("rule", "notice", "paper"),
    [
        ("DV-10-13", "protection_order", "protection_order_notice"),
        ("LA-35", "legal_aid", "legal_aid_notice"),
        ("WR-23", "harassment_result", "harassment_result"),
    ],
)
def test_a_case_closes_after_the_paper_was_given_not_when_it_was_printed(
    new_case: New, cast: Cast, rule: str, notice: str, paper: str
) -> None:
    kind = "性骚扰" if rule == "WR-23" else "抚养"
    case = followed_up(new_case(actor=cast.mei, category_kind=kind), cast)
    with atomic():
        case.violence = rule != "WR-23"
    closing = WORKFLOWS["one_stop"].step("close", "follow_up")
    issue(case, paper, "", actor=cast.mei)
    refusal = why_not(case, closing, cast.mei)
    assert refusal
    assert rule in refusal.rules
    told(case, cast.mei, notice, way="signed", proof="签收单2号")
    refusal = why_not(case, closing, cast.mei)
    assert refusal is None or rule not in refusal.rules


@pytest.mark.parametrize(
    ("way", "proof", "holds"), [("recorded", "", False), ("recorded", "录音0231", True), ("spoken", "", True)]
)
def test_a_notice_on_a_recording_names_the_recording(app: Flask, way: str, proof: str, holds: bool) -> None:
    data = {
        "party": "1",
        "notice": "protection_order",
        "way": way,
        "proof": proof,
        "happened_on": "2026-11-20",
    }
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS["notice_given"]()
        form.offer_choices(lambda word: [(1, "王芳（求助人）")])
        assert form.validate() is holds, form.errors
