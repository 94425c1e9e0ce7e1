"""What the phrase library remembers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Model, UtcDateTime, new_ref
from mediation.vault.sealed import Sealed


class Phrase(Model):
    """A sentence that is written again and again: of one worker (`user_id`), or of everybody at the agency.

    Sealed like everything that people type: a name may slip in.
    """

    __tablename__ = "phrase"
    __table_args__ = (Index("ix_phrase_agency", "agency_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dropped: Mapped[bool] = mapped_column(default=False)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = Sealed("text_sealed")
