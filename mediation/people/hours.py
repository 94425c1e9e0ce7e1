"""Working hours as clerks write them: 「周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00」, 「每天 24小时」."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mediation.db import SHANGHAI
from mediation.law.holidays import SATURDAY

WRITE = "请写成“周一至周五 9:00-12:00、14:00-17:30；周六 9:00-12:00”，“工作日 9:00-17:00”或者“每天 24小时”。"
RestDay = Callable[[date], bool | None]
_WEEK = "一二三四五六日"
_WHOLE_DAY = "24小时"
_WORKING = "工作日"
_DAY_END = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_PART = re.compile(r"(每天|工作日|(?:周[一二三四五六日](?:至周[一二三四五六日])?、?)+)?\s*(.+)")
_DAYS = re.compile(r"周([一二三四五六日])(?:至周([一二三四五六日]))?")


@dataclass(frozen=True)
class Hours:
    """On some days of the week (0 is Monday) open from and to some minutes of the day; or only on working days."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    only_working: bool = False

    def holds(self, day: date, minute: int, rest: bool) -> bool:
        """Whether MINUTE of DAY lies in them; REST says that nobody works on that day."""
        right_day = not rest if self.only_working else day.weekday() in self.days
        return right_day and any(first <= minute < last for first, last in self.spans)


def read_hours(text: str) -> tuple[Hours, ...]:
    """What TEXT says; nothing for none. Raises ValueError with a sentence where it cannot be read."""
    tidy = _tidied(text)
    return tuple(_part(part.strip()) for part in tidy.split(";") if part.strip())


def open_at(text: str, moment: datetime, rest_day: RestDay) -> bool | None:
    """Whether an agency with these hours is open at MOMENT; None where it has none. A day of unknown rest is a weekday's."""
    hours = read_hours(text)
    if not hours:
        return None
    here = moment.astimezone(SHANGHAI)
    minute = here.hour * 60 + here.minute
    # What began in the evening before goes on: 22:00-6:00.
    both = ((here.date(), minute), (here.date() - timedelta(days=1), minute + _DAY_END))
    return any(one.holds(day, passed, _rests(day, rest_day)) for one in hours for day, passed in both)


def _rests(day: date, rest_day: RestDay) -> bool:
    known = rest_day(day)
    return day.weekday() >= SATURDAY if known is None else known


def _tidied(text: str) -> str:
    tidy = unicodedata.normalize("NFKC", text)
    for written, meant in (("星期", "周"), ("周天", "周日"), ("全天", _WHOLE_DAY)):
        tidy = tidy.replace(written, meant)
    tidy = re.sub(r"[~～—–到]", "-", tidy)
    tidy = re.sub(r"(周[一二三四五六日])\s*[-至]\s*(?:周)?([一二三四五六日])", r"\1至周\2", tidy)
    return re.sub(r"[;。\n]+", ";", tidy)


def _part(part: str) -> Hours:
    found = _PART.fullmatch(part)
    if not found:
        raise ValueError(WRITE)
    days, spans = found[1] or "每天", found[2].strip()
    return Hours(_days(days), _spans(spans), only_working=days == _WORKING)


def _days(text: str) -> frozenset[int]:
    if text in ("每天", _WORKING):
        return frozenset(range(7))
    named: set[int] = set()
    for first, last in _DAYS.findall(text):
        begin, end = _WEEK.index(first), _WEEK.index(last or first)
        # 周六至周一 goes over the end of the week.
        named |= {day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)}
    return frozenset(named)


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    if text.replace(" ", "") == _WHOLE_DAY:
        return ((0, _DAY_END),)
    return tuple(_span(one) for one in re.split(r"[、,\s]+", re.sub(r"\s*-\s*", "-", text)))


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(WRITE)
    first_hour, first_minute, last_hour, last_minute = (int(number) for number in found.groups())
    first, last = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if max(first, last) > _DAY_END or first_minute > 59 or last_minute > 59 or first == last:
        raise ValueError("时间不对，请核对起止的时和分。")
    return first, last if last > first else last + _DAY_END
