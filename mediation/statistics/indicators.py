"""Indicators of the development programmes that a station can feed: value, target, trend, and whether it is off the path.

A value is the quotient of two numbers that are counted as in the tables; it is told only where neither is small (P25).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import func, select

from mediation.cases.models import Case
from mediation.db import db
from mediation.follow_up.models import FollowUp
from mediation.law.calendar import add_months
from mediation.people.models import Agency
from mediation.statistics import facts
from mediation.statistics.hiding import INSIDE, safe
from mediation.statistics.models import IndicatorTarget
from mediation.statistics.periods import Period, last_month
from mediation.workflow.models import StepTaken

DAY = 86400
ANSWERS = ("accept", "answer")
HOME, VILLAGE = "women_home", "residents_committee"
DISTRICT = 6


@dataclass(frozen=True)
class Measured:
    """What was measured: the value in the unit of the indicator, or None; and the numbers that must not be small."""

    value: float | None
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Indicator:
    """`better`: up, down, or empty where more is neither. `adds_up`: a target of the year is reached month by month.

    `about_people`: small numbers are not told.
    """

    key: str
    label: str
    unit: str
    counts: str
    measure: Callable[[Agency, Period], Measured]
    better: str = ""
    adds_up: bool = False
    about_people: bool = True


@dataclass(frozen=True)
class Standing:
    """An indicator as it stands: this year until the last month that is over, in tenths; None is not told."""

    indicator: Indicator
    tenths: int | None
    target: int | None
    path: int | None
    trend: tuple[tuple[str, int | None], ...]

    @property
    def off(self) -> bool:
        """Whether it is off the path to its target."""
        if self.tenths is None or self.path is None or not self.indicator.better:
            return False
        return self.tenths < self.path if self.indicator.better == "up" else self.tenths > self.path


def standings(agency: Agency, month: Period, *, months: int = 12) -> list[Standing]:
    """Every indicator of AGENCY in the year of MONTH until its end, with the trend of the last MONTHS."""
    year = Period(date(month.since.year, 1, 1), month.since.month)
    targets = targets_of(agency, year.since.year)
    return [_standing(one, agency, year, targets.get(one.key), months) for one in INDICATORS]


def targets_of(agency: Agency, year: int) -> dict[str, int]:
    """What AGENCY wants to reach in YEAR, in tenths, by key of the indicator."""
    query = select(IndicatorTarget).where(
        IndicatorTarget.agency_id == agency.id, IndicatorTarget.year == year
    )
    return {row.indicator: row.tenths for row in db.session.scalars(query)}


def year_shown() -> int:
    """The year that the page is about: that of the last month that is over."""
    return last_month().since.year


def _standing(one: Indicator, agency: Agency, year: Period, target: int | None, months: int) -> Standing:
    path = target
    if target is not None and one.adds_up:
        path = round(target * year.months / 12)
    last = Period(year.until, 1)
    trend = [last.before(n) for n in range(months, 0, -1)] if one.about_people else []
    return Standing(
        one,
        told_of_year(one, agency, year),
        target,
        path,
        tuple((f"{month.since.month}月", told(one, agency, month)) for month in trend),
    )


def told(one: Indicator, agency: Agency, period: Period) -> int | None:
    """The value of PERIOD in tenths, or None where there is none or it would tell a small number."""
    found = one.measure(agency, period)
    if found.value is None or (one.about_people and min(found.numbers) < INSIDE):
        return None
    return round(found.value * 10)


def told_of_year(one: Indicator, agency: Agency, year: Period) -> int | None:
    """The value of a YEAR so far; None also where it would tell what is hidden of one of its months."""
    if not one.about_people:
        return told(one, agency, year)
    months = [Period(add_months(year.since, n), 1) for n in range(year.months)]
    hidden = [one.measure(agency, month).numbers for month in months if told(one, agency, month) is None]
    if not all(safe(numbers, INSIDE) for numbers in zip(*hidden, strict=True)):
        return None
    return told(one, agency, year)


def _share(part: int, whole: int) -> Measured:
    return Measured(100 * part / whole if whole else None, (part, whole))


def _cases(agency: Agency, period: Period) -> Measured:
    number = len(facts.registered(agency.id, period))
    return Measured(number, (number,))


def _violence(agency: Agency, period: Period) -> Measured:
    rows = facts.registered(agency.id, period)
    return _share(sum(row.violence for row in rows), len(rows))


def _mediated(agency: Agency, period: Period) -> Measured:
    ended = [row.state for row in facts.stages(period, station=agency.id, kind="mediation", ended=True)]
    return _share(ended.count("concluded"), ended.count("concluded") + ended.count("terminated"))


def _orders(agency: Agency, period: Period) -> Measured:
    query = (
        select(func.count(func.distinct(StepTaken.chain)))
        .join(Case, Case.ref == StepTaken.chain)
        .where(Case.station_id == agency.id, StepTaken.trigger == "make_order")
        .where(facts.within(StepTaken.recorded_at, period))
    )
    number = db.session.scalar(query) or 0
    return Measured(number, (number,))


def _first_answer(agency: Agency, period: Period) -> Measured:
    """Days from registering to the first step by which she was taken on or answered, or turned away in writing."""
    first = (
        select(StepTaken.chain, func.min(StepTaken.recorded_at).label("at"))
        .where(
            (StepTaken.workflow == "help_request") & StepTaken.trigger.in_(ANSWERS)
            | (StepTaken.workflow == Case.workflow) & (StepTaken.trigger == "decline")
        )
        .group_by(StepTaken.chain)
        .subquery()
    )
    query = select(Case.registered_at, first.c.at).join(first, first.c.chain == Case.ref)
    query = query.where(Case.station_id == agency.id, facts.within(Case.registered_at, period))
    days = [(at - since).total_seconds() / DAY for since, at in db.session.execute(query)]
    return Measured(median(days) if days else None, (len(days),))


def _followed_up(agency: Agency, period: Period) -> Measured:
    closed = {one.case.case_id for one in facts.ended(agency.id, period) if one.trigger == "close"}
    query = select(FollowUp.case_id).join(Case, Case.id == FollowUp.case_id)
    reached = set(db.session.scalars(query.where(Case.station_id == agency.id, FollowUp.reached)))
    return _share(len(closed & reached), len(closed))


def _homes(agency: Agency, _period: Period) -> Measured:
    """As the directory stands today."""
    query = select(Agency.kind, func.count()).where(
        Agency.active,
        Agency.kind.in_((HOME, VILLAGE)),
        Agency.district.startswith(agency.district[:DISTRICT]),
    )
    found = db.session.execute(query.group_by(Agency.kind)).all()
    number: dict[str, int] = {kind: count for kind, count in found}  # noqa: C416  # rows are no pairs to mypy
    return _share(min(number.get(HOME, 0), number.get(VILLAGE, 0)), number.get(VILLAGE, 0))


INDICATORS: Sequence[Indicator] = (
    Indicator("cases", "求助件数", "件", "今年登记的求助，一件算一件。多少本身不说明好坏，不预警。", _cases),
    Indicator("violence", "家暴求助比例", "%", "登记的求助中标明有家庭暴力的比例。高低本身不说明好坏，不预警。", _violence),
    Indicator("mediated", "调解成功率", "%", "本站案件中办结的调解，成功的除以成功和终止的；未受理的不算。",
              _mediated, "up"),
    Indicator(
        "orders", "人身安全保护令", "件", "法院作出保护令的案件，按登记作出的时间。", _orders, "up", adds_up=True
    ),
    Indicator(
        "first_answer", "首次答复用时", "天",
        "从登记到受理、当场答复或者书面告知不予受理的中位数：一半比它快。还没有答复的不算。", _first_answer, "down",
    ),
    Indicator("followed_up", "回访率", "%", "结案的案件中，回访联系上本人的比例。", _followed_up, "up"),
    Indicator(
        "homes", "妇女儿童之家覆盖率", "%", "单位名录里本区妇女儿童之家的个数除以村（居）委会的个数，按今天的名录。",
        _homes, "up", about_people=False,
    ),
)  # fmt: skip
