"""The rooms of an agency: whoever plans its days registers them."""

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.bookings import Room, rooms_of
from mediation.db import atomic, db, new_ref
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.keeping import may_plan
from mediation.people.models import User

ONLY_PLANNERS = "房间由本单位负责人或者联络员登记。"


def add_room(name: str, waiting: str, *, actor: User) -> Room:
    """A new room of the agency of ACTOR. Raises Forbidden, and Incomplete for a name that is there."""
    if not may_plan(actor, actor.agency):
        raise Forbidden(ONLY_PLANNERS)
    if any(room.name == name for room in rooms_of(actor.agency_id)):
        raise Incomplete("已经有这个名字的房间。", field="title")
    with atomic() as session:
        room = Room(ref=new_ref(), agency_id=actor.agency_id, name=name, waiting=waiting, active=True)
        session.add(room)
        record("room.add", actor=actor, subject=Subject(STATION, "room", room.ref), fields=["name"])
    return room


def close_room(ref: str, *, actor: User) -> None:
    """The room is offered no longer; what is booked stays. Raises Missing."""
    room = db.session.scalar(select(Room).where(Room.ref == ref))
    if room is None or not may_plan(actor, room.agency):
        raise Missing
    with atomic():
        room.active = False
        record("room.close", actor=actor, subject=Subject(STATION, "room", room.ref))
