"""The arithmetic of periods: T-01 to T-06, computed by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.db import SHANGHAI
from mediation.law.calendar import Due, Start, Unit, add_months, age_on, period, stated_start, validity
from mediation.law.holidays import Holidays

PLAIN = Holidays()


@pytest.mark.parametrize(
    ("start", "amount", "unit", "conservative", "last"),
    [
        # T-01: the first day does not count; T-02: the last day moves past rest days.
        (date(2026, 11, 23), 7, "day", date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 25), 3, "day", date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 9, 2), 30, "day", date(2026, 10, 2), date(2026, 10, 8)),
        # A worked weekend is no rest day: Sunday 2026-09-20.
        (date(2026, 9, 17), 3, "day", date(2026, 9, 20), date(2026, 9, 20)),
        # Across the end of the year: 2022-12-31 is a Saturday of the New Year holiday.
        (date(2022, 12, 24), 7, "day", date(2022, 12, 31), date(2023, 1, 3)),
        # T-03: months and years are no 30 and 365 days.
        (date(2025, 8, 31), 6, "month", date(2026, 2, 28), date(2026, 2, 28)),
        (date(2023, 8, 31), 6, "month", date(2024, 2, 29), date(2024, 2, 29)),
        (date(2025, 1, 31), 1, "month", date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28), date(2025, 2, 28)),
        (date(2020, 2, 29), 4, "year", date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 12, 15), 2, "month", date(2025, 2, 15), date(2025, 2, 17)),
        (date(2023, 11, 30), 1, "month", date(2023, 12, 30), date(2024, 1, 2)),
        # T-06: working days pass over the National Day week and count the worked Saturday 2026-10-10.
        (date(2026, 9, 30), 3, "working_day", date(2026, 10, 10), date(2026, 10, 10)),
        (date(2026, 11, 20), 3, "working_day", date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 20), 0, "day", date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_a_period_ends_on_the_day_computed_by_hand(
    start: date, amount: int, unit: Unit, conservative: date, last: date
) -> None:
    assert period(start, amount, unit, PLAIN) == Due(conservative, last)


def test_hours_run_on_over_the_weekend_and_are_not_rounded() -> None:
    accepted = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    end = datetime(2026, 11, 23, 16, 30, tzinfo=SHANGHAI)

    assert period(accepted, 72, "hour", PLAIN) == Due(end, end)
    assert period(accepted.astimezone(UTC), 72, "hour", PLAIN).conservative == end


def test_hours_from_a_day_without_a_time_begin_at_midnight_and_say_so() -> None:
    due = period(date(2026, 11, 20), 24, "hour", PLAIN)

    assert due.conservative == datetime(2026, 11, 21, tzinfo=SHANGHAI)
    assert due.note == "起算时刻未写明，按当日零时起算，以较早时刻为准"


def test_hours_are_elapsed_hours_even_when_the_clocks_change() -> None:
    before = datetime(1990, 4, 14, 12, tzinfo=SHANGHAI)  # China had summer time from the next day on

    assert period(before, 24, "hour", PLAIN).conservative - before.astimezone(UTC) == timedelta(hours=24)


def test_a_moment_counts_from_its_local_day() -> None:
    late_in_utc = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 00:30 of the 23rd in Shanghai

    assert period(late_in_utc, 7, "day", PLAIN).conservative == date(2026, 11, 30)


def test_a_period_that_does_not_roll_ends_on_the_rest_day() -> None:
    saturday = date(2026, 11, 28)

    assert period(date(2026, 11, 25), 3, "day", PLAIN, rolls=False) == Due(saturday, saturday)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),  # no corresponding day: the whole of February, not rolled
        (date(2026, 11, 20), date(2027, 5, 19)),  # T-05: the day before the corresponding day
        (date(2026, 9, 1), date(2027, 2, 28)),
        (date(2025, 9, 16), date(2026, 3, 15)),  # a Sunday: still not rolled
    ],
)
def test_a_validity_is_never_rolled(start: date, last: date) -> None:
    due = validity(start, 6, "month")

    assert (due.conservative, due.statutory_last) == (last, last)
    assert "不因节假日顺延" in due.note


def test_a_validity_counts_its_first_day() -> None:
    assert validity(date(2026, 11, 1), 10, "day").conservative == date(2026, 11, 10)
    assert validity(date(2024, 2, 29), 1, "year").conservative == date(2025, 2, 28)
    with pytest.raises(ValueError, match="有效期"):
        validity(date(2026, 11, 1), 72, "hour")


@pytest.mark.parametrize("start", [datetime(2026, 11, 20, 16, 30)])  # noqa: DTZ001 - the zone is missing on purpose
def test_a_moment_without_a_zone_is_refused(start: Start) -> None:
    with pytest.raises(ValueError, match="时区"):
        period(start, 1, "day", PLAIN)


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="负数"):
        period(date(2026, 11, 20), -1, "day", PLAIN)


@pytest.mark.parametrize("partial", ["2022-02", "2021", "", None, " "])
def test_a_partial_date_never_starts_a_clock(partial: str | None) -> None:
    assert stated_start(partial) is None


def test_a_stated_day_or_moment_starts_a_clock() -> None:
    assert stated_start("2022-02-01") == date(2022, 2, 1)
    assert stated_start("2026-11-20T16:30") == datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    assert stated_start("2026-11-20T08:30:00+00:00") == datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize("nonsense", ["2022-02-30", "2022-13", "soon", "20220201", "2022-2-1", "2月1日"])
def test_what_is_no_date_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library words one of them
        stated_start(nonsense)


@pytest.mark.parametrize(
    ("born", "day", "age", "with_birthday"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), 17, 17),
        (date(2008, 11, 22), date(2026, 11, 22), 17, 18),  # MC-CAP: 满18周岁 from the day after the birthday
        (date(2008, 11, 22), date(2026, 11, 23), 18, 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17, 18),
        (date(2008, 2, 29), date(2026, 3, 1), 18, 18),
        (date(2008, 2, 29), date(2024, 2, 28), 15, 15),
        (date(2026, 11, 22), date(2026, 11, 22), 0, 0),
    ],
)
def test_age_is_whole_years(born: date, day: date, age: int, with_birthday: int) -> None:
    assert age_on(born, day) == age
    assert age_on(born, day, birthday_counts=True) == with_birthday


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="出生日期"):
        age_on(date(2026, 1, 2), date(2026, 1, 1))


DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 90), st.sampled_from(["day", "working_day", "month"]))
def test_the_conservative_day_is_never_later_than_the_last_one(start: date, amount: int, unit: Unit) -> None:
    due = period(start, amount, unit, PLAIN)

    assert start <= due.conservative <= due.statutory_last
    assert PLAIN.is_rest_day(due.statutory_last) is not True or amount == 0


@given(DAYS, st.integers(0, 120))
def test_months_are_added_within_the_right_month(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
