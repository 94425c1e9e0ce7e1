"""The directory as it is read. Every account reads which agency does what; a volunteer is shown to their own agency."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from mediation.db import db, today
from mediation.errors import Missing
from mediation.people.absences import away
from mediation.people.keeping import may_edit, may_plan
from mediation.people.kinds import COMMITTEE, LIAISON, MEDIATES, SHELTER, VOLUNTEER
from mediation.people.models import Agency, AgencyPerson, Duty, User

MOST_SHELTERS = 3
# The first digits of GB/T 2260 that make a district.
DISTRICT_DIGITS = 6


@dataclass(frozen=True)
class Branch:
    """An agency in the tree, and how many stand above it."""

    agency: Agency
    depth: int


def find_agency(ref: str, *, actor: User) -> Agency:
    """The agency of that ref; one that is not active for those who edit, and for its own people. Raises Missing."""
    agency = db.session.scalar(select(Agency).where(Agency.ref == ref))
    if agency is None or not (agency.active or may_edit(actor) or actor.agency_id == agency.id):
        raise Missing
    return agency


def partners_for(actor: User) -> list[tuple[int, str]]:
    """Agencies at work other than ACTOR's own, as (id, name) in the order of their names: what a form offers."""
    query = select(Agency).where(Agency.active, Agency.id != actor.agency_id).order_by(Agency.name)
    return [(agency.id, agency.name) for agency in db.session.scalars(query)]


def shelters() -> Sequence[Agency]:
    """The shelters at work, for the card of emergency numbers: where they are stands nowhere."""
    query = select(Agency).where(Agency.active, Agency.kind == SHELTER).order_by(Agency.district, Agency.id)
    return db.session.scalars(query.limit(MOST_SHELTERS)).all()


def tree(
    *, actor: User, kind: str = "", stage: str = "", district: str = "", active: bool = True
) -> list[Branch]:
    """The agencies that fit, each below the one above it as far as that fits too, in the order of district and name.

    DISTRICT is how the code begins (of a city its first four digits). Those not active are for those who edit.
    """
    if not active and not may_edit(actor):
        return []
    query = select(Agency).where(Agency.active == active).order_by(Agency.district, Agency.id)
    if kind:
        query = query.where(Agency.kind == kind)
    if district:
        query = query.where(Agency.district.startswith(district, autoescape=True))
    found = [one for one in db.session.scalars(query) if not stage or stage in one.takes_on]
    return list(_grown(found, _tops(found), 0))


def _tops(found: Sequence[Agency]) -> list[Agency]:
    shown = {agency.id for agency in found}
    return [agency for agency in found if agency.parent_id not in shown]


def _grown(found: Sequence[Agency], level: Sequence[Agency], depth: int) -> Any:
    for agency in level:
        yield Branch(agency, depth)
        yield from _grown(found, [one for one in found if one.parent_id == agency.id], depth + 1)


def below(agency: Agency) -> Sequence[Agency]:
    """The agencies right below it that are active."""
    query = select(Agency).where(Agency.parent_id == agency.id, Agency.active).order_by(Agency.id)
    return db.session.scalars(query).all()


def districts(*, actor: User) -> list[str]:
    """The codes of the districts in which there are agencies."""
    codes = db.session.scalars(select(Agency.district).where(Agency.active).distinct())
    return sorted({code[:DISTRICT_DIGITS] for code in codes if code})


def people_of(agency: Agency, *, actor: User) -> Sequence[AgencyPerson]:
    """Who has a place there now, the chair first. Volunteers are shown to whoever plans them, and inside the agency."""
    query = (
        select(AgencyPerson)
        .where(AgencyPerson.agency_id == agency.id, ~AgencyPerson.left)
        .options(joinedload(AgencyPerson.user))
        .order_by(AgencyPerson.part, AgencyPerson.chairs.desc(), AgencyPerson.id)
    )
    if actor.agency_id != agency.id and not may_edit(actor):
        query = query.where(AgencyPerson.part != VOLUNTEER)
    return db.session.scalars(query).all()


def find_person(ref: str, *, actor: User) -> AgencyPerson:
    """Somebody's place at an agency, for those who edit. Raises Missing."""
    person = db.session.scalar(select(AgencyPerson).where(AgencyPerson.ref == ref, ~AgencyPerson.left))
    if person is None or not may_edit(actor):
        raise Missing
    return person


def duties_of(agency: Agency, first: date, last: date, *, actor: User) -> Sequence[Duty]:
    """Who is on duty from the FIRST to the LAST day; volunteers for those who may see them."""
    query = select(Duty).join(AgencyPerson, AgencyPerson.id == Duty.person_id)
    query = query.where(
        Duty.agency_id == agency.id, Duty.day.between(first, last), ~Duty.dropped, ~AgencyPerson.left
    )
    if actor.agency_id != agency.id and not may_edit(actor):
        query = query.where(AgencyPerson.part != VOLUNTEER)
    return db.session.scalars(query.order_by(Duty.day, Duty.id)).all()


def find_duty(ref: str, *, actor: User) -> Duty:
    """One line of a roster, for those who plan it. Raises Missing."""
    duty = db.session.scalar(select(Duty).where(Duty.ref == ref, ~Duty.dropped))
    if duty is None or not may_plan(actor, duty.person.agency):
        raise Missing
    return duty


def workers_of(agency: Agency) -> Sequence[User]:
    """Everybody at work there who has an account."""
    return db.session.scalars(
        select(User).where(User.agency_id == agency.id, User.active).order_by(User.id)
    ).all()


def liaison_of(agencies: Collection[int]) -> dict[int, AgencyPerson]:
    """The liaison officer of each of these agencies: the first who serves today and is not away."""
    query = (
        select(AgencyPerson)
        .where(AgencyPerson.agency_id.in_(agencies), AgencyPerson.part == LIAISON, ~AgencyPerson.left)
        .where(or_(AgencyPerson.user_id.is_(None), ~away(AgencyPerson.user_id)))
        .options(joinedload(AgencyPerson.user))
        .order_by(AgencyPerson.id.desc())
    )
    return {one.agency_id: one for one in db.session.scalars(query) if one.serves_on(today())}


def in_term(user: User, day: date) -> bool:
    """Whether USER may mediate on DAY: as a member or an appointee whose term covers it (人民调解法第13条).

    Where the directory of the agency names them nowhere, the term written at the account holds.
    """
    query = select(AgencyPerson).where(
        AgencyPerson.user_id == user.id,
        AgencyPerson.agency_id == user.agency_id,
        AgencyPerson.part.in_(MEDIATES),
    )
    places = db.session.scalars(query).all()
    return any(place.serves_on(day) for place in places) if places else user.in_term(day)


def committees_for(actor: User) -> Sequence[Agency]:
    """The committees that the supervisor ACTOR looks after: the own one, those below the agency, those of the district."""
    district = actor.agency.district[:DISTRICT_DIGITS]
    near = [Agency.id == actor.agency_id, Agency.parent_id == actor.agency_id]
    if district:
        near.append(func.substr(Agency.district, 1, DISTRICT_DIGITS) == district)
    query = select(Agency).where(Agency.kind == COMMITTEE, Agency.active, or_(*near)).order_by(Agency.id)
    return db.session.scalars(query).all()


def members_of(committee: Agency) -> Sequence[AgencyPerson]:
    """Members and appointed mediators, also those whose term is over."""
    query = select(AgencyPerson).where(
        AgencyPerson.agency_id == committee.id, AgencyPerson.part.in_(MEDIATES), ~AgencyPerson.left
    )
    return db.session.scalars(query.order_by(AgencyPerson.id)).all()
