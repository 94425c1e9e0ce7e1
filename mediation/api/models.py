"""The tokens by which the systems of other agencies call this program."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User


class PartnerToken(Model):
    """A token of an agency. Of the token itself the database keeps the hash; `scopes` name what it may do."""

    __tablename__ = "partner_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(60))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship(lazy="joined")
    scopes: Mapped[list[str]] = mapped_column(JSON)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    issued_by: Mapped[User] = relationship()
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
