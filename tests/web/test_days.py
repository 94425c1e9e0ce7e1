"""A day is read however a clerk writes it, and asked for in the same way in every browser."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from mediation.dates import partial_date
from mediation.days import typed_day, typed_moment
from mediation.db import SHANGHAI, today

NOON = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "typed",
    ["2026-11-26", "2026.11.26", "2026/11/26", "20261126", "11-26", "11月26日", "2026年11月26日", "今天",
     "２０２６．１１．２６"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed):
    with time_machine.travel(NOON, tick=False):
        assert typed_day(typed) == date(2026, 11, 26)


def test_yesterday_is_yesterday():
    assert typed_day("昨天") == today() - timedelta(days=1)


@pytest.mark.parametrize(
    "typed",
    ["2026-11-26 14:30", "2026-11-26T14:30", "2026.11.26 下午2:30", "今天 14点30分", "20261126 14:30",
     "下午2:30", "11-26 14：30"],
)  # fmt: skip
def test_a_minute_is_read_however_it_is_written(typed):
    with time_machine.travel(NOON, tick=False):
        assert typed_moment(typed) == datetime(2026, 11, 26, 14, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize("typed", ["十二月", "2026-13-01", "2026-02-30", "11/26/2026", ""])
def test_what_is_no_day_is_said_so(typed):
    with pytest.raises(ValueError, match=r"2026-11-26|没有这一天"):
        typed_day(typed)


@pytest.mark.parametrize("typed", ["2026-11-26", "2026-11-26 25:00", "明早"])
def test_what_is_no_minute_is_said_so(typed):
    with pytest.raises(ValueError, match=r"14:30|没有这个时间"):
        typed_moment(typed)


def test_no_box_is_drawn_in_the_language_of_the_browser(new_case, cast, sign_in):
    client, case = sign_in(cast.mei), new_case(actor=cast.mei)
    for path in ("/cases/new", f"/cases/{case.ref}/refer", f"/cases/{case.ref}/assess_danger"):
        page = client.get(path).text
        assert 'type="date' not in page, path


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("昨天", "2026-11-25"), ("11-26", "2026-11-26"), ("2026-11", "2026-11"), ("11.2026", None)],
)
def test_what_happened_is_read_the_same_way_and_may_be_a_month(typed, kept):
    with time_machine.travel(NOON, tick=False):
        if kept:
            assert partial_date(typed) == kept
        else:
            with pytest.raises(ValueError, match="2026"):
                partial_date(typed)
