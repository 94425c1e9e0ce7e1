"""What a station tells its partners month by month: the figures, and when the next working meeting is held."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User


class Bulletin(Model):
    """A bulletin (信息通报) or the invitation to a meeting (工作例会), with the figures of one month as they were sent.

    `figures` are lines of group, label and number in words, small numbers already left out. Never a case, never a
    person. `month` is 2026-10.
    """

    __tablename__ = "bulletin"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    kind: Mapped[str] = mapped_column(String(10))
    month: Mapped[str] = mapped_column(String(7))
    figures: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(String(2000), default="")
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(120), default="")
    agenda: Mapped[str] = mapped_column(String(2000), default="")
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_by: Mapped[User] = relationship()
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipts: Mapped[list["BulletinReceipt"]] = relationship(
        back_populates="bulletin", order_by="BulletinReceipt.id"
    )


class BulletinReceipt(Model):
    """One liaison officer to whom it went; `read_at` when they said that they had read it.

    Somebody without an account has a name only: they get it on paper.
    """

    __tablename__ = "bulletin_receipt"
    __table_args__ = (UniqueConstraint("bulletin_id", "agency_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    bulletin: Mapped[Bulletin] = relationship(back_populates="receipts")
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
