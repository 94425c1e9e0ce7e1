"""What the mediators write down: the request, the agreement with its duties, and what came of them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Party, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User
from mediation.vault.sealed import Sealed


class MediationRequest(Model):
    """Who asked for mediation and where the dispute came from; the newest counts (PM-17, PM-QG32)."""

    __tablename__ = "mediation_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    origin: Mapped[str] = mapped_column(String(20))
    dispute_kind: Mapped[str] = mapped_column(String(40))
    elsewhere: Mapped[str] = mapped_column(String(10))
    identity_matter: Mapped[bool] = mapped_column(default=False)
    open_hearing: Mapped[bool] = mapped_column(default=False)
    happened_on: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paper_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    dispute_facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    demands_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    paper_number = Sealed("paper_number_sealed")
    dispute_facts = Sealed("dispute_facts_sealed")
    demands = Sealed("demands_sealed")


class ChildView(Model):
    """What a child of eight or more wishes (MC-1084): for the mediator; neither side reads it."""

    __tablename__ = "child_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party] = relationship()
    heard_on: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    wish_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wish = Sealed("wish_sealed")


class Agreement(Model):
    """An agreement of one mediation. `effective_on` is computed, never typed (PM-29, PM-30).

    `draft` counts the texts that were laid out for signing: a signature belongs to one of them.
    """

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("agency_id", "number_year", "number"),)
    kind = "agreement"
    workflow = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    number_year: Mapped[int | None]
    number: Mapped[int | None]
    oral: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[int] = mapped_column(default=1)
    reached_on: Mapped[date]
    effective_on: Mapped[date | None]
    copies: Mapped[int | None]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dispute_facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    performance_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    dispute_facts = Sealed("dispute_facts_sealed")
    performance = Sealed("performance_sealed")

    clauses: Mapped[list["Clause"]] = relationship(
        back_populates="agreement", order_by="Clause.number", cascade="all, delete-orphan"
    )
    obligations: Mapped[list["Obligation"]] = relationship(
        back_populates="agreement", order_by="Obligation.id", cascade="all, delete-orphan"
    )
    signatures: Mapped[list["Signature"]] = relationship(back_populates="agreement", order_by="Signature.id")
    confirmations: Mapped[list["Confirmation"]] = relationship(
        back_populates="agreement", order_by="Confirmation.id"
    )

    @property
    def chain(self) -> str:
        return self.stage.chain

    @property
    def owner_id(self) -> int | None:
        return self.stage.owner_id

    @property
    def assignee_id(self) -> int | None:
        return self.stage.assignee_id

    @property
    def parts(self) -> Mapping[str, int]:
        return self.stage.parts

    @property
    def number_text(self) -> str | None:
        """（2026）×人调字第×号: counted per committee and year, printed on the papers of both parties."""
        if self.number is None:
            return None
        return f"（{self.number_year}）{self.stage.agency.short_name}人调字第{self.number}号"


class Clause(Model):
    """One clause. `kind` says what the law makes of it: identity is not agreed on, custody asks a child."""

    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    agreement: Mapped[Agreement] = relationship(back_populates="clauses")
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = Sealed("text_sealed")


class Obligation(Model):
    """One thing owed on one day: each instalment is a row. `line` is the row of the draft it comes from.

    `amount` in fen, or None for an act.
    """

    __tablename__ = "obligation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    agreement: Mapped[Agreement] = relationship(back_populates="obligations")
    clause_number: Mapped[int]
    line: Mapped[int]
    instalment: Mapped[int] = mapped_column(default=1)
    times: Mapped[int] = mapped_column(default=1)
    every: Mapped[str] = mapped_column(String(8), default="once")
    debtor_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    debtor: Mapped[Party] = relationship(foreign_keys=debtor_id)
    creditor_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    creditor: Mapped[Party] = relationship(foreign_keys=creditor_id)
    amount: Mapped[int | None]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    what_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    way_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    what = Sealed("what_sealed")
    way = Sealed("way_sealed")
    performances: Mapped[list["Performance"]] = relationship(
        back_populates="obligation", order_by="Performance.id"
    )

    @property
    def label(self) -> str:
        """第1项第3期: what the duty is called where nothing personal may stand."""
        return f"第{self.line}项" + (f"第{self.instalment}期" if self.times > 1 else "")

    @property
    def paid(self) -> int:
        """Fen that were paid so far."""
        return sum(row.amount or 0 for row in self.performances)


class Signature(Model):
    """A signature that an agreement needs, and when it was given. `draft` is the text that it stands under.

    `role`: party, mediator or seal. `scan` is the ref of the material that shows it. Dropped when the text goes back to
    drafting; the row stays.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_agreement", "agreement_id", "draft"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    agreement: Mapped[Agreement] = relationship(back_populates="signatures")
    draft: Mapped[int]
    role: Mapped[str] = mapped_column(String(10))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party | None] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User | None] = relationship()
    signed_on: Mapped[date | None]
    way: Mapped[str] = mapped_column(String(30), default="")
    read_aloud: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    scan: Mapped[str] = mapped_column(String(32), default="")
    witness_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    witness = Sealed("witness_sealed")


class Performance(Model):
    """What was done of one duty, and when (PM-31)."""

    __tablename__ = "performance"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligation.id"), index=True)
    obligation: Mapped[Obligation] = relationship(back_populates="performances")
    performed_on: Mapped[date]
    amount: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proof_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proof = Sealed("proof_sealed")


class Confirmation(Model):
    """A step of the judicial confirmation: filed, accepted, ruled. `late`: after the thirty days (JC-205)."""

    __tablename__ = "confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    agreement: Mapped[Agreement] = relationship(back_populates="confirmations")
    step: Mapped[str] = mapped_column(String(10))
    happened_on: Mapped[date]
    result: Mapped[str] = mapped_column(String(20), default="")
    late: Mapped[bool] = mapped_column(default=False)
    court_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    court = Sealed("court_sealed")
    case_number = Sealed("case_number_sealed")

    @property
    def key_id(self) -> str:
        return self.agreement.key_id


guarded_state(Agreement.__table__)
