"""Whoever is near to somebody in a request does not know of it, before it is a case as after (P20).

What there is to compare: the numbers she wrote, and names. A worker is near whose own name stands in what she wrote, or
that of somebody they declared; whose declared number is hers; and who does not know of a case of hers. In doubt somebody
is: a colleague can register it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from mediation.cases.marks import marks_from
from mediation.cases.models import Party
from mediation.cases.ties import Declaration, DeclaredMark, PersonMark, tied_cases
from mediation.db import db
from mediation.intake.models import PortalRequest
from mediation.people.models import User
from mediation.portal.rules import asked_contact
from mediation.vault.folding import folded

SHORTEST_NAME = 2


def not_near(actor: User, requests: Sequence[PortalRequest]) -> list[PortalRequest]:
    """Of these requests those that ACTOR may know of."""
    if not requests:
        return []
    names = _names(actor)
    return [one for one in requests if not _near(one, actor, names)]


def _near(request: PortalRequest, actor: User, names: frozenset[str]) -> bool:
    told = request.told or {}
    written = folded(" ".join(_texts(told)))
    if any(name in written for name in names):
        return True
    numbers = (told.get("number"), asked_contact(request).get("number"))
    marks = marks_from(phones=tuple(number for number in numbers if number))
    return bool(marks) and (_declared(actor, marks) or _kept_from_her(actor, marks))


def _names(actor: User) -> frozenset[str]:
    """The own name, and those that ACTOR declared of people."""
    query = select(Declaration).where(Declaration.user_id == actor.id, Declaration.ended_at.is_(None))
    people = [one for one in db.session.scalars(query) if one.relation in ("self", "kin")]
    names = [actor.name, *((one.told or {}).get("name") or "" for one in people)]
    return frozenset(folded(name) for name in names if len(name) >= SHORTEST_NAME)


def _texts(told: Mapping[str, Any]) -> Iterator[str]:
    for value in told.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value)


def _declared(actor: User, marks: frozenset[bytes]) -> bool:
    query = (
        select(DeclaredMark.mark)
        .join(Declaration, Declaration.id == DeclaredMark.declaration_id)
        .where(Declaration.user_id == actor.id, Declaration.ended_at.is_(None), DeclaredMark.mark.in_(marks))
    )
    return db.session.scalar(query.limit(1)) is not None


def _kept_from_her(actor: User, marks: frozenset[bytes]) -> bool:
    """Whether somebody with one of these marks asked for help in a case that does not exist for ACTOR."""
    query = (
        select(Party.id)
        .join(PersonMark, PersonMark.person_id == Party.person_id)
        .where(
            PersonMark.mark.in_(marks),
            Party.side == "applicant",
            Party.case_id.in_(tied_cases(actor.id, actor.agency_id)),
        )
    )
    return db.session.scalar(query.limit(1)) is not None
