"""Around the order: police, warning, shelter, breach, and the end that only safety allows."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from mediation.cases.tasks import open_tasks
from mediation.db import db
from mediation.errors import Incomplete
from mediation.protection.queries import stays_of
from mediation.protection.rules import found_safe
from mediation.vault.sealed import SecretRefused
from mediation.workflow import clocks
from mediation.workflow.history import newest
from tests.protection.conftest import FRIDAY
from tests.protection.test_orders import to_made

PLACE = "青山区长宁街十七号庇护中心"
VISIT = {"way": "visit", "reached": True}


def enter(step):
    step("enter_shelter", shelter_in_on="2026-03-06", shelter_place=PLACE, needs="奶粉", her_wish="agreed")


def test_the_police_have_72_hours_from_taking_the_report_on(step, stage, case):
    called = FRIDAY - timedelta(hours=3)
    told = {"station": "城南派出所", "by_whom": "self", "her_wish": "agreed"}
    step("report_to_police", told, police_reported_at=called, police_accepted_at=FRIDAY)
    (clock,) = clocks.running(stage.ref, "DV-34-8")
    assert clock.due_at == FRIDAY + timedelta(hours=72)
    assert case.violence
    assert not open_tasks(case, "report_to_police")


def test_a_report_upwards_meets_its_own_task_alone(step, case):
    before = {task.kind for task in open_tasks(case)}
    step("report_upwards", note="已电话报告市妇联")
    assert before - {task.kind for task in open_tasks(case)} <= {"report_upwards"}


def test_a_warning_brings_a_visit_in_seven_days_and_legal_education(step, stage, case):
    step(
        "register_warning",
        station="城南派出所",
        warning_served_on="2026-03-06",
        warning_notice_received_on="2026-03-06",
    )
    assert clocks.running(stage.ref, "DV-34-12")[0].conservative == "2026-03-13"
    assert clocks.running(stage.ref, "DV-22")
    assert open_tasks(case, "legal_education")
    step("record_education", education_given_on="2026-03-06")
    assert not clocks.running(stage.ref, "DV-22")
    assert not open_tasks(case, "legal_education")


def test_a_warning_that_nobody_told_us_of_owes_no_education(step, case):
    step("register_warning", station="城南派出所", warning_served_on="2026-03-06")
    assert not open_tasks(case, "legal_education")


def test_police_visits_go_on_until_three_in_a_row_are_clean(step, stage, case):
    step("register_warning", station="城南派出所", warning_served_on="2026-03-01")
    clean = {"by": "police", "again": False}
    step("record_police_visit", clean, warning_visited_on="2026-03-03")
    (clock,) = clocks.running(stage.ref, "DV-34-12")
    assert (clock.choice, clock.conservative) == ("next_visit", "2026-06-03")
    step("record_police_visit", {**clean, "again": True}, warning_visited_on="2026-03-04")
    assert any(task.urgent for task in open_tasks(case, "report_to_police"))
    for day in ("2026-03-05", "2026-03-06"):
        step("record_police_visit", clean, warning_visited_on=day)
    assert clocks.running(stage.ref, "DV-34-12")
    step("record_police_visit", clean, warning_visited_on="2026-03-06")
    assert not clocks.running(stage.ref, "DV-34-12")


def test_a_stay_in_a_shelter_begins_is_extended_and_ends(step, stage):
    with pytest.raises(Incomplete, match="没有入住庇护"):
        step("leave_shelter", shelter_out_on="2026-03-06", safe=True)
    enter(step)
    assert clocks.running(stage.ref, "DV-18")[0].conservative == "2026-03-16"
    with pytest.raises(Incomplete, match="还在庇护中"):
        enter(step)
    later = FRIDAY + timedelta(days=9)
    step("extend_shelter", shelter_extended_on="2026-03-15", until="2026-03-25", at=later)
    assert clocks.running(stage.ref, "DV-18")[0].conservative == "2026-03-25"
    with pytest.raises(Incomplete, match="早于入住"):
        step("leave_shelter", shelter_out_on="2026-03-05", safe=True, at=later)
    step("leave_shelter", shelter_out_on="2026-03-15", safe=True, at=later)
    assert not clocks.running(stage.ref, "DV-18")
    assert stays_of(stage)[0].shelter_out_on == "2026-03-15"


def test_an_extension_before_the_stay_is_refused(step):
    enter(step)
    with pytest.raises(Incomplete, match="早于入住"):
        step("extend_shelter", shelter_extended_on="2026-03-05")


def test_where_the_shelter_is_stands_in_its_sealed_slot_alone(step, stage):
    enter(step)
    (stay,) = stays_of(stage)
    assert stay.place.reveal() == PLACE
    with pytest.raises(SecretRefused):
        f"{stay.place}"
    assert PLACE not in str(newest(stage.ref, "enter_shelter").facts)
    assert PLACE.encode() not in db.session.execute(text("select place_sealed from shelter")).scalar_one()


def test_a_breach_makes_the_danger_high_and_owes_two_reports(step, stage, case):
    to_made(step)
    step(
        "record_breach",
        happened_at=FRIDAY + timedelta(days=3),
        what="到单位门口跟踪",
        at=FRIDAY + timedelta(days=3),
    )
    assert stage.state == "in_force"
    assert case.danger in ("high", "lethal")
    assert open_tasks(case, "report_to_police")
    assert open_tasks(case, "report_upwards")


def test_a_breach_that_the_police_know_of_owes_only_the_report_upwards(step, case):
    to_made(step)
    at = FRIDAY + timedelta(days=3)
    step("record_breach", happened_at=at, what="到单位门口跟踪", told_police_at=at, at=at)
    assert not open_tasks(case, "report_to_police")
    assert open_tasks(case, "report_upwards")


@pytest.mark.parametrize("safe", ["no", "unknown"])
def test_protection_does_not_end_while_she_is_not_found_safe(step, stage, safe):
    with pytest.raises(Incomplete, match="确认安全"):
        step("end", outcome="goal_met", note="已安置")
    step("record_visit", VISIT, safe="yes")
    step("record_visit", VISIT, safe=safe)
    with pytest.raises(Incomplete, match="没有确认本人安全"):
        step("end", outcome="goal_met", note="已安置")


def test_protection_ends_when_she_is_safe_and_in_no_shelter(step, stage):
    enter(step)
    step("record_visit", VISIT, safe="yes")
    with pytest.raises(Incomplete, match="还在庇护中"):
        step("end", outcome="goal_met", note="已安置")
    step("leave_shelter", shelter_out_on="2026-03-06", safe=True)
    step("end", outcome="goal_met", note="已安置")
    assert (stage.state, stage.ended) == ("ended", True)


def test_a_visit_that_finds_her_in_danger_asks_for_a_new_assessment(step, case):
    step("record_visit", VISIT, safe="no", violence_again=True)
    assert any(task.urgent for task in open_tasks(case, "reassess_danger"))


def test_whoever_leaves_the_shelter_unsafe_is_judged_anew_and_what_was_heard_after_a_visit_outweighs_it(
    step, stage, case
):
    enter(step)
    assert not open_tasks(case, "reassess_danger")
    step("leave_shelter", shelter_out_on="2026-03-06", safe=False)
    assert [task.urgent for task in open_tasks(case, "reassess_danger")] == [True]
    step("record_visit", VISIT, safe="yes")
    called = {"station": "城南派出所", "by_whom": "self", "her_wish": "agreed"}
    step("report_to_police", called, police_reported_at=FRIDAY - timedelta(days=3), happened_on="2026-03-03")
    assert found_safe(stage, None) is None
    step("report_to_police", called, police_reported_at=FRIDAY)
    with pytest.raises(Incomplete, match="又有报警"):
        step("end", outcome="goal_met", note="已安置")
    step("record_visit", VISIT, safe="yes")
    step("end", outcome="goal_met", note="已安置")
