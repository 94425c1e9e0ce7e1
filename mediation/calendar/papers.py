"""The facts of 到场通知: one for each person who is expected. What the other side is told stands on its own."""

from collections.abc import Iterator, Sequence

from mediation.cases.bookings import Booking, BookingGuest, bookings_of
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case
from mediation.cases.on_paper import head, moment_on_paper
from mediation.cases.queries import stages_of
from mediation.dates import local
from mediation.db import now
from mediation.documents.facts_station import SessionNotice
from mediation.errors import Missing
from mediation.people.models import User
from mediation.web.feature import Offer

MEETINGS = {"mediation": "调解", "counselling": "会谈"}


def shown_bookings(case: Case, actor: User) -> Sequence[Booking]:
    """The bookings ahead, or of today, in stages that ACTOR sees."""
    seen = {stage.id for stage in stages_of(case, actor=actor) if not stage.ended}
    return [row for row in bookings_of(case) if row.stage_id in seen and row.ends_at > now()]


def shown_guests(booking: Booking, actor: User) -> list[BookingGuest]:
    """Of the guests of BOOKING those whom ACTOR may know of."""
    known = {party.id for party in shown_parties(booking.case, actor=actor)}
    return [guest for guest in booking.guests if guest.party_id in known]


def session_notice(case: Case, about: str, actor: User) -> SessionNotice:
    """The notice for the guest ABOUT (ref). Raises Missing."""
    guests = (guest for row in shown_bookings(case, actor) for guest in shown_guests(row, actor))
    guest = next((one for one in guests if one.ref == about), None)
    if guest is None:
        raise Missing
    booking, stage = guest.booking, guest.booking.stage
    room = booking.room
    return {
        "paper": head(case, agency=stage.agency.name, holder=stage.agency_id),
        "recipient": guest.party.person.called,
        "meeting": MEETINGS.get(stage.workflow),
        "arrives": moment_on_paper(guest.arrives_at),
        "until": local(guest.leaves_at)[11:16],
        "place": booking.place,
        "address": (stage.agency.address or stage.agency.name) if room else None,
        "waiting": (room.waiting or None) if room and _waits(guest) else None,
        "officer": stage.assignee.name if stage.assignee else None,
        "phone": stage.agency.phone or None,
        "apart": booking.apart,
    }


def _waits(guest: BookingGuest) -> bool:
    """Whoever comes first of two that must not meet waits out of sight."""
    return guest.booking.apart and guest.arrives_at == guest.booking.starts_at


def notices(case: Case, actor: User) -> Iterator[Offer]:
    """A notice for each person who is expected, told apart by the name and the time."""
    for row in shown_bookings(case, actor):
        for guest in shown_guests(row, actor):
            yield Offer("session_notice", guest.ref, f"{guest.party.person.called} {local(guest.arrives_at)}")
