"""What an agreed time brings about: the room and the worker are taken, and each guest knows when to come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql.elements import ColumnElement

from mediation.audit.log import hold
from mediation.calendar.arrivals import COMES_LATER, LEAVES_LATER, Coming, both_sides, comings, unsafe
from mediation.cases.bookings import Booking, BookingGuest, Room, bookings_of
from mediation.cases.forms import USUAL_MINUTES
from mediation.cases.models import Party, Stage
from mediation.cases.tasks import open_tasks
from mediation.counselling.sides import clients_of
from mediation.dates import local
from mediation.db import SHANGHAI, db, now
from mediation.disputes.queries import at_the_table
from mediation.errors import Incomplete
from mediation.workflow.words import Taken


def book_session(taken: Taken) -> None:
    """The time is taken in the calendar; an earlier date of the same people in this stage is given up.

    Raises Incomplete where the room or the worker is taken, or the two sides of an unsafe pair would meet.
    """
    stage, facts = taken.item, taken.facts
    hold(f"calendar {stage.agency_id}")
    guests = _guests(stage, facts)
    row = _drafted(stage, facts, guests)
    _give_up_earlier(row, guests)
    if row.ends_at > now():
        _refuse_taken(row, stage.assignee_id)
        if _in_house(facts):
            _refuse_meeting(row, guests)
    db.session.add(row)


def _drafted(stage: Stage, facts: Mapping[str, Any], guests: Sequence[Party]) -> Booking:
    """The booking, not in the session. An unsafe pair takes longer: the room and the worker are theirs to the end."""
    starts, room = _moment(facts["planned_at"]), _room(stage, facts.get("room"))
    apart = _in_house(facts) and unsafe(stage) and both_sides(guests)
    lasts = timedelta(minutes=int(facts.get("minutes") or USUAL_MINUTES)) + (
        COMES_LATER if apart else timedelta()
    )
    coming = comings(guests, stage, starts, starts + lasts, apart=apart)
    row = Booking(
        key_id=stage.key_id,
        case_id=stage.case_id,
        stage_id=stage.id,
        agency_id=stage.agency_id,
        room_id=room.id if room else None,
        starts_at=starts,
        ends_at=starts + lasts + (LEAVES_LATER if apart else timedelta()),
        apart=apart,
        dropped=False,
        guests=[_guest(one) for one in coming],
    )
    row.place = facts.get("place") or (room.name if room else None)
    return row


def _in_house(facts: Mapping[str, Any]) -> bool:
    """Online nobody stands in a corridor."""
    return facts.get("form") != "online"


def _guest(one: Coming) -> BookingGuest:
    return BookingGuest(party_id=one.party.id, arrives_at=one.arrives, leaves_at=one.leaves)


def _guests(stage: Stage, facts: Mapping[str, Any]) -> list[Party]:
    """Who was invited; where nobody is named, both sides of a joint session, and whoever is counselled."""
    invited = {int(party) for party in facts.get("invited") or ()}
    if invited:
        return [party for party in stage.case.parties if party.id in invited]
    if stage.workflow == "counselling":
        return clients_of(stage)
    return at_the_table(stage.case) if facts.get("form") != "separate" else []


def _room(stage: Stage, chosen: Any) -> Room | None:
    room = db.session.get(Room, int(chosen)) if chosen else None
    if chosen and (room is None or room.agency_id != stage.agency_id or not room.active):
        raise Incomplete("请从列表中选择房间。", field="room")
    return room


def _give_up_earlier(row: Booking, guests: Sequence[Party]) -> None:
    """A new date replaces the one that the same people had ahead."""
    ids = {party.id for party in guests}
    ahead = select(Booking).where(
        Booking.stage_id == row.stage_id, ~Booking.dropped, Booking.starts_at > now()
    )
    for other in db.session.scalars(ahead):
        had = {guest.party_id for guest in other.guests}
        if had & ids or had == ids:
            other.dropped = True
            for task in open_tasks(other.case, "session", stage=other.stage):
                if task.text.endswith(local(other.starts_at)) and other.starts_at != row.starts_at:
                    task.done_at = now()
    db.session.flush()


def _refuse_taken(row: Booking, host_id: int | None) -> None:
    if row.room_id and _taken(row, Booking.room_id == row.room_id):
        raise Incomplete("这个房间这段时间已有安排，请换时间或者换房间。", field="room")
    if host_id and _taken(row, Stage.assignee_id == host_id):
        raise Incomplete("承办人这段时间已有安排，请换时间。", field="planned_at")


def _taken(row: Booking, what: ColumnElement[bool]) -> bool:
    query = (
        select(Booking.id)
        .join(Stage, Stage.id == Booking.stage_id)
        .where(what, ~Booking.dropped, ~Stage.ended)
        .where(Booking.starts_at < row.ends_at, Booking.ends_at > row.starts_at)
    )
    return db.session.scalar(query.limit(1)) is not None


def _refuse_meeting(row: Booking, guests: Sequence[Party]) -> None:
    """Each side in a session of its own: the one is gone for a while before the other comes."""
    stage = db.session.get(Stage, row.stage_id)
    if stage is None or not unsafe(stage):
        return
    sides = {party.side for party in guests} - {""}
    for other in bookings_of(stage.case):
        against = {guest.party.side for guest in other.guests} - {""} - sides
        near = other.starts_at < row.ends_at + COMES_LATER and row.starts_at < other.ends_at + COMES_LATER
        if against and near and not other.stage.ended:
            raise Incomplete(
                f"对方 {local(other.starts_at)} 也要来，两方不能在走廊遇上，请至少错开30分钟",
                rules=("PM-DV2",),
                field="planned_at",
            )


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
