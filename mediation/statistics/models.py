"""What the figures keep: the office's own order of columns, targets, early warnings, and the address of a board."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed


class FigureLayout(Model):
    """The columns of the office's own sheet in their order: pairs of the number (table/row) and the heading above it."""

    __tablename__ = "figure_layout"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), unique=True)
    columns: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class IndicatorTarget(Model):
    """What an agency wants to reach in a year, in tenths of the unit of the indicator: 850 is 85.0 %."""

    __tablename__ = "indicator_target"
    __table_args__ = (UniqueConstraint("agency_id", "year", "indicator"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(30))
    tenths: Mapped[int]


class EarlyWarning(Model):
    """A figure that is off its path, or a rise beyond chance, in one month (2026-10), and what was answered to it.

    `subject` is the kind or the indicator, never a person. `expected` in tenths. `accepted_at`: the supervisor took
    the answer.
    """

    __tablename__ = "early_warning"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "subject", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency] = relationship()
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(50))
    month: Mapped[str] = mapped_column(String(7))
    observed: Mapped[int]
    expected: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    assigned_to: Mapped[User | None] = relationship(foreign_keys=assigned_to_id)
    due_on: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer = Sealed("answer_sealed")


class Board(Model):
    """A board 大屏: its ref is the secret of its address. `ended_at`: it shows nothing any longer."""

    __tablename__ = "board"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FigureCheck(Model):
    """Until which month (2026-10) an agency was looked at for early warnings: each month once."""

    __tablename__ = "figure_check"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
