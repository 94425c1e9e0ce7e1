"""The time limits of the repository, reckoned by hand from real and from worked cases."""

from datetime import date, datetime

import pytest

from mediation.db import SHANGHAI
from mediation.errors import Incomplete
from mediation.law.calendar import Due, Start
from mediation.law.holidays import Holidays
from mediation.law.rules import Law

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "choice", "start", "conservative", "last"),
    [
        # Judicial confirmation; both rules are one clock.
        ("PM-33", None, date(2026, 9, 2), date(2026, 10, 2), date(2026, 10, 8)),
        ("JC-205", None, date(2026, 11, 2), date(2026, 12, 2), date(2026, 12, 2)),
        # Legal aid counts calendar days from receipt. The last two come from a case of 2021.
        ("LA-43A", None, date(2026, 11, 23), date(2026, 11, 30), date(2026, 11, 30)),
        ("LA-43B", None, date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 30)),
        ("LA-43A", None, date(2021, 10, 13), date(2021, 10, 20), date(2021, 10, 20)),
        ("LA-43B", None, date(2021, 10, 13), date(2021, 10, 16), date(2021, 10, 18)),
        # Protection order: hours do not stop for a weekend; review; validity without a printed end.
        ("PO-28", None, FRIDAY, at(11, 23, 16, 30), at(11, 23, 16, 30)),
        ("PO-28", "urgent", FRIDAY, at(11, 21, 16, 30), at(11, 21, 16, 30)),
        ("PO-31", None, date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 30)),
        ("PO-30", None, date(2026, 8, 31), date(2027, 2, 28), date(2027, 2, 28)),
        ("PO-30", None, date(2026, 11, 20), date(2027, 5, 19), date(2027, 5, 19)),
        # Divorce by agreement: the second period runs from the end of the first.
        ("MC-1077", None, date(2026, 11, 2), date(2026, 12, 2), date(2026, 12, 2)),
        ("MC-1077", "certificate", date(2026, 11, 2), date(2027, 1, 1), date(2027, 1, 4)),
        ("MC-1077", "certificate", date(2026, 8, 28), date(2026, 10, 27), date(2026, 10, 28)),
        # Petitions.
        ("XF-34", None, date(2026, 11, 2), date(2027, 1, 1), date(2027, 1, 4)),
        ("XF-23B", None, date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 27)),
        # Mediation: a month, or what the court's way of sending it gives.
        ("PM-LIMIT", None, date(2026, 1, 31), date(2026, 2, 28), date(2026, 2, 28)),
        ("PM-CT1", "delegated_before_filing", date(2026, 11, 2), date(2026, 12, 2), date(2026, 12, 2)),
        ("PM-CT1", "entrusted_ordinary", date(2026, 11, 6), date(2026, 11, 21), date(2026, 11, 23)),
        ("PM-CT1", "entrusted_summary", date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 13)),
        ("PM-CT2", "ask_other_party", at(11, 20, 9), date(2026, 11, 25), date(2026, 11, 25)),
        # Another unit under the same rule.
        ("JC-OBJ", "interested_person", date(2026, 5, 29), date(2026, 11, 29), date(2026, 11, 30)),
        ("JC-EXE", None, date(2024, 2, 29), date(2026, 2, 28), date(2026, 2, 28)),
        ("WR-DIV", "after_birth", date(2025, 6, 1), date(2026, 6, 1), date(2026, 6, 1)),
    ],
)
def test_a_limit_ends_on_the_day_computed_by_hand(
    law: Law,
    holidays_2027: Holidays,
    rule: str,
    choice: str | None,
    start: Start,
    conservative: Start,
    last: Start,
) -> None:
    due = law.limit(rule).due(start, holidays_2027, choice=choice)

    assert (due.conservative, due.statutory_last) == (conservative, last)


def test_without_a_calendar_for_2027_the_earlier_date_stands(law: Law, holidays: Holidays) -> None:
    if holidays.knows(2027):
        pytest.skip("the package knows 2027 by now")
    new_year = date(2027, 1, 1)
    note = "2027年的放假安排尚未导入，未按节假日顺延，以较早日期为准"

    assert law.limit("XF-34").due(date(2026, 11, 2), holidays) == Due(new_year, new_year, note)
    assert law.limit("MC-1077").due(date(2026, 11, 2), holidays, choice="certificate") == Due(
        new_year, new_year, note
    )


def test_a_cooling_off_period_that_ends_on_a_holiday_moves_the_next(law: Law, holidays: Holidays) -> None:
    limit = law.limit("MC-1077")

    assert limit.due(date(2026, 9, 2), holidays) == Due(date(2026, 10, 2), date(2026, 10, 8))
    # From 10-02 or, rolled, from 10-08: 11-01 and 11-07, a Saturday.
    second = limit.due(date(2026, 9, 2), holidays, choice="certificate")
    assert second == Due(date(2026, 11, 1), date(2026, 11, 9))


def test_one_clock_for_the_two_rules_on_judicial_confirmation(law: Law) -> None:
    assert law.limit("PM-33") is law.limit("JC-205")
    assert law.limit("PM-33").reminders == (20, 10, 3)
    assert law.limit("PM-33").span.starts == ("agreement_effective_on",)


def test_the_court_must_say_how_it_sent_the_case(law: Law, holidays: Holidays) -> None:
    with pytest.raises(Incomplete, match="立案前委派、立案后委托（普通程序）、立案后委托（简易程序）"):
        law.limit("PM-CT1").due(date(2026, 11, 2), holidays)
    with pytest.raises(Incomplete, match="适用哪一种情形"):
        law.limit("PO-28").due(FRIDAY, holidays, choice="very_urgent")


def test_at_once_is_at_once_even_on_a_sunday(law: Law, holidays: Holidays) -> None:
    sunday = at(11, 22, 3)

    assert law.limit("MIN-11").due(sunday, holidays) == Due(sunday, sunday, "应当立即办理")


def test_where_the_law_says_promptly_no_number_is_made_up(law: Law, holidays: Holidays) -> None:
    saturday = date(2026, 11, 28)
    promptly = "法律只写“及时”，没有规定天数，请尽快办理"

    assert law.limit("DV-22").due(saturday, holidays) == Due(saturday, saturday, promptly)
    assert law.limit("PM-31").due(date(2026, 11, 21), holidays) == Due(
        saturday, saturday, f"{promptly}；本站内部目标为7日"
    )
    assert "没有固定天数" in law.limit("WR-DIV").due(saturday, holidays, choice="pregnancy").note


def test_an_extension_has_the_number_of_the_law(law: Law, holidays: Holidays) -> None:
    accepted = date(2026, 3, 2)

    assert law.limit("XF-34").due(accepted, holidays, extended=True).conservative == date(2026, 5, 31)
    assert law.limit("JC-5-5").due(accepted, holidays, extended=True).conservative == date(2026, 3, 27)
    with pytest.raises(Incomplete, match="请写明新的届满日"):
        law.limit("PM-LIMIT").due(accepted, holidays, extended=True)
    with pytest.raises(Incomplete, match="没有法定的延长天数"):
        law.limit("LA-43A").due(accepted, holidays, extended=True)
