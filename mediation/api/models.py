"""The tokens by which the systems of other agencies call this program, and the way on which referrals travel to theirs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User
from mediation.referrals.models import Referral
from mediation.vault.sealed import Sealed


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


class Channel(Model):
    """Where the installation of another agency is, and the token that it gave us, sealed.

    `hook` is the secret by which it signs what it tells of its own accord; `heard_at`, when it last did.
    """

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), unique=True)
    agency: Mapped[Agency] = relationship(lazy="joined")
    base_url: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    token: Sealed[Any] = Sealed("token_sealed", kind="secret")
    hook_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    hook: Sealed[Any] = Sealed("hook_sealed", kind="secret")
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Journey(Model):
    """A referral on its way to another installation, written with it. `their_ref`: what it is called there, once it
    has arrived. `carried`: how many of its materials are seen to. `told`: the last of our steps (id) that was told
    there. `cut`: that its ground is gone was told.

    `tries`: failures in a row. `said`: why the last try failed, in words that name nobody.
    """

    __tablename__ = "journey"
    __table_args__ = (Index("ix_journey_next", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    referral: Mapped[Referral] = relationship()
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    channel: Mapped[Channel] = relationship()
    their_ref: Mapped[str | None] = mapped_column(String(32))
    carried: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0)
    cut: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(80), default="")
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Arrival(Model):
    """What a referral from another installation is called there, and here."""

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("agency_id", "their_ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    their_ref: Mapped[str] = mapped_column(String(32))
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)


class ApiRefusal(Model):
    """A call that got nothing: who called (ref of the token, "-" for nobody known), with which status, what, and from which
    address. `more`: how many alike were counted here instead of having a row of their own (`refusals`)."""

    __tablename__ = "api_refusal"
    __table_args__ = (Index("ix_api_refusal_at", "at", "who", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(32))
    status: Mapped[int]
    operation: Mapped[str] = mapped_column(String(30))
    origin: Mapped[str] = mapped_column(String(45))
    more: Mapped[int] = mapped_column(default=0)
