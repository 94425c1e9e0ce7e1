"""The calendar of an order: visits while it lives, and reminders before it ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from mediation.law.calendar import add_months
from mediation.workflow import clocks

FIRST_VISIT = timedelta(days=7)
LAST_VISIT = timedelta(days=7)  # before the order ends
EXPIRY = "PO-30"  # its days of reminding stand in workflows/time_limits.yaml
URGENT_REMINDER = 3


def visits(made: date, ends: date) -> Iterator[tuple[date, str]]:
    """When to ask whether she is safe, and how (PO-18): in the first week, monthly, before the end."""
    last = ends - LAST_VISIT
    if made + FIRST_VISIT < last:
        yield made + FIRST_VISIT, "保护令回访：首周内一次"
    for month in count(1):
        day = add_months(made, month)
        if day >= last:
            break
        yield day, f"保护令回访：第{month}个月"
    yield max(last, made), "保护令届满前回访：请本人在回访单上签字，反馈法院"


def reminders(ends: date) -> Iterator[tuple[date, str, bool]]:
    """When to ask whether she wants the order extended, the words, and whether it presses (PO-30)."""
    for days in clocks.limit(EXPIRY).reminders:
        text = f"保护令将于{ends.isoformat()}届满：征求本人意见，要延长须在届满前申请"
        yield ends - timedelta(days=days), text, days <= URGENT_REMINDER
