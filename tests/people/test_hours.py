"""Working hours are read as clerks write them."""

from datetime import datetime

import pytest

from mediation.db import SHANGHAI
from mediation.people.hours import open_at, read_hours

WEEKDAY = lambda _day: None  # noqa: E731 - a calendar that knows nothing


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "moment", "open_then"),
    [
        # 2026-11-27 is a Friday.
        ("周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00", "2026-11-27T11:59", True),
        ("周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00", "2026-11-27T12:00", False),
        ("周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00", "2026-11-28T09:00", True),
        ("周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00", "2026-11-29T09:00", False),
        ("工作日 9：00—17：00", "2026-11-27T16:59", True),
        ("工作日 9：00—17：00", "2026-11-28T10:00", False),
        ("每天 24小时", "2026-11-29T03:00", True),
        ("全天", "2026-11-29T03:00", True),
        ("星期一到星期五 8:30-12:00，14:00-18:00", "2026-11-27T17:00", True),
        ("周六至周一 9:00-10:00", "2026-11-29T09:30", True),
        ("周五 22:00-6:00", "2026-11-28T05:59", True),
        ("周五 22:00-6:00", "2026-11-27T05:59", False),
        ("", "2026-11-27T10:00", None),
    ],
)
def test_open_or_not(hours, moment, open_then):
    assert open_at(hours, at(moment), WEEKDAY) is open_then


def test_working_days_follow_the_calendar_and_days_of_the_week_do_not():
    holiday = lambda _day: True  # noqa: E731
    assert open_at("工作日 9:00-17:00", at("2026-11-27T10:00"), holiday) is False
    assert open_at("周五 9:00-17:00", at("2026-11-27T10:00"), holiday) is True
    worked_weekend = lambda _day: False  # noqa: E731
    assert open_at("工作日 9:00-17:00", at("2026-11-28T10:00"), worked_weekend) is True


@pytest.mark.parametrize(
    "hours", ["上午", "周一", "周八 9:00-10:00", "9:00", "25:00-26:00", "9:60-10:00", "9:00-9:00"]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(hours):
    with pytest.raises(ValueError, match=r"请"):
        read_hours(hours)
