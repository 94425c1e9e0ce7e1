"""What happened, by whom, when; and who read what. Rows are added and never touched again.

No foreign keys: the log outlives what it tells of. No personal value: names of steps, states and fields, refs of
the people who acted, and a salted commitment to the facts.
"""

from datetime import datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mediation.audit.guards import append_only, counted
from mediation.db import Model, UtcDateTime


class AuditEntry(Model):
    """One link of a chain. A case has a chain of its own; what belongs to no case is in the chain `station`."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_audit_entry_subject_version", "subject", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32))
    version: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(String(40))
    dest: Mapped[str | None] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(32))
    actor_role: Mapped[str] = mapped_column(String(40))
    agency: Mapped[str] = mapped_column(String(32))
    fields: Mapped[list[str]] = mapped_column(JSON)
    commitment: Mapped[str | None] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """How many entries a chain has, and the hash of its last one. The database keeps it, with each entry.

    An entry that is cut off the end of a chain, and a chain that is emptied, leave their head behind.
    """

    __tablename__ = "audit_head"

    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class ReadEntry(Model):
    """Somebody was shown something. A list is one entry with the refs shown; of what was searched for, a keyed hash."""

    __tablename__ = "read_entry"
    __table_args__ = (
        Index("ix_read_entry_subject", "subject"),
        Index("ix_read_entry_actor", "actor"),
        Index("ix_read_entry_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(32))
    actor_role: Mapped[str] = mapped_column(String(40))
    agency: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(32))
    shown: Mapped[list[str]] = mapped_column(JSON)
    term: Mapped[str | None] = mapped_column(String(32))


append_only(AuditEntry.__table__)
append_only(ReadEntry.__table__)
counted(AuditHead.__table__)
