"""Time limits begin, end and stop with the steps; a fact told anywhere in the case counts."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from mediation.db import SHANGHAI, atomic, db, turned_back_to
from mediation.workflow import clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock


def _clocks(stage, rule: str) -> list[Clock]:
    query = select(Clock).where(Clock.subject == stage.ref, Clock.rule == rule).order_by(Clock.id)
    return list(db.session.scalars(query))


def _registered(stage, cast, day: str = "2026-03-02"):
    return take(stage, "tell", actor=cast.mei, facts={"pm_registered_on": day})


def test_a_starting_fact_begins_the_clock_of_the_state(errand, cast):
    stage = errand()
    _registered(stage, cast)
    (clock,) = _clocks(stage, "PM-LIMIT")
    assert (clock.state, clock.started, clock.conservative, clock.amount) == (
        "running",
        "2026-03-02",
        "2026-04-02",
        "1个月",
    )
    assert clock.agency_id == stage.agency_id


def test_the_same_clock_does_not_begin_twice(errand, cast):
    stage = errand()
    _registered(stage, cast)
    _registered(stage, cast, "2026-03-05")
    assert [clock.started for clock in _clocks(stage, "PM-LIMIT")] == ["2026-03-02"]


@pytest.mark.parametrize("told", ["2026-03", "2026"])
def test_a_partial_date_starts_no_clock(errand, cast, told):
    stage = errand()
    _registered(stage, cast, told)
    assert _clocks(stage, "PM-LIMIT") == []


@pytest.mark.parametrize(("ended", "state"), [("2026-04-02", "met"), ("2026-06-01", "missed")])
def test_the_ending_fact_decides_by_its_own_day(errand, cast, ended, state):
    stage = errand()
    _registered(stage, cast)
    take(stage, "tell", actor=cast.mei, facts={"mediation_ended_on": ended})
    (clock,) = _clocks(stage, "PM-LIMIT")
    assert (clock.state, clock.ended) == (state, ended)


@pytest.mark.parametrize(("reported", "state"), [("10:20", "met"), ("11:01", "missed")])
def test_what_is_found_and_reported_in_one_step_runs_no_longer(errand, cast, reported, state):
    """立即 has no number in the law: an hour is the station's own measure of it."""
    stage = errand()
    facts = {
        "dv_incapable_found_at": "2026-03-02T10:00:00+08:00",
        "minor_reported_at": f"2026-03-02T{reported}:00+08:00",
    }
    take(stage, "tell", actor=cast.mei, facts=facts)
    assert [clock.state for clock in _clocks(stage, "DV-R05")] == [state]


def test_a_fact_told_elsewhere_in_the_case_ends_the_clock(errand, cast):
    stage = errand()
    _registered(stage, cast)
    take(stage.case, "inform", actor=cast.song, facts={"mediation_ended_on": "2026-03-20", "notice": "other"})
    assert _clocks(stage, "PM-LIMIT")[0].state == "met"


def test_of_two_stages_of_a_kind_each_meets_its_own_clocks(errand, cast):
    stage = errand()
    other = errand(stage.case)
    _registered(stage, cast)
    take(other, "tell", actor=cast.mei, facts={"mediation_ended_on": "2026-03-20"})
    assert _clocks(stage, "PM-LIMIT")[0].state == "running"


def test_a_fact_told_in_another_case_ends_nothing(errand, cast):
    stage, other = errand(), errand()
    _registered(stage, cast)
    take(other, "tell", actor=cast.mei, facts={"mediation_ended_on": "2026-03-20"})
    assert _clocks(stage, "PM-LIMIT")[0].state == "running"


def test_a_clock_stops_when_the_next_state_does_not_know_it_and_runs_on_where_it_does(errand, cast):
    stage = errand()
    facts = {"pm_registered_on": "2026-03-02", "dv_incapable_found_at": "2026-03-02T10:00:00+08:00"}
    take(stage, "tell", actor=cast.mei, facts=facts)
    take(stage, "begin", actor=cast.mei)
    assert [clock.state for clock in _clocks(stage, "DV-R05")] == ["stopped"]
    assert [clock.state for clock in _clocks(stage, "PM-LIMIT")] == ["running"]
    take(stage, "end", actor=cast.mei)
    assert [clock.state for clock in _clocks(stage, "PM-LIMIT")] == ["stopped"]


def test_a_date_fixed_by_a_paper_is_kept_and_the_clock_ends_by_its_own_name(errand, cast):
    stage = errand()
    taken = take(stage, "tell", actor=cast.mei)
    with atomic():
        clocks.begin(taken, "PM-31", started="2026-03-02", about="一期", due_on=date(2026, 5, 1))
        clocks.begin(taken, "PM-31", started="2026-03-02", about="二期", due_on=date(2026, 6, 1))
    with atomic():
        clocks.end(taken, "PM-31", about="一期", state="met")
    assert [(clock.about, clock.statutory_last, clock.state) for clock in _clocks(stage, "PM-31")] == [
        ("一期", "2026-05-01", "met"),
        ("二期", "2026-06-01", "running"),
    ]


def test_a_clock_is_overdue_after_its_day_in_shanghai(errand, cast):

    stage = errand()
    _registered(stage, cast)
    (clock,) = _clocks(stage, "PM-LIMIT")
    with turned_back_to(datetime(2026, 4, 2, 23, 59, 59, tzinfo=SHANGHAI)):
        assert not clocks.overdue(clock)
    with turned_back_to(datetime(2026, 4, 3, 0, 0, 0, tzinfo=SHANGHAI)):
        assert clocks.overdue(clock)
