"""Dates as clerks write them, and times as they read them."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from mediation.days import short_day, typed_day
from mediation.db import SHANGHAI, today

_PARTS = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?)?年?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_MINUTE = len("2026-01-01T00:00")
# What lies outside is a slip of the pen, and beyond it the arithmetic of dates ends.
FIRST_BIRTH, FIRST_YEAR, LAST_YEAR = 1890, 1900, 2200
_WEEKDAYS = "一二三四五六日"


def partial_date(text: str) -> str:
    """A day, a month or a year as ISO text, from 2026-11-22, 2026.11, 2026年11月, 20261122, 11-22 (this year), 昨天 or 2026.

    Raises ValueError with a sentence where it is none, or lies in the future.
    """
    tidy = unicodedata.normalize("NFKC", text).replace(" ", "")
    if re.fullmatch(r"\d{8}", tidy):
        tidy = f"{tidy[:4]}-{tidy[4:6]}-{tidy[6:]}"
    elif short_day(tidy):
        tidy = typed_day(tidy).isoformat()
    found = _PARTS.fullmatch(tidy)
    if not found:
        raise ValueError("请写成 2026-11-22；只记得月份或年份时写 2026-11 或 2026。")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        earliest = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise ValueError("没有这一天，请核对年月日。") from None
    if earliest.year < FIRST_BIRTH:
        raise ValueError("这个年份太早，请核对。")
    if earliest > today():
        raise ValueError("这是将来的日期，请核对。")
    return earliest.isoformat()[: 10 if day else 7 if month else 4]


def earlier(one: Any, other: Any) -> bool:
    """Whether ONE surely lies before OTHER, as far as both are known: 2026-03 is not before 2026-03-05.

    Both are days or moments, or their ISO text, which may be a month or a year.
    """
    first, second = _comparable(one), _comparable(other)
    known = min(len(first), len(second))
    return first[:known] < second[:known]


def _comparable(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    if len(text) <= len("2026-01-01"):
        return text
    moment = datetime.fromisoformat(text)
    told = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    return told.isoformat()[:_MINUTE]


def local(moment: datetime | None) -> str:
    """A moment as the clerk's clock shows it: 2026-11-22 14:30, in Asia/Shanghai."""
    if not moment:
        return ""
    try:
        return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    except OverflowError:
        return moment.isoformat(" ", "minutes")[:16]


def in_living_memory(year: int) -> bool:
    """Whether a date of YEAR can be meant: not before 1900, and not after 2200."""
    return FIRST_YEAR <= year <= LAST_YEAR


def day_in_words(text: str | date | None) -> str:
    """2026年11月22日, 2026年11月 or 2026年, from ISO text."""
    if not text:
        return ""
    parts = str(text)[:10].split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def moment_in_words(text: str) -> str:
    """An ISO moment as the clerk's clock shows it; other text as it is."""
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return local(moment) if moment.tzinfo else text.replace("T", " ")[:16]
    return text


def weekday(day: date) -> str:
    """星期日 and so on."""
    return f"星期{_WEEKDAYS[day.weekday()]}"
