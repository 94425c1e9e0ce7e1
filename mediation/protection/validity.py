"""How long a protection order lives."""

from datetime import date
from typing import Any

from mediation.law.calendar import add_months, local_day, stated_start, validity
from mediation.workflow import clocks
from mediation.workflow.facts import plain

EXPIRY = "PO-30"


def longest() -> int:
    """How many months an order may last, as workflows/time_limits.yaml has it (PO-30)."""
    return clocks.limit(EXPIRY).span.amount or 0


def told_text(value: Any) -> str | None:
    """A day or a moment that was told, as ISO text; None for no answer."""
    return str(plain(value)) if value else None


def told_day(value: Any) -> date | None:
    """The local day of what was told; None for no answer, and for a month or a year alone."""
    start = stated_start(told_text(value))
    return local_day(start) if start else None


def reckoned_end(made: date, months: int = 0) -> date:
    """The last day of an order that names its length alone: never rolled (T-03, T-05, PO-30)."""
    return local_day(validity(made, months or longest(), "month").conservative)


def why_not_until(decided: date, end: date, *, longest_from: date | None = None) -> str | None:
    """Why an order decided on that day cannot last until END: six months at most, as the law stands (PO-30).

    For an extension they count from the old end, LONGEST_FROM.
    """
    if end < decided:
        return "届满日不能早于作出日，请对照裁定书核对。"
    if end > add_months(longest_from or decided, longest()):
        return f"保护令有效期不超过{longest()}个月，请对照裁定书核对届满日。"
    return None
