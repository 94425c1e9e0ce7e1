"""Rest days: what the package knows, what a station adds, and what is said when nobody knows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.law.calendar import Due, period
from mediation.law.holidays import Holidays
from mediation.law.lined import BadFile
from tests.law.conftest import Written

UNKNOWN = 2099  # far enough that no release of the package knows it


def test_rest_days_and_worked_weekends_of_2026_are_known(holidays: Holidays) -> None:
    assert holidays.is_rest_day(date(2026, 10, 7)) is True
    assert holidays.is_rest_day(date(2026, 10, 10)) is False  # a worked Saturday
    assert holidays.is_rest_day(date(2026, 11, 28)) is True
    assert holidays.is_rest_day(date(2026, 11, 30)) is False


def test_an_unknown_year_is_said_plainly_and_nothing_is_rolled(holidays: Holidays) -> None:
    saturday = next(date(UNKNOWN, 3, n) for n in range(1, 8) if date(UNKNOWN, 3, n).weekday() == 5)

    due = period(saturday - timedelta(days=3), 3, "day", holidays)

    assert holidays.knows(UNKNOWN) is False
    assert due == Due(saturday, saturday, f"{UNKNOWN}年的放假安排尚未导入，未按节假日顺延，以较早日期为准")


def test_working_days_of_an_unknown_year_are_counted_so_that_nobody_is_late(holidays: Holidays) -> None:
    due = period(date(UNKNOWN, 3, 2), 5, "working_day", holidays)

    assert due.conservative == date(UNKNOWN, 3, 7)
    assert due.note.endswith("以较早日期为准；每一天都按工作日计")


@given(st.dates(date(2020, 1, 1), date(2025, 6, 30)), st.integers(0, 60))
def test_not_knowing_never_makes_a_deadline_later(start: date, amount: int) -> None:
    class Unknowing(Holidays):
        def is_rest_day(self, day: date) -> bool | None:
            return None

    for unit in ("day", "working_day"):
        unknowing = period(start, amount, unit, Unknowing())
        assert unknowing.statutory_last <= period(start, amount, unit, Holidays()).statutory_last


def test_a_station_adds_a_year(holidays_2027: Holidays) -> None:
    assert holidays_2027.knows(2027)
    assert period(date(2026, 12, 2), 30, "day", holidays_2027) == Due(date(2027, 1, 1), date(2027, 1, 4))
    assert holidays_2027.is_rest_day(date(2027, 2, 14)) is False  # a Sunday that is worked
    assert holidays_2027.is_rest_day(date(2027, 2, 13)) is True  # a Saturday like any other


def test_a_station_corrects_a_known_year(written: Written) -> None:
    corrected = written("2026:\n  rest: [2026-12-02]\n  work: [2026-11-28]\n")

    assert corrected.is_rest_day(date(2026, 12, 2)) is True
    assert corrected.is_rest_day(date(2026, 11, 28)) is False
    assert corrected.is_rest_day(date(2026, 10, 1)) is True


def test_no_file_or_an_empty_file_changes_nothing(written: Written) -> None:
    assert written("# nothing yet\n").is_rest_day(date(2026, 10, 1)) is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 2027-01-01\n", r"holidays.yaml 第1行：应当按年份书写"),
        ("# 说明\n去年:\n  rest: []\n", r"第2行：“去年”不是年份"),
        ("2027:\n", r"2027年下面只能写 rest"),
        ("2027:\n  holiday: [2027-01-01]\n", r"第2行：2027年下面只能写 rest"),
        ("2027:\n  rest: 2027-01-01\n", r"第2行：2027年的 rest 应当是用方括号"),
        ("2027:\n  rest: [元旦]\n", r"第2行：rest 里的“元旦”不是日期，请写 2027-01-01"),
        ("2027:\n  rest: [2026-12-31..2027-01-03]\n", r"第2行：rest 里的“2026-12-31..2027-01-03”不在2027"),
        ("2027:\n  work: [2027-01-03..2027-01-01]\n", r"第2行：work 里的“2027-01-03..2027-01-01”.*先后颠倒"),
        ("2027:\n  rest: [2027-01-02]\n  work: [2027-01-02]\n", r"第2行：2027-01-02 同时写在 rest 和"),
        ("2027:\n  rest: []\n2027:\n  rest: []\n", r"第3行：格式有误：“2027”写了两次"),
        ("2027:\n  rest: [2027-01-01\n", r"holidays.yaml 第3行：格式有误"),
        ("2027:\n  rest: [2027-02-30]\n", r"holidays.yaml.*格式有误"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(written: Written, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        written(text)
