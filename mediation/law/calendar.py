"""The arithmetic of periods, in one place: when a period of hours, days, months or years ends.

The rules are T-01 to T-06 of `workflows/law.yaml` (Civil Code art. 201 to 203, Civil Procedure Law art. 85).
Each answer holds two dates: the conservative one, which reminders use, and the last day that the law allows.
"""

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from mediation.db import SHANGHAI
from mediation.law.holidays import Holidays

Unit = Literal["hour", "day", "working_day", "month", "year"]
UNITS: tuple[str, ...] = get_args(Unit)
Start = date | datetime

NO_HOUR = "起算时刻未写明，按当日零时起算，以较早时刻为准"
VALIDITY = "有效期不因节假日顺延，以文书载明的起止日期为准"
EVERY_DAY = "每一天都按工作日计"
A_STATED_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Due:
    """When a period ends. Local dates (Asia/Shanghai); for periods in hours, aware moments.

    `conservative` is never rolled, never later than `statutory_last`; `note` is a Chinese sentence or empty.
    """

    conservative: Start
    statutory_last: Start
    note: str = ""


def stated_start(happened_on: str | None) -> Start | None:
    """The day or moment that may start a clock, from ISO text; a moment without a zone is local time.

    Answers None for a partial date ('2022-02', '2021') and for nothing: a month or a year never starts a
    clock, because no end could be computed from it. Raises ValueError if the text is no date at all.
    """
    text = (happened_on or "").strip()
    if A_STATED_DAY.fullmatch(text):
        return date.fromisoformat(text)
    if len(text) > len("2022-02-01"):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    if text and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        raise ValueError(f"“{text}”不是日期，请写成 2022-02-01")
    return None


def period(start: Start, amount: int, unit: Unit, holidays: Holidays, *, rolls: bool = True) -> Due:
    """When a period of conduct (a time to do something) ends. The first day does not count (T-01).

    `rolls`: a last day that is a rest day moves to the next working day (T-02). Hours run on through nights,
    weekends and holidays, without rounding. Raises ValueError for a negative amount or a naive moment.
    """
    _check(start, amount)
    if unit == "hour":
        return _hours(start, amount)
    first = local_day(start)
    if unit == "working_day":
        return _working_days(first, amount, holidays)
    last = _plain_last(first, amount, unit)
    return rolled(last, holidays) if rolls else Due(last, last)


def validity(start: Start, amount: int, unit: Unit) -> Due:
    """The last day on which something is valid (a protection order of six months): never rolled (T-05).

    It is valid from the first day itself, so it ends on the day before the corresponding day; where the month
    has no corresponding day, on the month's last day (T-03). What the paper states goes first.
    """
    _check(start, amount)
    if unit in ("hour", "working_day"):
        raise ValueError("有效期只能按日、月、年计算")
    first = local_day(start)
    eve = _plain_last(first, amount, unit) - timedelta(days=1)
    if unit in ("month", "year"):
        eve = _eve_of_corresponding_day(first, amount * (12 if unit == "year" else 1))
    return Due(eve, eve, VALIDITY)


def shifted(last: Start, paused: Start, resumed: Start, unit: Unit, holidays: Holidays) -> Start:
    """The last day (unrolled) of a period that stood still from PAUSED to RESUMED: what was left is still left.

    Days, months and years move by the days of the pause; working days keep the working days that were left; hours keep
    the minutes. Raises ValueError where RESUMED lies before PAUSED.
    """
    _check(paused, 0)
    _check(resumed, 0)
    if isinstance(last, datetime):
        stood = _moment(resumed) - _moment(paused)
        if stood < timedelta():
            raise ValueError("恢复的时间不能早于中止的时间")
        return last + stood
    days = (local_day(resumed) - local_day(paused)).days
    if days < 0:
        raise ValueError("恢复的日期不能早于中止的日期")
    if unit == "working_day":
        return _working_days(
            local_day(resumed), _worked(local_day(paused), last, holidays), holidays
        ).conservative
    return last + timedelta(days=days)


def rolled(last: date, holidays: Holidays) -> Due:
    """A last day and where it moves if it is a rest day (T-02). Without a calendar it stays, and says so."""
    day = last
    while (rests := holidays.is_rest_day(day)) is True:
        day += timedelta(days=1)
    if rests is None:
        return Due(last, last, holidays.missing([day.year]))
    return Due(last, day)


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later, else that month's last day (T-03, Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def age_on(born: date, day: date, *, birthday_counts: bool = False) -> int:
    """Whole years of age (周岁) on a day; MC-CAP, Civil Code art. 17 to 20.

    A year of age is complete from 0:00 on the day after the birthday (practice of the courts);
    `birthday_counts` lets it be complete on the birthday itself. Who was born on 29 February
    has the birthday on the 28th in other years (T-03).
    Raises ValueError if the person was born after that day.
    """
    if born > day:
        raise ValueError("出生日期不能晚于计算年龄的日期")
    birthday = add_months(born, 12 * (day.year - born.year))
    reached = birthday <= day if birthday_counts else birthday < day
    return max(0, day.year - born.year - (not reached))


def local_day(start: Start) -> date:
    """The local date (Asia/Shanghai) of a moment; a date is answered as it is."""
    return start.astimezone(SHANGHAI).date() if isinstance(start, datetime) else start


def _check(start: Start, amount: int) -> None:
    if amount < 0:
        raise ValueError("期间不能是负数")
    if isinstance(start, datetime) and start.tzinfo is None:
        raise ValueError("起算时刻须带时区")


def _moment(start: Start) -> datetime:
    """The moment itself; of a day, its first."""
    return start if isinstance(start, datetime) else datetime.combine(start, time(), SHANGHAI)


def _worked(first: date, last: date, holidays: Holidays) -> int:
    """The working days after FIRST up to LAST, as `_working_days` counts them."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(holidays.is_rest_day(day) is not True for day in days)


def _hours(start: Start, amount: int) -> Due:
    stated = isinstance(start, datetime)
    moment = _moment(start)
    # Through UTC, so that a change of the clocks in the zone adds or takes no hour.
    end = (moment.astimezone(UTC) + timedelta(hours=amount)).astimezone(moment.tzinfo)
    return Due(end, end, "" if stated else NO_HOUR)


def _plain_last(first: date, amount: int, unit: Unit) -> date:
    if unit == "day":
        return first + timedelta(days=amount)
    return add_months(first, amount * (12 if unit == "year" else 1))


def _working_days(first: date, amount: int, holidays: Holidays) -> Due:
    """Counts the days worked. In an unknown year each day counts, so that the answer is never too late."""
    day, left = first, amount
    while left:
        day += timedelta(days=1)
        left -= holidays.is_rest_day(day) is not True
    unknown = holidays.unknown_years(first + timedelta(days=1), day) if amount else []
    return Due(day, day, f"{holidays.missing(unknown)}；{EVERY_DAY}" if unknown else "")


def _eve_of_corresponding_day(first: date, months: int) -> date:
    """The day before the corresponding day; six months from 31 August give the whole of February."""
    if first.day == 1:
        return add_months(first, months) - timedelta(days=1)
    return add_months(first - timedelta(days=1), months)
