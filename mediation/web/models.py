"""What the web floor remembers: forms that could not be taken, and those that are being filled, for their author alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Model, UtcDateTime, new_ref
from mediation.vault.sealed import Sealed


class KeptForm(Model):
    """What somebody had typed when the sign-in ended. Sealed under a key of its own, given back once, to them alone."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    path: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    typed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    typed = Sealed("typed_sealed", kind="json")


class Draft(Model):
    """What somebody is typing on a form page, saved as they type: one for each person and page, sealed under a key of its
    own. It goes when the form is sent, when its author throws it away, or after a term."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("user_id", "path"),
        Index("ix_draft_path_saved_at", "path", "saved_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    path: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    typed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    typed = Sealed("typed_sealed", kind="json")
