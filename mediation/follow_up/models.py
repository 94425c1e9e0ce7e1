"""A call or a visit after the work: is she safe, is what was agreed kept, what does she think of us."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User
from mediation.vault.sealed import Sealed


class FollowUp(Model):
    """A follow-up 回访. `sequence` is its place in the log of the case.

    `safe`: yes, no, unknown. `no_contact_by_wish`: she asked not to be contacted, which is a follow-up too.
    """

    __tablename__ = "follow_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    sequence: Mapped[int]
    happened_on: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(20), default="")
    reached: Mapped[bool]
    safe: Mapped[str] = mapped_column(String(10), default="unknown")
    violence_again: Mapped[bool] = mapped_column(default=False)
    performance: Mapped[str] = mapped_column(String(12), default="")
    satisfaction: Mapped[str] = mapped_column(String(20), default="")
    no_contact_by_wish: Mapped[bool] = mapped_column(default=False)
    next_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User | None] = relationship()
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = Sealed("text_sealed")
