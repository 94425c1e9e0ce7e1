"""What the public pages remember of a browser: a short visit with its draft."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.intake.models import PortalRequest
from mediation.vault.sealed import Sealed


class PortalVisit(Model):
    """What one browser is doing on the public pages. Sealed under a key of its own, gone when it leaves or is quiet."""

    __tablename__ = "portal_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("portal_request.id"))
    request: Mapped[PortalRequest | None] = relationship()
    draft_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    draft = Sealed("draft_sealed", kind="json")
