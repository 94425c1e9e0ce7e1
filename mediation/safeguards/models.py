"""Odd readings, and how far the worker has looked through the entries of what was read."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User


class OddReading(Model):
    """Somebody read in an odd way on one local day: `kind` is a word of `odd.KINDS`. A supervisor says what it was.

    `agency_id` is the agency of the reader; one row for a person, a day, a kind and a case, `times` how often.
    """

    __tablename__ = "odd_reading"
    __table_args__ = (
        UniqueConstraint("user_id", "day", "kind", "case_id"),
        Index("ix_odd_reading_agency_settled", "agency_id", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User] = relationship(foreign_keys=user_id)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    case: Mapped[Case | None] = relationship()
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    times: Mapped[int] = mapped_column(default=1)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verdict: Mapped[str] = mapped_column(String(12), default="")


class LookedThrough(Model):
    """Up to which entry a job has looked through what was read."""

    __tablename__ = "looked_through"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    entry_id: Mapped[int] = mapped_column(default=0)
