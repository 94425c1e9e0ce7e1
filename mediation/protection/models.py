"""What protects a person: an order of the court, a place in a shelter."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Stage
from mediation.db import Model, new_ref
from mediation.vault.sealed import Sealed


class ProtectionOrder(Model):
    """One application for a protection order, and what became of it. One without `ended_on` is under way.

    `result`: drafted, filed, accepted, made, refused, withdrawn, expired, revoked. The `_at` and `_on` texts
    are ISO as they were told: to the minute, the day, or only the month. `po_expires_on` is what the order
    says and is never rolled (T-05); `expiry_stated` is false where the order names no day and it was reckoned
    from the day made.
    """

    __tablename__ = "protection_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    result: Mapped[str] = mapped_column(String(12), default="drafted")
    applicant_kind: Mapped[str] = mapped_column(String(20), default="self")
    relation: Mapped[str] = mapped_column(String(20), default="")
    venue: Mapped[str] = mapped_column(String(20), default="")
    filed_by: Mapped[str] = mapped_column(String(20), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    served: Mapped[list[str]] = mapped_column(JSON, default=list)
    po_filed_at: Mapped[str | None] = mapped_column(String(32))
    po_accepted_at: Mapped[str | None] = mapped_column(String(32))
    po_made_at: Mapped[str | None] = mapped_column(String(32))
    po_effective_on: Mapped[str | None] = mapped_column(String(10))
    po_served_at: Mapped[str | None] = mapped_column(String(32))
    po_review_requested_on: Mapped[str | None] = mapped_column(String(10))
    po_expires_on: Mapped[date | None]
    expiry_stated: Mapped[bool] = mapped_column(default=True)
    ended_on: Mapped[str | None] = mapped_column(String(10))
    court_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    narrative_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    will_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    court = Sealed("court_sealed")
    number = Sealed("number_sealed")
    narrative = Sealed("narrative_sealed")
    will = Sealed("will_sealed")
    reason = Sealed("reason_sealed")


class Shelter(Model):
    """A stay in a shelter. Its place is a Secret that stands nowhere else; pages show days alone (DV-18)."""

    __tablename__ = "shelter"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    children: Mapped[list[int]] = mapped_column(JSON, default=list)
    shelter_in_on: Mapped[str] = mapped_column(String(10))
    shelter_extended_on: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[date | None]
    shelter_out_on: Mapped[str | None] = mapped_column(String(10))
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place = Sealed("place_sealed", kind="secret")
