"""Who is away, and who stands in: nobody on leave holds up what came to an agency."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from mediation.db import db, today
from mediation.errors import Missing
from mediation.people.keeping import may_plan
from mediation.people.models import Absence, Agency, User


def absences_of(agency: Agency, *, actor: User) -> Sequence[Absence]:
    """Who is away now and later, for those who plan; to colleagues who is away and who stands in today, to others nobody."""
    if not may_plan(actor, agency) and actor.agency_id != agency.id:
        return []
    query = (
        select(Absence)
        .join(User, User.id == Absence.user_id)
        .where(User.agency_id == agency.id, User.active, ~Absence.dropped, Absence.until >= today())
        .options(joinedload(Absence.user), joinedload(Absence.substitute))
        .order_by(Absence.since, Absence.id)
    )
    if not may_plan(actor, agency):
        query = query.where(Absence.since <= today())
    return db.session.scalars(query).all()


def find_absence(ref: str, *, actor: User) -> Absence:
    """One absence, for those who plan. Raises Missing."""
    absence = db.session.scalar(select(Absence).where(Absence.ref == ref, ~Absence.dropped))
    if absence is None or not may_plan(actor, absence.user.agency):
        raise Missing
    return absence


def away(user_id: Any) -> ColumnElement[bool]:
    """For a query: whether the worker with this id is away today."""
    return exists().where(Absence.user_id == user_id, _now())


def stood_in_for(user_id: Any) -> ColumnElement[bool]:
    """For a query: whether somebody at work stands in today for the worker with this id."""
    substitute = aliased(User)
    return exists().where(
        Absence.user_id == user_id, _now(), substitute.id == Absence.substitute_id, _at_work(substitute)
    )


def stands_in_for(actor: User) -> list[int]:
    """The ids of the colleagues for whom ACTOR stands in today."""
    query = (
        select(Absence.user_id)
        .join(User, User.id == Absence.user_id)
        .where(Absence.substitute_id == actor.id, _now(), User.agency_id == actor.agency_id, User.active)
    )
    return list(db.session.scalars(query)) if actor.active else []


def covered_by(user_id: Any, actor: User) -> ColumnElement[bool]:
    """For a query: whether ACTOR stands in today for the worker with this id."""
    return exists().where(Absence.user_id == user_id, _now(), Absence.substitute_id == actor.id)


def is_away(user: User) -> bool:
    """Whether USER is away today."""
    return (
        db.session.scalar(select(Absence.id).where(Absence.user_id == user.id, _now()).limit(1)) is not None
    )


def substitute_of(user: User) -> User | None:
    """Who stands in for USER today: a colleague of the same agency who is at work."""
    query = (
        select(User)
        .join(Absence, Absence.substitute_id == User.id)
        .where(Absence.user_id == user.id, _now(), User.agency_id == user.agency_id, _at_work(User))
    )
    return db.session.scalars(query.order_by(Absence.id).limit(1)).first()


def _now() -> ColumnElement[bool]:
    return _on_leave(Absence)


def _at_work(user: Any) -> ColumnElement[bool]:
    """At work: the account runs, and its holder is not away as well."""
    other = aliased(Absence)
    gone = exists().where(other.user_id == user.id, _on_leave(other))
    return and_(user.active, ~gone)


def _on_leave(row: Any) -> ColumnElement[bool]:
    return and_(~row.dropped, row.since <= today(), row.until >= today())
