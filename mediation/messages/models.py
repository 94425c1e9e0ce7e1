"""Text messages to the person herself. Which number, and whether at all, is asked of the lock when one is sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Party
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User


class TextMessage(Model):
    """One text message: the name of a neutral template, never words that somebody typed, and no number.

    `state`: waiting, sending, sent, refused (by the lock), dead, unknown (the gateway did not answer: never sent again).
    """

    __tablename__ = "text_message"
    __table_args__ = (Index("ix_text_message_state_next", "state", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party] = relationship()
    template: Mapped[str] = mapped_column(String(20))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_by: Mapped[User] = relationship()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(60), default="")
