"""A rise beyond what chance explains: the last month against the year before it.

Method: requests come as a Poisson process. Under the hypothesis that nothing changed, the share of the month in all that
came in it and in the m months before is binomial with 1/(m+1) (Przyborowski and Wilenski, 1940); the exact upper tail
is the probability of so many or more. It signals below 0.01 divided by the number of series looked at (Bonferroni), from
five requests on, with six months of the past at least. It does not know of seasons and campaigns: a person judges.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

from sqlalchemy import func, select

from mediation.cases.models import Case
from mediation.db import SHANGHAI, db
from mediation.people.models import Agency
from mediation.statistics import facts
from mediation.statistics.hiding import INSIDE
from mediation.statistics.periods import Period

RARE = 0.01
LEAST, MOST = 6, 12
METHOD = (
    "把上个月的件数与之前6至12个月比较：假设求助按泊松分布发生、没有变化，算出这么多或更多的概率（条件二项检验，精确值）。"
    "概率小于1%除以所看事项的个数，并且不少于5件，才预警。季节和宣传活动的影响不在模型里，要由人判断。"
)
VIOLENCE, AGAIN = "家庭暴力求助", "再次求助"


@dataclass(frozen=True)
class Signal:
    """A series that rose: how many came, how many a month were usual (in tenths; nought: few)."""

    subject: str
    observed: int
    expected: int


def chance_of(observed: int, before: int, months: int) -> float:
    """How probable so many or more are, if BEFORE came in the MONTHS before and nothing changed."""
    whole = observed + before
    tail = sum(comb(whole, n) * months ** (whole - n) for n in range(observed, whole + 1))
    return float(tail / (months + 1) ** whole)


def risen(now: Mapping[str, int], before: Mapping[str, int], months: int) -> list[Signal]:
    """The series of NOW that rose beyond chance over BEFORE, the strongest first."""
    looked_at = [name for name, number in now.items() if number >= INSIDE]
    chances = {name: chance_of(now[name], before.get(name, 0), months) for name in looked_at}
    found = sorted((chance, name) for name, chance in chances.items() if chance < RARE / len(looked_at))
    return [Signal(name, now[name], _usual(before.get(name, 0), months)) for _chance, name in found]


def _usual(before: int, months: int) -> int:
    """Tenths a month; nought where it would tell a small number."""
    return round(10 * before / months) if before >= INSIDE else 0


def signals_of(agency: Agency, month: Period) -> list[Signal]:
    """What rose in MONTH at a station: by kind, violence as a whole, and who asked again."""
    months = min(_history(agency, month), MOST)
    if months < LEAST:
        return []
    past = Period(month.before(months).since, months)
    return risen(_series(agency, month), _series(agency, past), months)


def _series(agency: Agency, period: Period) -> Counter[str]:
    rows = facts.registered(agency.id, period)
    found = Counter(row.category_kind or row.category_class for row in rows)
    found[VIOLENCE] = sum(row.violence for row in rows)
    found[AGAIN] = len(facts.repeated(agency.id, period))
    return found


def _history(agency: Agency, month: Period) -> int:
    """Whole months between the first request of the station and MONTH."""
    first = db.session.scalar(select(func.min(Case.registered_at)).where(Case.station_id == agency.id))
    if first is None:
        return 0
    day = first.astimezone(SHANGHAI).date()
    return (month.since.year - day.year) * 12 + month.since.month - day.month - (day.day > 1)
