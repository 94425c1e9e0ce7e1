"""Dates as official papers write them."""

from datetime import date, datetime

UNITS = ("年", "月", "日")


def chinese_date(day: date | str | None) -> str:
    """「2026年3月5日」; of a partial date 「2026-03」 or 「2026」 only what is known; nothing of None.

    Raises ValueError on anything else. A moment must be made a local date first.
    """
    if isinstance(day, datetime):
        raise ValueError("a moment is no date")
    parts = str(day or "").split("-") if day else []
    if len(parts) > len(UNITS):
        raise ValueError("not a date")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, UNITS, strict=False))
