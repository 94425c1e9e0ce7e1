"""The feed of one worker's calendar: a secret address, and what stands in it. Nothing of a case, of anybody, of a place.

Telephones show what is next on a locked screen, and calendars are shared and kept by others: a time is all that leaves.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from mediation.audit.log import STATION, Subject, record
from mediation.calendar.models import CalendarFeed
from mediation.cases.bookings import Booking
from mediation.cases.models import Stage
from mediation.db import SHANGHAI, atomic, db, now, today
from mediation.errors import Missing
from mediation.people.models import AgencyPerson, Duty, User

BEFORE, AHEAD = timedelta(days=31), timedelta(days=183)
BUSY, ON_DUTY = "工作安排", "值班"
Event = tuple[str, str, str, str]


def open_feed(*, actor: User) -> str:
    """A new secret address for ACTOR: its token, which nobody can read again. An older address ends."""
    token = secrets.token_urlsafe(32)
    with atomic() as session:
        _end(actor)
        session.add(CalendarFeed(user_id=actor.id, token_hash=_hash(token), made_at=now()))
        record("calendar.feed.open", actor=actor, subject=Subject(STATION, "user", actor.ref))
    return token


def end_feed(*, actor: User) -> None:
    """The address of ACTOR is dead at once."""
    with atomic():
        _end(actor)
        record("calendar.feed.end", actor=actor, subject=Subject(STATION, "user", actor.ref))


def feed_since(actor: User) -> datetime | None:
    """Since when ACTOR has an address that works; None where there is none."""
    query = select(CalendarFeed.made_at).where(
        CalendarFeed.user_id == actor.id, CalendarFeed.ended_at.is_(None)
    )
    return db.session.scalar(query.limit(1))


def calendar_of(token: str) -> str:
    """The calendar as text of RFC 5545. Raises Missing for a token that is unknown or ended, or of nobody at work."""
    query = select(CalendarFeed).where(
        CalendarFeed.token_hash == _hash(token), CalendarFeed.ended_at.is_(None)
    )
    feed = db.session.scalar(query)
    if feed is None or not feed.user.active:
        raise Missing
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//ZH", "CALSCALE:GREGORIAN"]
    for uid, begins, ends, title in _events(feed.user):
        # The name of a row is not given away: it stands in addresses of the program.
        lines += ["BEGIN:VEVENT", f"UID:{_hash(feed.token_hash + uid)[:32]}", f"DTSTAMP:{_utc(now())}"]
        lines += [f"DTSTART{begins}", f"DTEND{ends}", f"SUMMARY:{title}", "CLASS:PRIVATE", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _events(user: User) -> Iterator[Event]:
    for row in _bookings(user):
        yield row.ref, f":{_utc(row.starts_at)}", f":{_utc(row.ends_at)}", BUSY
    for duty in _duties(user):
        begins, ends = f"{duty.day:%Y%m%d}", f"{duty.day + timedelta(days=1):%Y%m%d}"
        yield duty.ref, f";VALUE=DATE:{begins}", f";VALUE=DATE:{ends}", ON_DUTY


def _bookings(user: User) -> Sequence[Booking]:
    start = datetime.combine(today() - BEFORE, time.min, SHANGHAI)
    query = (
        select(Booking)
        .join(Stage, Stage.id == Booking.stage_id)
        .where(Stage.assignee_id == user.id, ~Booking.dropped, ~Stage.ended)
        .where(Booking.starts_at.between(start, start + BEFORE + AHEAD))
    )
    return db.session.scalars(query.order_by(Booking.starts_at)).all()


def _duties(user: User) -> Sequence[Duty]:
    query = (
        select(Duty)
        .join(AgencyPerson, AgencyPerson.id == Duty.person_id)
        .where(AgencyPerson.user_id == user.id, ~AgencyPerson.left, ~Duty.dropped)
        .where(Duty.day.between(today() - BEFORE, today() + AHEAD))
    )
    return db.session.scalars(query.order_by(Duty.day)).all()


def _end(actor: User) -> None:
    running = update(CalendarFeed).where(CalendarFeed.user_id == actor.id, CalendarFeed.ended_at.is_(None))
    db.session.execute(running.values(ended_at=now()))


def _utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
