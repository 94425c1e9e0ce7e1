"""Messages that wait to be sent. Written with the change that caused them; sent after it, at least once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref, now
from mediation.vault.sealed import Sealed


class Message(Model):
    """A neutral sentence for a worker or for the queue of an agency. Never anything personal: it links to the thing.

    `mail`: waiting, sent, none (nobody to write to, or read before), dead. `next_at` is when it is tried (again).
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_mail_next", "mail", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    mail: Mapped[str] = mapped_column(String(10), default="waiting")
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=now)


class Webhook(Model):
    """Where the system of an agency wants to hear that one of its referrals moved. `secret` signs what is sent there."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    url: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret = Sealed("secret_sealed")


class Delivery(Model):
    """One thing to be told at one webhook: an event, the ref of the thing and its state; never anything personal.

    `state`: waiting, sent, dead. `next_at` is when it is tried (again); `said` why the last try failed.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_state_next", "state", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"), index=True)
    webhook: Mapped[Webhook] = relationship()
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(32))
    subject_state: Mapped[str] = mapped_column(String(40))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(60), default="")
