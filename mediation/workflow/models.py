"""What the engine remembers: each step with what was said, and each time limit that runs."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Model, UtcDateTime, new_ref
from mediation.vault.sealed import Sealed


class StepTaken(Model):
    """A step of a workflow: what the audit entry proves, with the facts that were given, sealed with the case.

    `apart_digest` stands for the facts that are kept elsewhere; `idempotency_key` is the digest of a submission.
    """

    __tablename__ = "step_taken"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index("ix_step_taken_chain", "chain", "sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    chain: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32), index=True)
    workflow: Mapped[str] = mapped_column(String(40))
    trigger: Mapped[str] = mapped_column(String(40))
    source: Mapped[str | None] = mapped_column(String(40))
    dest: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_on: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    agency_id: Mapped[int | None]
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    apart_digest: Mapped[str | None] = mapped_column(String(64))
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    facts = Sealed("facts_sealed", kind="json")


class Clock(Model):
    """A time limit that runs, with the numbers of the rule as they stood when it began.

    `state`: running, met, missed, stopped, extended. Days are local dates; limits in hours are moments.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_subject", "subject", "rule"),
        Index("ix_clock_state_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    chain: Mapped[str] = mapped_column(String(32), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(20))
    choice: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(12))
    duty: Mapped[str] = mapped_column(String(30))
    agency_id: Mapped[int | None]
    started: Mapped[str] = mapped_column(String(32))
    conservative: Mapped[str] = mapped_column(String(32))
    statutory_last: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="running")
    ended: Mapped[str | None] = mapped_column(String(32))
