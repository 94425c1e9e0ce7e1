"""A time limit rests, goes on or gets a later end only on the ground that its rule names; the history is kept."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from mediation.db import SHANGHAI, atomic, db
from mediation.errors import Incomplete
from mediation.law.calendar import shifted
from mediation.law.holidays import Holidays
from mediation.people.models import Agency
from mediation.workflow import clock_changes, clocks
from mediation.workflow.engine import take
from mediation.workflow.models import Clock, ClockEvent


def history(clock: Clock) -> list[tuple[str, str, str]]:
    rows = db.session.scalars(
        select(ClockEvent).where(ClockEvent.clock_id == clock.id).order_by(ClockEvent.id)
    )
    return [(row.kind, row.happened_on, row.ground) for row in rows]


@pytest.fixture
def stage(errand, cast):
    return errand()


@pytest.fixture
def told(stage, cast):
    """A step that was taken, to hang changes on."""
    return take(stage, "tell", actor=cast.mei)


def begun(told, rule, start, **more):
    with atomic():
        return clocks.begin(told, rule, started=start, **more)


def test_a_pause_keeps_what_was_left_and_both_days_say_so(told):
    clock = begun(told, "JC-187", "2026-03-03")
    assert clock.conservative == "2026-04-02"
    with atomic():
        clock_changes.pause(told, clock, on="2026-03-10")
    assert (clock.state, clock.next_at) == ("paused", None)
    with atomic():
        clock_changes.resume(told, clock, on="2026-04-08")
    # 29 days later: 1 May, a holiday until the 5th.
    assert (clock.conservative, clock.statutory_last, clock.state) == ("2026-05-01", "2026-05-06", "running")
    ground = "法院告知公告、鉴定等期间依法不计入"
    assert history(clock) == [
        ("begun", "2026-03-03", ""),
        ("paused", "2026-03-10", ground),
        ("resumed", "2026-04-08", ""),
    ]


@pytest.mark.parametrize(
    ("last", "paused", "resumed", "unit", "end"),
    [
        (date(2026, 4, 2), date(2026, 3, 10), date(2026, 3, 12), "day", date(2026, 4, 4)),
        # Of five working days from Monday 2 March three were left on Wednesday the 4th: 29, 30 April, 6 May.
        (date(2026, 3, 9), date(2026, 3, 4), date(2026, 4, 28), "working_day", date(2026, 5, 6)),
        (
            datetime(2026, 3, 5, 10, tzinfo=SHANGHAI),
            datetime(2026, 3, 3, 9, 30, tzinfo=SHANGHAI),
            datetime(2026, 3, 3, 11, 47, tzinfo=SHANGHAI),
            "hour",
            datetime(2026, 3, 5, 12, 17, tzinfo=SHANGHAI),
        ),
    ],
)
def test_what_was_left_is_still_left(last, paused, resumed, unit, end):
    assert shifted(last, paused, resumed, unit, Holidays()) == end


def test_a_limit_whose_rule_knows_no_pause_cannot_rest(told):
    clock = begun(told, "PM-LIMIT", "2026-03-02")
    with pytest.raises(Incomplete, match="依法不因中止而停止计算"), atomic():
        clock_changes.pause(told, clock, on="2026-03-10")
    assert db.session.get(Clock, clock.id).state == "running"


def test_when_the_work_rests_the_month_runs_on_and_the_days_are_recorded_apart(told):
    clock = begun(told, "PM-LIMIT", "2026-03-02")
    with atomic():
        clock_changes.rest(told)
        clock_changes.go_on(told)
    assert (clock.state, clock.conservative) == ("running", "2026-04-02")
    assert [(kind, ground) for kind, _day, ground in history(clock)][1:] == [
        ("apart", "环节中止，期限照算"),
        ("apart", "环节恢复，期限照算"),
    ]


def test_an_extension_of_the_law_is_given_once(told):
    clock = begun(told, "XF-34", "2026-05-11")
    with atomic():
        longer = clock_changes.extend(told, clock)
    # 10 July and thirty days: 9 August, a Sunday.
    assert (clock.state, longer.conservative, longer.statutory_last) == (
        "extended",
        "2026-08-09",
        "2026-08-10",
    )
    assert history(longer) == [("extended", told.happened_on, "经批准并告知理由")]
    with pytest.raises(Incomplete, match="已经延长过一次"), atomic():
        clock_changes.extend(told, longer)


def test_where_the_law_gives_no_number_the_day_must_be_stated(told):
    clock = begun(told, "PM-LIMIT", "2026-03-02")
    with pytest.raises(Incomplete, match="请写明延长到哪一天"), atomic():
        clock_changes.extend(told, clock)
    with pytest.raises(Incomplete, match="要晚于现在的期限"), atomic():
        clock_changes.extend(told, clock, until=date(2026, 4, 2))
    with pytest.raises(Incomplete, match="没有规定可以延长"), atomic():
        clock_changes.extend(told, begun(told, "MIN-9FB", "2026-03-02"), until=date(2026, 4, 2))


def test_a_paused_clock_is_met_by_its_fact(told, stage, cast):
    clock = begun(told, "JC-187", "2026-03-03")
    with atomic():
        clock_changes.pause(told, clock, on="2026-03-10")
    take(stage, "tell", actor=cast.mei, facts={"jc_ruled_on": "2026-03-20"})
    assert db.session.get(Clock, clock.id).state == "met"


def test_a_clock_keeps_the_version_under_which_it_began(told):
    old = begun(told, "LA-49", "2021-12-30")
    new = begun(told, "LA-27", "2026-03-04")
    assert (old.amount, old.rule_version, old.conservative) == ("5个工作日", "2003-09-01", "2022-01-07")
    assert (new.amount, new.rule_version, new.conservative) == ("5日", "2023-09-01", "2026-03-09")
    assert "法律援助条例" in old.source
    assert clocks.sentence_of(old).startswith("司法行政部门收到异议之日起5个工作日")


def test_a_fact_before_the_first_version_is_reckoned_and_says_so(told):
    clock = begun(told, "LA-43A", "2021-10-13")
    assert clock.conservative == "2021-10-20"
    assert "尚未施行" in clock.note


def test_the_district_of_the_agency_chooses_the_province(told, stage, cast):
    with atomic() as session:
        session.get(Agency, stage.case.agency_id).district = "440305"
    clock = begun(told, "DV-34-8", "2026-03-02T10:00:00+08:00")
    assert (clock.province, clock.amount, clock.conservative[:16]) == ("44", "24小时", "2026-03-03T10:00")
    assert clock.source == "广东反家庭暴力条例（办法）第26条"
    assert clocks.limit_of(clock).province.name == "广东"


def test_the_configuration_goes_before_the_district(told, monkeypatch):
    monkeypatch.setitem(clocks._settings, "province", "22")
    clock = begun(told, "DV-34-8", "2026-03-02T10:00:00+08:00")
    assert (clock.province, clock.conservative) == ("22", "2026-03-05")


def test_what_only_some_provinces_know_runs_nowhere_else(told, monkeypatch):
    assert begun(told, "DV-PROV-WF", "2026-03-02") is None
    monkeypatch.setitem(clocks._settings, "province", "52")
    assert begun(told, "DV-PROV-WF", "2026-01-31").conservative == "2026-02-28"


def test_a_year_without_holidays_says_so(told, monkeypatch):
    law = clocks._known[0][0]
    unknown = SimpleNamespace(
        is_rest_day=lambda _day: None, missing=lambda years: f"{years[0]}年的放假安排尚未导入"
    )
    monkeypatch.setattr(clocks, "_known", [(law, unknown)])
    clock = begun(told, "XF-23", "2026-04-16")
    assert (clock.conservative, clock.statutory_last) == ("2026-05-01", "2026-05-01")
    assert clock.note == "2026年的放假安排尚未导入"
