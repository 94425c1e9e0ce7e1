"""Days and minutes as clerks type them, in whatever order their keyboard offers; the browser's language plays no part."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from mediation.db import SHANGHAI, today

_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_SHUT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_TIME = re.compile(r"(凌晨|早上|上午|中午|下午|晚上)?(\d{1,2})(?:[:点时](\d{1,2})?分?(?::\d\d)?)")
_NEAR = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}
_AFTER_NOON = ("下午", "晚上")
WRITE_DAY = "请写成 2026-11-26。"
WRITE_MOMENT = "请写明日期和时间，如 2026-11-26 14:30。"
NO_SUCH_DAY = "没有这一天，请核对年月日。"


def typed_day(text: str) -> date:
    """A day from 2026-11-26, 2026.11.26, 2026/11/26, 2026年11月26日, 20261126, 11-26 (this year), 今天, 昨天.

    Raises ValueError with a sentence where it is none.
    """
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    if tidy in _NEAR:
        return today() + timedelta(days=_NEAR[tidy])
    found = _SHUT.fullmatch(tidy) or _DAY.fullmatch(tidy)
    if not found:
        raise ValueError(WRITE_DAY)
    year, month, day = found.groups()
    try:
        return date(int(year or today().year), int(month), int(day))
    except ValueError:
        raise ValueError(NO_SUCH_DAY) from None


def short_day(tidy: str) -> bool:
    """Whether TIDY names a day without its year: 11-26, 11月26日, 今天."""
    return tidy in _NEAR or re.fullmatch(r"\d{1,2}[-./月]\d{1,2}日?", tidy) is not None


def typed_moment(text: str) -> datetime:
    """A minute in Asia/Shanghai from a day as in `typed_day` and 14:30, 14点30分 or 下午2:30; with a space or a T.

    A time alone is one of today. Raises ValueError with a sentence where it is none.
    """
    tidy = unicodedata.normalize("NFKC", text).replace("T", " ").strip()
    found = re.search(rf"{_TIME.pattern}$", tidy)
    if not found:
        raise ValueError(WRITE_MOMENT)
    before = tidy[: found.start()].strip()
    day = typed_day(before) if before else today()
    return datetime.combine(day, _time(found), SHANGHAI)


def _time(found: re.Match[str]) -> time:
    part, hour, minute = found[1] or "", int(found[2]), int(found[3] or 0)
    if part in _AFTER_NOON and hour < 12:
        hour += 12
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("没有这个时间，请核对时和分。") from None
