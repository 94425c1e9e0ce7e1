"""When and where people of a case are expected: rooms, bookings, and when each of them comes and goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Party, Stage
from mediation.db import Model, UtcDateTime, db, new_ref
from mediation.people.models import Agency
from mediation.vault.sealed import Sealed


class Room(Model):
    """A room of an agency; `waiting` is where somebody waits apart from the corridor. Given up it stays, not `active`."""

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    name: Mapped[str] = mapped_column(String(20))
    waiting: Mapped[str] = mapped_column(String(20), default="")
    active: Mapped[bool] = mapped_column(default=True)


class Booking(Model):
    """A time agreed on for a stage; whoever has the stage in hand is there.

    `apart`: the two sides come and go at different times. Replaced by another date it stays, `dropped`.
    """

    __tablename__ = "booking"
    __table_args__ = (Index("ix_booking_agency_starts", "agency_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    room: Mapped[Room | None] = relationship()
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    apart: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place = Sealed("place_sealed")

    guests: Mapped[list["BookingGuest"]] = relationship(back_populates="booking", order_by="BookingGuest.id")


class BookingGuest(Model):
    """Somebody who is asked to come: when to arrive, and when to leave."""

    __tablename__ = "booking_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    booking: Mapped[Booking] = relationship(back_populates="guests")
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party] = relationship()
    arrives_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leaves_at: Mapped[datetime] = mapped_column(UtcDateTime)


def rooms_of(agency_id: int) -> Sequence[Room]:
    """The rooms in use at an agency, in the order in which they were registered."""
    query = select(Room).where(Room.agency_id == agency_id, Room.active).order_by(Room.id)
    return db.session.scalars(query).all()


def bookings_of(case: Case) -> Sequence[Booking]:
    """The bookings of a case that hold, in the order of their time."""
    query = select(Booking).where(Booking.case_id == case.id, ~Booking.dropped)
    return db.session.scalars(query.order_by(Booking.starts_at, Booking.id)).all()


def arrival(stage_ref: str, party_id: int, moment: datetime) -> datetime:
    """When that party is to come for what was agreed for MOMENT: MOMENT itself, unless the sides come at different times."""
    query = (
        select(BookingGuest.arrives_at)
        .join(Booking, Booking.id == BookingGuest.booking_id)
        .join(Stage, Stage.id == Booking.stage_id)
        .where(Stage.ref == stage_ref, BookingGuest.party_id == party_id)
        .where(Booking.starts_at == moment, ~Booking.dropped)
    )
    return db.session.scalar(query.limit(1)) or moment
