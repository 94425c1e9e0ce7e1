"""A referral: what one agency asked of another, and exactly what it sent along."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case, Party, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User
from mediation.referrals.desk import takes_in
from mediation.vault.sealed import Sealed


class Referral(Model):
    """转介单. `manner`: refer, co_handle, delegate (the receiver gets a stage) or transfer (of the case).

    `package` is the snapshot that the receiver reads, never the case itself; `package_hash` proves it.
    `expiry_told_at`: when its sender was told that `expires_on` had passed. `moved` names the stages that
    went along with a transfer.
    """

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("from_agency_id", "number_year", "number"),
        Index("ix_referral_to_state", "to_agency_id", "state"),
    )
    kind = "referral"
    workflow = "referral"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    from_agency: Mapped[Agency] = relationship(foreign_keys=from_agency_id)
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    to_agency: Mapped[Agency] = relationship(foreign_keys=to_agency_id)
    manner: Mapped[str] = mapped_column(String(12))
    stage_wanted: Mapped[str] = mapped_column(String(40), default="")
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party | None] = relationship()
    ground: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[str] = mapped_column(String(12))
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    data_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    expires_on: Mapped[date | None]
    number_year: Mapped[int]
    number: Mapped[int]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_by: Mapped[User] = relationship()
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shut_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expiry_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved: Mapped[list[int]] = mapped_column(JSON, default=list)
    package_hash: Mapped[str] = mapped_column(String(64), default="")
    package_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    package: Sealed[Any] = Sealed("package_sealed", kind="json")

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def owner_id(self) -> int | None:
        """The owner of the case, as long as the sender has it: after a transfer this side has none."""
        return self.case.owner_id if self.case.agency_id == self.from_agency_id else None

    @property
    def parts(self) -> Mapping[str, int]:
        return {
            "who sends": self.from_agency_id,
            "who receives": self.to_agency_id,
            "of the case": self.case.agency_id,
        }

    def stands_in(self, part: str, actor: User) -> bool:
        """Not everybody at the receiver stands there for it (`desk`)."""
        return part != "who receives" or takes_in(self, actor)

    @property
    def slip_number(self) -> str:
        """（2026）青转字第0001号: the number of the slip, which says nothing of the number of the case."""
        return f"（{self.number_year}）{self.from_agency.short_name}转字第{self.number:04d}号"


class ReferralLink(Model):
    """A link with a code by which a receiver without an account answers one referral. Neither is kept, only keyed hashes.

    It holds until the referral ends (`links.live`), or until `ended_at`: revoked, or replaced by another.
    """

    __tablename__ = "referral_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    referral: Mapped[Referral] = relationship()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    issued_by: Mapped[User] = relationship()
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LinkVisit(Model):
    """One visit by a link after the right code: who they said they were, sealed with the case; over when left or old."""

    __tablename__ = "link_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    link_id: Mapped[int] = mapped_column(ForeignKey("referral_link.id"), index=True)
    link: Mapped[ReferralLink] = relationship()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    who_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    who = Sealed("who_sealed")


guarded_state(Referral.__table__)
