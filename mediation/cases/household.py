"""The household around a case: its people, what they are to each other, and the other cases on the same side of it.

The guard: what one side told is never shown to who works for the other. A case in which somebody who asks here stands on
the other side, or in which the other side of this one asks, is not there: neither its people, nor that it exists, also
where both have been written down twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from mediation.cases.access import field_groups, visible_to, whole_to
from mediation.cases.merges import same_people
from mediation.cases.models import Case, Party
from mediation.cases.page import ROLES, identity
from mediation.cases.persons import Person, PersonToken
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User
from mediation.vault.tokens import blind_index

MOST = 20
# They came to help, or saw something: no family.
NO_FAMILY = frozenset({"witness", "reporter", "representative"})


@dataclass
class Member:
    """Somebody of the household: `place` own, other, child or beside; `ties` what they are to whom (ids of persons)."""

    id: int
    name: str
    place: str
    sex: str
    birth: str
    roles: list[str] = field(default_factory=list)
    ties: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """The members in the order in which they became known, and the cases, the newest first."""

    members: list[Member]
    cases: list[dict[str, Any]]


def family_of(case: Case, *, actor: User) -> Family:
    """The household around CASE, seen from whoever asks in it. Raises Missing where ACTOR does not see the whole."""
    if "household" not in field_groups(actor, case):
        raise Missing
    cases = [case, *_others_of_this_side(case, actor)]
    members: dict[int, Member] = {}
    for one in reversed(cases):
        _gather(one, members)
    rows = [_row(one, actor) for one in sorted(cases, key=lambda one: one.id, reverse=True)]
    return Family(list(members.values()), rows)


def _row(case: Case, actor: User) -> dict[str, Any]:
    return {"identity": identity(case, actor=actor), "ref": case.ref, "received_on": case.received_on}


def _others_of_this_side(case: Case, actor: User) -> list[Case]:
    asking = [party.person for party in parties_of(case, "applicant")]
    other_side = [party.person for party in parties_of(case, "respondent")]
    children = [party.person_id for party in case.parties if party.role == "child"]
    ours = same_people([*(person.id for person in asking), *children])
    family = select(Party.case_id).where(Party.person_id.in_(ours), Party.role.not_in(NO_FAMILY))
    against = select(Party.case_id).where(
        or_(
            and_(Party.side == "respondent", Party.person_id.in_(_same_as(asking))),
            and_(Party.side == "applicant", Party.person_id.in_(_same_as(other_side))),
        )
    )
    query = visible_to(actor).where(whole_to(actor), Case.id != case.id)
    query = query.where(Case.id.in_(family), Case.id.not_in(against)).options(selectinload(Case.parties))
    return list(db.session.scalars(query.order_by(Case.id.desc()).limit(MOST)))


def _same_as(people: Iterable[Person]) -> Any:
    """The ids of these persons and of all who may be the same: of that number, or of exactly that name."""
    known = list(people)
    numbers = [person.id_index for person in known if person.id_index]
    names = [blind_index("name", person.name) for person in known if person.name]
    named = select(PersonToken.person_id).where(PersonToken.token.in_(names))
    return select(Person.id).where(
        or_(
            Person.id.in_(same_people([person.id for person in known])),
            Person.id_index.in_(numbers),
            Person.id.in_(named),
        )
    )


def _gather(case: Case, members: dict[int, Member]) -> None:
    """The people of CASE, and the lines between them."""
    family = [party for party in case.parties if party.role not in NO_FAMILY]
    for party in family:
        member = members.setdefault(party.person_id, _member(party))
        member.place = _nearer(member.place, _place(party))
        role = ROLES.get(party.role, party.role)
        if role not in member.roles:
            member.roles.append(role)
    asking = [party for party in family if party.side == "applicant"]
    for party in family:
        for to, words in _lines(party, asking, case.parties):
            if to != party.person_id and to in members:
                members[party.person_id].ties[to] = words


def _member(party: Party) -> Member:
    person = party.person
    sex = {"1": "男", "2": "女"}.get(person.sex, "")
    return Member(person.id, person.called, _place(party), sex, person.birth or "")


def _place(party: Party) -> str:
    return {"applicant": "own", "respondent": "other"}.get(party.side) or (
        "child" if party.role == "child" else "beside"
    )


def _nearer(one: str, other: str) -> str:
    """A child that asks for help itself is drawn among those who ask."""
    order = ("own", "other", "child", "beside")
    return min(one, other, key=order.index)


def _lines(party: Party, asking: Collection[Party], parties: Collection[Party]) -> list[tuple[int, str]]:
    """To whom a line leads from PARTY, with its words."""
    if party.side == "respondent":
        words = party.relation or next((one.relation for one in asking if one.relation), "")
        return [(one.person_id, words) for one in asking]
    if party.side == "applicant":
        return []
    if party.role == "child":
        return [(one.person_id, party.relation or "") for one in parties if one.side]
    whom = next((one for one in parties if one.id == party.represents_id), None) or next(iter(asking), None)
    return [(whom.person_id, party.relation or ROLES.get(party.role, ""))] if whom else []
