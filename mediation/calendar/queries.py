"""What stands in the calendar of an agency. That a room or a worker is busy every colleague may know; whose case it is,
whoever may open it alone."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mediation.cases.access import sees_stage, visible_to
from mediation.cases.bookings import Booking
from mediation.cases.models import Case, Stage
from mediation.db import SHANGHAI, db
from mediation.people.models import Absence, Agency, AgencyPerson, Duty, User
from mediation.people.queries import duties_of

WEEK = timedelta(days=7)


def bookings_in(agency: Agency, first: date, *, actor: User) -> Sequence[Booking]:
    """The bookings of AGENCY in the week that begins on FIRST; of another agency than ACTOR's none."""
    if actor.agency_id != agency.id:
        return []
    begins = datetime.combine(first, time.min, SHANGHAI)
    query = (
        select(Booking)
        .join(Stage, Stage.id == Booking.stage_id)
        .where(Booking.agency_id == agency.id, ~Booking.dropped, ~Stage.ended)
        .where(Booking.starts_at >= begins, Booking.starts_at < begins + WEEK)
        .options(joinedload(Booking.room), joinedload(Booking.stage).joinedload(Stage.assignee))
    )
    return db.session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()


def openable(bookings: Collection[Booking], *, actor: User) -> dict[int, Case]:
    """Of BOOKINGS, by id, the cases that ACTOR may open, where they see the stage."""
    ids = {row.case_id for row in bookings}
    cases = {case.id: case for case in db.session.scalars(visible_to(actor).where(Case.id.in_(ids)))}
    return {
        row.id: cases[row.case_id]
        for row in bookings
        if row.case_id in cases and sees_stage(actor, row.stage)
    }


def away_in(agency: Agency, first: date) -> Sequence[Absence]:
    """Who of AGENCY is away in the week that begins on FIRST. When, never why."""
    query = (
        select(Absence)
        .join(User, User.id == Absence.user_id)
        .where(User.agency_id == agency.id, User.active, ~Absence.dropped)
        .where(Absence.since < first + WEEK, Absence.until >= first)
        .options(joinedload(Absence.user))
    )
    return db.session.scalars(query.order_by(Absence.since, Absence.id)).all()


def duties_in(first: date, *, actor: User) -> list[Duty]:
    """Who is on duty in the week that begins on FIRST: at the own agency, and at those that lend lawyers and counsellors."""
    planned = (
        select(AgencyPerson.agency_id)
        .join(Duty, Duty.person_id == AgencyPerson.id)
        .where(Duty.day.between(first, first + WEEK - timedelta(days=1)), ~Duty.dropped)
    )
    agencies = db.session.scalars(select(Agency).where(Agency.id.in_(planned), Agency.active)).all()
    near = sorted(agencies, key=lambda agency: (agency.id != actor.agency_id, agency.id))
    lend = {"legal_aid", "counselling"}
    return [
        duty
        for agency in near
        if agency.id == actor.agency_id or lend & set(agency.takes_on)
        for duty in duties_of(agency, first, first + WEEK - timedelta(days=1), actor=actor)
    ]
