"""Every rule with a clock, reckoned by hand on a paper calendar: a plain day, over a holiday, over a year's end.

The holidays are those of the State Council's notices. 2026: 1 to 3 January (Sunday the 4th is worked), 1 to 5 May (Saturday
the 9th is worked), 1 to 7 October. One line is: start, conservative day, last day of the law where it is another.
"""

from datetime import date, datetime

import pytest

from mediation.db import SHANGHAI
from mediation.law.calendar import Start
from mediation.law.holidays import Holidays
from mediation.law.rules import Law

THREE_DAYS = "2026-03-02 2026-03-05|2026-04-28 2026-05-01 2026-05-06|2025-12-29 2026-01-01 2026-01-04"
FIVE_DAYS = "2026-03-04 2026-03-09|2026-04-26 2026-05-01 2026-05-06|2025-12-27 2026-01-01 2026-01-04"
SEVEN_DAYS = "2026-03-02 2026-03-09|2026-04-24 2026-05-01 2026-05-06|2025-12-25 2026-01-01 2026-01-04"
TEN_DAYS = "2026-03-02 2026-03-12|2026-04-21 2026-05-01 2026-05-06|2025-12-22 2026-01-01 2026-01-04"
FIFTEEN_DAYS = "2026-03-03 2026-03-18|2026-04-16 2026-05-01 2026-05-06|2025-12-17 2026-01-01 2026-01-04"
THIRTY_DAYS = "2026-03-03 2026-04-02|2026-04-01 2026-05-01 2026-05-06|2025-12-02 2026-01-01 2026-01-04"
SIX_MONTHS = "2026-03-02 2026-09-02|2026-04-01 2026-10-01 2026-10-08|2025-07-01 2026-01-01 2026-01-04"
THREE_YEARS = "2023-03-03 2026-03-03|2023-05-01 2026-05-01 2026-05-06|2023-01-01 2026-01-01 2026-01-04"
# What does not roll stays on the holiday.
THREE_UNROLLED = "2026-03-02 2026-03-05|2026-04-28 2026-05-01|2025-12-29 2026-01-01"
FIFTEEN_UNROLLED = "2026-03-03 2026-03-18|2026-04-16 2026-05-01|2025-12-17 2026-01-01"
SEVEN_UNROLLED = "2026-03-02 2026-03-09|2026-04-24 2026-05-01|2025-12-25 2026-01-01"
TEN_UNROLLED = "2026-03-02 2026-03-12|2026-04-21 2026-05-01|2025-12-22 2026-01-01"
THIRTY_UNROLLED = "2026-03-03 2026-04-02|2026-04-01 2026-05-01|2025-12-02 2026-01-01"
SIX_MONTHS_UNROLLED = "2026-03-02 2026-09-02|2026-04-01 2026-10-01|2025-07-01 2026-01-01"
ONE_YEAR_UNROLLED = "2025-03-03 2026-03-03|2025-05-01 2026-05-01|2025-01-01 2026-01-01"
# Working days: 30 April 2026 is a Thursday, 30 December 2025 a Tuesday.
ONE_WORKING = "2026-03-02 2026-03-03|2026-04-30 2026-05-06|2025-12-30 2025-12-31"
TWO_WORKING = "2026-03-02 2026-03-04|2026-04-30 2026-05-07|2025-12-30 2026-01-04"
THREE_WORKING = "2026-03-02 2026-03-05|2026-04-30 2026-05-08|2025-12-30 2026-01-05"
FIVE_WORKING = "2026-03-02 2026-03-09|2026-04-30 2026-05-11|2025-12-30 2026-01-07"
SEVEN_WORKING = "2026-03-02 2026-03-11|2026-04-30 2026-05-13|2025-12-30 2026-01-09"
# Hours run on through nights and holidays.
HOURS_24 = (
    "2026-03-02T10:00 2026-03-03T10:00|2026-04-30T16:30 2026-05-01T16:30|2025-12-31T09:15 2026-01-01T09:15"
)
HOURS_72 = (
    "2026-03-02T10:00 2026-03-05T10:00|2026-04-30T16:30 2026-05-03T16:30|2025-12-30T09:15 2026-01-02T09:15"
)
AT_ONCE = (
    "2026-03-02T10:00 2026-03-02T10:00|2026-05-01T03:00 2026-05-01T03:00|2025-12-31T23:30 2025-12-31T23:30"
)
SAME_DAY = "2026-03-02 2026-03-02|2026-05-01 2026-05-01|2026-01-01 2026-01-01"

# Rule, or rule:alternative, or rule@province.
BY_HAND = {
    "T-04": TEN_DAYS,
    "PM-25": AT_ONCE,
    "PM-31": SEVEN_UNROLLED,
    "PM-33": THIRTY_DAYS,
    "PM-LIMIT": "2026-03-02 2026-04-02|2026-04-01 2026-05-01 2026-05-06|2025-12-31 2026-01-31 2026-02-02",
    "PM-CT1:delegated_before_filing": THIRTY_DAYS,
    "PM-CT1:entrusted_ordinary": FIFTEEN_DAYS,
    "PM-CT1:entrusted_summary": SEVEN_DAYS,
    "PM-CT2": THREE_WORKING,
    "PM-CT2:ask_other_party": THREE_WORKING,
    "PM-PSB2": SEVEN_WORKING,
    "JC-187": THIRTY_DAYS,
    "JC-5-4": THREE_DAYS,
    "JC-5-5": FIFTEEN_DAYS,
    "JC-OBJ": FIFTEEN_DAYS,
    "JC-OBJ:interested_person": SIX_MONTHS,
    "JC-EXE": "2024-03-03 2026-03-03|2024-05-01 2026-05-01 2026-05-06|2024-01-01 2026-01-01 2026-01-04",
    "LA-43A": SEVEN_DAYS,
    "LA-43B": THREE_DAYS,
    "LA-27": FIVE_DAYS,
    "LA-49": FIVE_DAYS,
    "LA-MIN": FIVE_WORKING,
    "DV-13": SAME_DAY,
    "DV-14": AT_ONCE,
    "DV-R05": AT_ONCE,
    "DV-16": SAME_DAY,
    "DV-18": TEN_UNROLLED,
    "DV-22": SAME_DAY,
    "PO-28": HOURS_72,
    "PO-28:urgent": HOURS_24,
    # Valid through the eve of the corresponding day (T-05), never rolled.
    "PO-30": "2026-03-02 2026-09-01|2026-04-02 2026-10-01|2025-07-02 2026-01-01",
    "PO-31": FIVE_DAYS,
    "PO-32": HOURS_24,
    "DV-34-8": HOURS_72,
    "DV-34-11": SAME_DAY,
    "DV-34-12": SEVEN_UNROLLED,
    "DV-34-12:next_visit": "2026-03-02 2026-06-02|2026-02-01 2026-05-01|2025-10-01 2026-01-01",
    "DV-PROV-PO@44": HOURS_24,
    "DV-PROV-WF@52": "2026-03-02 2026-04-02|2026-04-01 2026-05-01|2026-01-31 2026-02-28",
    "WR-DIV:pregnancy": SAME_DAY,
    "WR-DIV:after_birth": ONE_YEAR_UNROLLED,
    "WR-DIV:after_termination": SIX_MONTHS_UNROLLED,
    "MC-1052": ONE_YEAR_UNROLLED,
    "MC-1052:freedom_regained": ONE_YEAR_UNROLLED,
    "MC-1053": ONE_YEAR_UNROLLED,
    "MC-1077": THIRTY_DAYS,
    "MC-1077:certificate": "2026-06-01 2026-07-31|2026-03-03 2026-05-02 2026-05-06|2025-11-02 2026-01-01 2026-01-04",
    "MC-1088": THREE_YEARS,
    "MC-127": SIX_MONTHS_UNROLLED,
    "MC-LIM": THREE_YEARS,
    "MC-ADV": THIRTY_DAYS,
    "MIN-11": AT_ONCE,
    "MIN-9FB": THREE_DAYS,
    "XF-22": FIFTEEN_DAYS,
    "XF-23": FIFTEEN_DAYS,
    "XF-23B": FIVE_WORKING,
    "XF-34": "2026-05-11 2026-07-10|2026-03-02 2026-05-01 2026-05-06|2025-11-02 2026-01-01 2026-01-04",
    "XF-35": THIRTY_DAYS,
    "XF-25": AT_ONCE,
    "PI-45": THIRTY_UNROLLED,
    "PI-55": "2023-03-03 2026-03-03|2023-05-01 2026-05-01|2023-01-01 2026-01-01",
    "PI-12": "2025-03-03 2028-03-03|2025-05-01 2028-05-01|2025-01-01 2028-01-01",
    "PI-57": AT_ONCE,
    "PI-4H": "2026-03-02T10:00 2026-03-02T14:00|2026-04-30T22:00 2026-05-01T02:00|2025-12-31T22:30 2026-01-01T02:30",
    "PI-4H:central_organ": (
        "2026-03-02T10:00 2026-03-02T12:00|2026-04-30T23:00 2026-05-01T01:00|"
        "2025-12-31T22:30 2026-01-01T00:30"
    ),
    "PI-4H:critical_infrastructure": (
        "2026-03-02T10:00 2026-03-02T11:00|2026-04-30T23:30 2026-05-01T00:30|"
        "2025-12-31T23:30 2026-01-01T00:30"
    ),
    "CS-23": "2026-03-02 2026-09-02|2026-04-01 2026-10-01|2026-07-01 2027-01-01",
    "PI-MIN": ONE_YEAR_UNROLLED,
    # What the house asks of itself between two agencies, by urgency.
    "HR-SIGN:very_urgent": (
        "2026-03-02T10:00 2026-03-02T11:00|2026-05-01T23:30 2026-05-02T00:30|2025-12-31T23:30 2026-01-01T00:30"
    ),
    "HR-SIGN:urgent": (
        "2026-03-02T10:00 2026-03-02T14:00|2026-04-30T22:00 2026-05-01T02:00|2025-12-31T22:30 2026-01-01T02:30"
    ),
    "HR-SIGN:slight": ONE_WORKING,
    "HR-SIGN:not_urgent": TWO_WORKING,
    "HR-DECIDE:very_urgent": (
        "2026-03-02T10:00 2026-03-02T12:00|2026-04-30T23:00 2026-05-01T01:00|2025-12-31T23:30 2026-01-01T01:30"
    ),
    "HR-DECIDE:urgent": HOURS_24,
    "HR-DECIDE:slight": THREE_WORKING,
    "HR-DECIDE:not_urgent": FIVE_WORKING,
    "HR-PROGRESS:very_urgent": HOURS_24,
    "HR-PROGRESS:urgent": THREE_UNROLLED,
    "HR-PROGRESS:slight": SEVEN_UNROLLED,
    "HR-PROGRESS:not_urgent": FIFTEEN_UNROLLED,
    "HR-ANSWER:very_urgent": THREE_UNROLLED,
    "HR-ANSWER:urgent": SEVEN_UNROLLED,
    "HR-ANSWER:slight": FIFTEEN_UNROLLED,
    "HR-ANSWER:not_urgent": THIRTY_UNROLLED,
    "HR-CONFIRM:very_urgent": HOURS_24,
    "HR-CONFIRM:urgent": ONE_WORKING,
    "HR-CONFIRM:slight": THREE_WORKING,
    "HR-CONFIRM:not_urgent": FIVE_WORKING,
}
# Two limits were counted in working days before the law of today; 1 to 7 October 2021 and 1 to 3 January 2022 were holidays.
OF_THE_PAST = "2021-10-13 2021-10-20|2021-09-30 2021-10-13|2021-12-30 2022-01-07"


def moment(text: str) -> Start:
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return date.fromisoformat(text)


def lines(name: str, told: str) -> list[tuple[str, list[Start]]]:
    return [(name, [moment(text) for text in line.split()]) for line in told.split("|")]


CASES = [line for name, told in BY_HAND.items() for line in lines(name, told)]
PAST = [line for name in ("LA-27", "LA-49") for line in lines(name, OF_THE_PAST)]


@pytest.mark.parametrize(
    ("name", "days"), [*CASES, *PAST], ids=lambda given: given if isinstance(given, str) else str(given[0])
)
def test_a_limit_ends_on_the_day_reckoned_by_hand(
    law: Law, holidays: Holidays, name: str, days: list[Start]
) -> None:
    rule, _, province = name.partition("@")
    rule, _, choice = rule.partition(":")
    start, conservative, last = days[0], days[1], days[-1]
    day = start.date() if isinstance(start, datetime) else start
    due = law.limit_on(rule, day, province).due(start, holidays, choice=choice or None)
    assert (due.conservative, due.statutory_last) == (conservative, last)


def test_no_rule_with_a_clock_is_left_out_of_the_table(law: Law) -> None:
    assert {name.split("@")[0].split(":")[0] for name in BY_HAND} == set(law.versions)
    assert all(told.count("|") == 2 for told in BY_HAND.values())
