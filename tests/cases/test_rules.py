"""What must hold in a case: each need answers both ways, in words that say what to do."""

import pytest

from mediation.cases import rules
from mediation.errors import Incomplete
from mediation.workflow.engine import WORKFLOWS, take, why_not
from tests.conftest import referred, stage_of

NOTICE = {"way": "spoken", "happened_on": "2026-11-20"}


def test_every_item_of_a_case_leads_to_the_case(new_case):
    case = new_case()
    assert rules.case_of(case) is case
    assert rules.case_of(stage_of(case, "help_request")) is case


@pytest.mark.parametrize(
    ("need", "kind", "agency"),
    [
        (rules.legal_aid_open, "legal_aid", "legal_aid"),
        (rules.mediation_open, "mediation", "committee"),
        (rules.counselling_open, "counselling", "social"),
    ],
)
def test_a_stage_leads_only_once_it_is_open(new_case, cast, need, kind, agency):
    case = new_case(actor=cast.mei)
    assert "开启环节" in need(case, cast.mei)
    referred(case, kind, to=agency)
    assert need(case, cast.mei) is None


def test_what_is_still_open_is_named(new_case, cast):
    case = new_case(actor=cast.mei)
    assert "维权求助" in rules.no_open_stage(case, cast.mei)
    take(
        stage_of(case, "help_request"), "answer", actor=cast.mei, facts={"reply": "已答复。", "way": "phone"}
    )
    assert rules.no_open_stage(case, cast.mei) is None


def test_a_case_on_which_others_work_is_not_declined(new_case, cast):
    case = new_case(actor=cast.mei)
    assert rules.only_help_request_open(case, cast.mei) is None
    referred(case, "legal_aid", to="legal_aid")
    assert "法律援助" in rules.only_help_request_open(case, cast.mei)


def test_a_requested_mediation_does_not_hold_the_case(new_case, cast):
    case = new_case(actor=cast.mei)
    referred(case, "mediation", to="committee")
    assert rules.no_mediation_under_way(case, cast.mei) is None


def test_violence_is_never_turned_away(new_case, cast):
    assert rules.no_violence_named(new_case(), cast.mei) is None
    case = new_case(q_violence="yes")
    assert "不得" in rules.no_violence_named(case, cast.mei)
    decline = WORKFLOWS["one_stop"].step("decline", "help_request")
    assert isinstance(why_not(case, decline, cast.mei), Incomplete)


def test_the_three_questions_were_asked_at_the_desk(new_case, cast):
    assert rules.screened(new_case(), cast.mei) is None


def test_the_wishes_and_the_safe_contact_come_before_acceptance(new_case, cast):
    case = new_case()
    assert rules.wishes_recorded(case, cast.mei) is None
    assert rules.safe_contact_recorded(case, cast.mei) is None
    silent = new_case(wishes=None, contact={})
    assert "意愿" in rules.wishes_recorded(silent, cast.mei)
    assert "安全联系方式" in rules.safe_contact_recorded(silent, cast.mei)


@pytest.mark.parametrize(
    ("need", "notice"),
    [(rules.protection_order_told, "protection_order"), (rules.legal_aid_told, "legal_aid")],
)
def test_where_there_is_violence_her_ways_are_explained(new_case, cast, need, notice):
    assert need(new_case(), cast.mei) is None
    case = new_case(q_violence="yes")
    assert "登记告知" in need(case, cast.mei)
    take(case, "inform", actor=cast.mei, facts={**NOTICE, "notice": notice})
    assert need(case, cast.mei) is None


def test_what_was_told_at_the_desk_counts(new_case, cast):
    case = new_case(q_violence="yes", told_protection_order=True)
    assert rules.protection_order_told(case, cast.mei) is None
    assert rules.legal_aid_told(case, cast.mei)


def test_a_child_at_risk_is_reported_for(new_case, cast):
    assert rules.minor_reported(new_case(), cast.mei) is None
    case = new_case(q_children="yes", minor_risk_found_at="2026-11-20T10:00:00+08:00")
    assert "强制报告" in rules.minor_reported(case, cast.mei)
    take(
        case,
        "report_minor",
        actor=cast.mei,
        facts={"party": case.parties[-1].id, "police_reported_at": "2026-11-20T11:00:00+08:00"},
    )
    assert rules.minor_reported(case, cast.mei) is None


def test_no_way_out_leads_past_the_report(new_case, cast):
    """MIN-11: who withdraws, is turned away or is passed on does not end the duty to report for a child."""
    case = new_case(q_children="yes", minor_risk_found_at="2026-11-20T10:00:00+08:00")
    for trigger in ("withdraw", "transfer", "decline"):
        step = WORKFLOWS["one_stop"].step(trigger, case.state)
        assert "强制报告" in str(why_not(case, step, cast.song).reason), trigger
