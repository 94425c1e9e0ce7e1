"""Bulletins as they are read: by the station that sent them, and by the agencies to which they went."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.sql.elements import ColumnElement

from mediation.bulletins.models import Bulletin, BulletinReceipt
from mediation.db import db, today
from mediation.errors import Missing
from mediation.people.absences import away
from mediation.people.kinds import LIAISON
from mediation.people.models import Agency, AgencyPerson, User

PAGE = 50
SENDER = "supervisor"
OWNS_CASES = "help_request"


def may_send(actor: User) -> bool:
    """Whether ACTOR sends bulletins: who leads a station that takes in requests."""
    return actor.role == SENDER and OWNS_CASES in actor.agency.takes_on


def bulletins_for(actor: User) -> Sequence[Bulletin]:
    """The newest that ACTOR may read, PAGE at most."""
    query = select(Bulletin).where(_readable(actor)).order_by(Bulletin.id.desc()).limit(PAGE)
    return db.session.scalars(query).all()


def find_bulletin(ref: str, *, actor: User) -> Bulletin:
    """The bulletin of that ref. Raises Missing where ACTOR's agency neither sent nor got it."""
    found = db.session.scalar(select(Bulletin).where(Bulletin.ref == ref, _readable(actor)))
    if found is None:
        raise Missing
    return found


def unread(actor: User) -> Sequence[BulletinReceipt]:
    """What went to ACTOR, who has not yet said to have read it."""
    query = select(BulletinReceipt).where(
        BulletinReceipt.user_id == actor.id, BulletinReceipt.read_at.is_(None)
    )
    return db.session.scalars(query.order_by(BulletinReceipt.id).limit(PAGE)).all()


def officers(actor: User) -> Sequence[AgencyPerson]:
    """The liaison officers of the other agencies to whom a bulletin can go: whoever serves and is not on leave."""
    query = (
        select(AgencyPerson)
        .join(Agency, Agency.id == AgencyPerson.agency_id)
        .where(AgencyPerson.part == LIAISON, ~AgencyPerson.left)
        .where(Agency.active, Agency.id != actor.agency_id)
        .where(or_(AgencyPerson.user_id.is_(None), ~away(AgencyPerson.user_id)))
        .order_by(Agency.id, AgencyPerson.id)
    )
    return [one for one in db.session.scalars(query) if one.serves_on(today())]


def last_month() -> str:
    """The month before this one: 2026-10."""
    return (today().replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _readable(actor: User) -> ColumnElement[bool]:
    got = exists().where(
        BulletinReceipt.bulletin_id == Bulletin.id, BulletinReceipt.agency_id == actor.agency_id
    )
    return or_(Bulletin.agency_id == actor.agency_id, got)
