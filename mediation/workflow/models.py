"""What the engine remembers: each step with what was said, and each time limit that runs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
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
    """A time limit that runs, with the numbers of the rule as they stood when it began: a change of law leaves it.

    `state`: running, paused, met, missed, stopped, extended (then the next row `follows` this one). Days are local
    dates; limits in hours are moments. `rule_version` is the first day of the version of the rule, `province` the code of
    the province whose rule applied, `source` the article. `paused_for` counts the minutes of pauses that are over.
    `next_at` is when the worker looks next; `rung` how far up an overdue duty has gone.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_subject", "subject", "rule"),
        Index("ix_clock_state_due", "state", "due_at"),
        Index("ix_clock_next", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    chain: Mapped[str] = mapped_column(String(32), index=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(20))
    choice: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10), default="")
    rule_version: Mapped[str] = mapped_column(String(10), default="")
    province: Mapped[str] = mapped_column(String(2), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    amount: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(12))
    rolls: Mapped[bool] = mapped_column(default=False)
    duty: Mapped[str] = mapped_column(String(30))
    agency_id: Mapped[int | None]
    started: Mapped[str] = mapped_column(String(32))
    conservative: Mapped[str] = mapped_column(String(32))
    statutory_last: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(400), default="")
    about: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="running")
    ended: Mapped[str | None] = mapped_column(String(32))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"))
    paused_on: Mapped[str | None] = mapped_column(String(32))
    paused_for: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rung: Mapped[int] = mapped_column(default=0)


class ClockEvent(Model):
    """What happened to a time limit, kept for good: begun, paused, resumed, apart, extended, met, missed,
    stopped; and who was told: reminded, escalated, urged.

    `apart`: time that is recorded apart and not deducted. `ground` is the ground that the rule names, never what
    somebody typed: that lies sealed in the step (`sequence` of the chain). `before`, `after`: conservative dates.
    """

    __tablename__ = "clock_event"
    __table_args__ = (Index("ix_clock_event_clock", "clock_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    kind: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    happened_on: Mapped[str] = mapped_column(String(32))
    actor_id: Mapped[int | None]
    sequence: Mapped[int | None]
    ground: Mapped[str] = mapped_column(String(120), default="")
    before: Mapped[str] = mapped_column(String(32), default="")
    after: Mapped[str] = mapped_column(String(32), default="")
