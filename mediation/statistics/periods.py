"""The time that a table tells of: a month, a quarter or a year, by local days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from mediation.db import SHANGHAI, today
from mediation.law.calendar import add_months

_NAME = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")


@dataclass(frozen=True)
class Period:
    """`since` is its first local day, `months` how long it is: 1, 3 or 12."""

    since: date
    months: int

    @property
    def name(self) -> str:
        """2026-10, 2026-Q3 or 2026: as it stands in addresses and file names."""
        year, month = self.since.year, self.since.month
        if self.months == 1:
            return f"{year}-{month:02d}"
        return f"{year}-Q{(month + 2) // 3}" if self.months == 3 else str(year)

    @property
    def label(self) -> str:
        """2026年10月, 2026年第三季度, 2026年."""
        year, month = self.since.year, self.since.month
        if self.months == 1:
            return f"{year}年{month}月"
        return f"{year}年第{'一二三四'[(month - 1) // 3]}季度" if self.months == 3 else f"{year}年"

    @property
    def until(self) -> date:
        """The first local day after it."""
        return add_months(self.since, self.months)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment and the first after it."""
        first, after = (datetime.combine(day, time(), SHANGHAI) for day in (self.since, self.until))
        return first, after

    @property
    def over(self) -> bool:
        return self.until <= today()

    def before(self, months: int) -> "Period":
        """The period of the same length that began MONTHS earlier; twelve: the same one of last year."""
        return Period(add_months(self.since, -months), self.months)

    def parts(self) -> list["Period"]:
        """What it is made of and is told of apart: a year of quarters, a quarter of months, a month of nothing."""
        part = {12: 3, 3: 1}.get(self.months)
        return [Period(add_months(self.since, n), part) for n in range(0, self.months, part)] if part else []


def period_named(name: str) -> Period:
    """The period of that `name`. Raises ValueError for what is none."""
    found = _NAME.fullmatch(name)
    if not found:
        raise ValueError("请写成 2026-10（月）、2026-Q3（季度）或 2026（年）。")
    year, month, quarter = (int(part) if part else 0 for part in found.groups())
    first = date(year, month or quarter * 3 - 2 if month or quarter else 1, 1)
    add_months(first, 12)
    return Period(first, 1 if month else 3 if quarter else 12)


def last_month() -> Period:
    """The month before this one: what a report is about, unless another is asked for."""
    return Period(add_months(today().replace(day=1), -1), 1)


def choices() -> list[Period]:
    """What can be chosen without typing: this month and the fourteen before, the last quarters, the last years."""
    month = today().replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    months = [Period(add_months(month, -n), 1) for n in range(15)]
    quarters = [Period(add_months(quarter, -3 * n), 3) for n in range(6)]
    return [*months, *quarters, *(Period(date(month.year - n, 1, 1), 12) for n in range(3))]


def months(first: Period, last: Period) -> list[Period]:
    """Every month from the beginning of FIRST to the end of LAST. Raises ValueError if there is none."""
    found, month = [], Period(first.since, 1)
    while month.since < last.until:
        found.append(month)
        month = Period(month.until, 1)
    if not found:
        raise ValueError("结束的月份在开始的月份之前。")
    return found
