"""Figures as they are read: official ones, which count every case and hide small numbers, and those of one's own work.

Official totals open a list only for whoever may see all of it; the others count what ACTOR may see as a whole, and open
just that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import joinedload, selectinload

from mediation.cases.access import NO_CONTENT, visible_stages, visible_to, whole_to
from mediation.cases.models import Case, Party, Stage
from mediation.cases.persons import Person
from mediation.db import db, today
from mediation.errors import Missing
from mediation.people.models import Agency, User
from mediation.statistics.building import tables_of
from mediation.statistics.hiding import INSIDE, Hidden, Hiding
from mediation.statistics.periods import Period
from mediation.statistics.tables import TOTAL, Counted, Members, Table

# Who answers for the figures of the agency; a leader sees no case.
REPORTS = ("supervisor", "leader")
OFFICIAL, MINE = "official", "mine"


@dataclass(frozen=True)
class Number:
    """One number as it is told: None where it is hidden. `opens`: whether its list may be opened."""

    value: int | None
    opens: bool = False


@dataclass(frozen=True)
class Figures:
    """The tables of one period as ACTOR is told them, and the numbers by key of table and row."""

    period: Period
    tables: Sequence[Table]
    numbers: dict[tuple[str, str], Number]


def keeps_figures(agency: Agency) -> bool:
    """Whether AGENCY has figures: a station that takes in requests, or whoever mediates."""
    return bool({"help_request", "mediation"}.intersection(agency.takes_on))


def may_watch(actor: User) -> bool:
    """Whether ACTOR reads the indicators and all warnings: who answers for the figures of a station."""
    return actor.role in REPORTS and "help_request" in actor.agency.takes_on


def views_of(actor: User) -> list[str]:
    """Which figures ACTOR is told, the usual ones first: official, of the own work, or none."""
    if not keeps_figures(actor.agency):
        return []
    official = [OFFICIAL] if actor.role in REPORTS else []
    return official if actor.role in NO_CONTENT else [*official, MINE]


def figures(view: str, period: Period, *, actor: User) -> Figures:
    """The tables of ACTOR's agency. Raises Missing where ACTOR is told none, or PERIOD is not over (or has not begun)."""
    if view not in views_of(actor) or period.since > today() or (view == OFFICIAL and not period.over):
        raise Missing
    keeps = _kept_by(actor)
    if view == MINE:
        own = [table.only(keeps) for table in tables_of(actor.agency, period)]
        return Figures(period, own, _numbers(own, {}, lambda _counted: True))
    found = official(actor.agency, period, INSIDE)
    hidden = {table.key: frozenset(_keys(table)) - _told(found, table) for table in found.tables}
    return Figures(period, found.tables, _numbers(found.tables, hidden, keeps))


def trend(view: str, period: Period, *, actor: User) -> list[tuple[str, int | None]]:
    """What came in each of the twelve months until the end of PERIOD: month and number, None where it is not told."""
    last = Period(period.until, 1)
    months = [month for n in range(12, 0, -1) if (month := last.before(n)).since <= today()]
    told = [figures(view, month, actor=actor) for month in months if view == MINE or month.over]
    return [(f"{one.period.since.month}月", one.numbers[one.tables[0].key, TOTAL].value) for one in told]


def official(agency: Agency, period: Period, threshold: int) -> Figures:
    """The figures of AGENCY with every number hidden that is below THRESHOLD, or would tell one; no list opens.

    Whoever calls answers for who reads them.
    """
    tables = cache(lambda one: tables_of(agency, one))
    hidden = Hiding(tables, threshold).of(period)
    return Figures(period, tables(period), _numbers(tables(period), hidden, lambda _counted: False))


def listed(found: Figures, table: str, row: str) -> list[Counted]:
    """The list behind one number of FOUND, the newest first. Raises Missing where it may not be opened."""
    number = found.numbers.get((table, row))
    if number is None or not number.opens:
        raise Missing
    members = next(one for one in found.tables if one.key == table).members_of(row) or frozenset()
    return sorted(members, key=lambda one: (one.case_id, one.thing), reverse=True)


def cases_of(members: Sequence[Counted], *, actor: User) -> dict[int, Case]:
    """The cases of a list, by id: of those that ACTOR may know of."""
    person = selectinload(Case.parties).joinedload(Party.person).selectinload(Person.safe_contact)
    query = visible_to(actor).where(Case.id.in_({one.case_id for one in members}))
    query = query.options(person, joinedload(Case.owner), joinedload(Case.station))
    return {case.id: case for case in db.session.scalars(query).unique()}


def _kept_by(actor: User) -> Callable[[Counted], bool]:
    """Whether ACTOR sees a counted thing: the case as a whole, or the stage in which it lies."""
    whole = set(db.session.scalars(visible_to(actor).where(whole_to(actor)).with_only_columns(Case.id)))
    stages = set(db.session.scalars(visible_stages(actor).with_only_columns(Stage.id)))
    return lambda one: one.case_id in whole or one.stage_id in stages


def _keys(table: Table) -> list[str]:
    rows = [row.key for row in table.rows]
    return rows if table.total is None else [TOTAL, *rows]


def _told(found: Figures, table: Table) -> frozenset[str]:
    return frozenset(key for key in _keys(table) if found.numbers[table.key, key].value is not None)


def _numbers(
    tables: Sequence[Table], hidden: Hidden, opens: Callable[[Counted], bool]
) -> dict[tuple[str, str], Number]:
    return {
        (table.key, key): Number(None)
        if key in hidden.get(table.key, ())
        else _number(table.members_of(key) or frozenset(), opens)
        for table in tables
        for key in _keys(table)
    }


def _number(members: Members, opens: Callable[[Counted], bool]) -> Number:
    return Number(len(members), bool(members) and all(map(opens, members)))
