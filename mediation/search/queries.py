"""One search over persons, cases, papers and agencies. Every group is ranked and paged by the key of its last row.

A row stands where it does by what ACTOR is shown alone: the newest part in a case that ACTOR may open, never the day on
which somebody else's case was registered (P18).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import selectinload

from mediation.cases.access import visible_to
from mediation.cases.finding import cases_answering, parties_answering, rank_of_case, rank_of_person
from mediation.cases.merges import Merge, canonical_of, is_linked, same_people
from mediation.cases.models import Case, Party
from mediation.db import db
from mediation.people.models import User
from mediation.referrals.by_number import brought_by

SIZE = 10
LONGEST = 60


@dataclass(frozen=True)
class Place:
    """Where a row stands: the better match first, then the newer."""

    rank: int
    id: int

    def __str__(self) -> str:
        return f"{self.rank}.{self.id}"


@dataclass(frozen=True)
class Found:
    """The rows of one group, and the place of the last one if there are more."""

    rows: Sequence[Any] = ()
    more: Place | None = None


def place_of(text: str) -> Place | None:
    """The place that a browser sends back; None for anything else."""
    rank, _, number = text.partition(".")
    if not (rank.isascii() and rank.isdigit() and number.isascii() and number.isdigit()):
        return None
    return Place(int(rank[:2]), int(number[:18]))


def cases(text: str, *, actor: User, after: Place | None = None) -> Found:
    """Cases that ACTOR may open: that of the number first, then those of somebody who is called exactly so."""
    slip = brought_by(text, actor)
    rank = case((slip, 0), else_=rank_of_case(text, actor))
    query = visible_to(actor).where(or_(slip, cases_answering(text, actor))).add_columns(rank.label("rank"))
    query = query.options(selectinload(Case.parties).joinedload(Party.person))
    rows = db.session.execute(_page(query, rank, Case.id, after)).all()
    return cut([(Place(row.rank, row.Case.id), row.Case) for row in rows])


def persons(text: str, *, actor: User, after: Place | None = None) -> Found:
    """The parties by whom ACTOR knows these persons: of each the newest part that ACTOR is shown."""
    known = visible_to(actor).with_only_columns(Case.id)
    exact = rank_of_person(text, Party.person_id.expression)
    newest = (
        select(func.max(Party.id).label("party_id"), func.min(exact).label("rank"))
        .join(Case, Party.case_id == Case.id)
        .outerjoin(Merge, is_linked())
        .where(Case.id.in_(known), parties_answering(text, actor))
        .group_by(func.coalesce(Merge.into_person_id, Party.person_id))
        .subquery()
    )
    rank = newest.c.rank
    query = select(Party, rank.label("rank")).join(newest, newest.c.party_id == Party.id)
    rows = db.session.execute(_page(query, rank, Party.id, after)).all()
    return cut([(Place(row.rank, row.Party.id), row.Party) for row in rows])


def parts_of(people: Iterable[Party], *, actor: User) -> dict[int, list[Party]]:
    """By id of the person: the parts that these people have in cases that ACTOR may open, the newest first."""
    ids = same_people([party.person_id for party in people])
    canonical = canonical_of(ids)
    known = visible_to(actor).with_only_columns(Case.id)
    query = select(Party).where(Party.person_id.in_(ids), Party.case_id.in_(known)).order_by(Party.id.desc())
    parts: dict[int, list[Party]] = {}
    for party in db.session.scalars(query.options(selectinload(Party.case))):
        parts.setdefault(canonical[party.person_id], []).append(party)
    return {one: parts.get(canonical[one], []) for one in ids}


def _page(query: Any, rank: ColumnElement[int], key: Any, after: Place | None) -> Any:
    if after:
        query = query.where(or_(rank > after.rank, and_(rank == after.rank, key < literal(after.id))))
    return query.order_by(rank, key.desc()).limit(SIZE + 1)


def cut(placed: Sequence[tuple[Place, Any]]) -> Found:
    """A page of rows in their order, of which one more was asked for than is shown."""
    shown = placed[:SIZE]
    return Found([row for _place, row in shown], shown[-1][0] if len(placed) > SIZE else None)


def taken(rows: Iterator[Any], fits: Callable[[Any], bool]) -> list[Any]:
    """As many of ROWS that fit as make a page, and one more."""
    found: list[Any] = []
    for row in rows:
        if fits(row):
            found.append(row)
        if len(found) > SIZE:
            break
    return found
