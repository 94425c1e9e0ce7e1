"""What the web floor remembers: a form that could not be taken, until its author comes back."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
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
