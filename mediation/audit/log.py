"""Write to the log. Each chain is linked by hashes; the unit of work that is open decides whether it stays."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select, text

from mediation.audit.models import AuditEntry, AuditHead, ReadEntry
from mediation.db import atomic, db, now

STATION = "station"
FIRST = "0" * 64
_HEAD = select(AuditHead.sequence, AuditHead.hash).where(AuditHead.chain == text(":chain"))
_INSERT = insert(AuditEntry)


class Actor(Protocol):
    """Whoever acts: a person, or the program itself."""

    @property
    def ref(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def agency_ref(self) -> str: ...


@dataclass(frozen=True)
class Subject:
    """What an entry is about: the chain it belongs to, its kind and its ref."""

    chain: str
    kind: str
    ref: str


@dataclass(frozen=True)
class Entry:
    """What was written: where it stands in its chain, and when."""

    chain: str
    sequence: int
    at: datetime
    hash: str


def record(
    kind: str,
    *,
    actor: Actor,
    subject: Subject,
    version: int | None = None,
    source: str | None = None,
    dest: str | None = None,
    fields: Iterable[str] = (),
    commitment: str | None = None,
) -> Entry:
    """Add one entry to the chain of SUBJECT, within the unit of work that is open."""
    sequence, previous = _head(subject.chain)
    row: dict[str, Any] = {
        "chain": subject.chain,
        "sequence": sequence + 1,
        "at": now(),
        "kind": kind,
        "subject_kind": subject.kind,
        "subject": subject.ref,
        "version": version,
        "source": source,
        "dest": dest,
        "actor": actor.ref,
        "actor_role": actor.role,
        "agency": actor.agency_ref,
        "fields": sorted(fields),
        "commitment": commitment,
        "previous": previous,
    }
    row["hash"] = entry_hash(row)
    db.session.execute(_INSERT, row)
    return Entry(subject.chain, sequence + 1, row["at"], row["hash"])


def entry_hash(row: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything in the entry but its id and the hash itself."""
    content = {name: value for name, value in row.items() if name not in ("id", "hash")}
    content["at"] = row["at"].isoformat(timespec="microseconds")
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def record_alone(kind: str, *, actor: Actor, subject: Subject, fields: Iterable[str] = ()) -> None:
    """An entry in a unit of work of its own: for refusals and sign-ins, which change nothing else."""
    with atomic():
        record(kind, actor=actor, subject=subject, fields=fields)


def record_read(
    kind: str,
    *,
    actor: Actor,
    subject: str | None = None,
    shown: Iterable[str] = (),
    term: str | None = None,
) -> None:
    """ACTOR is about to be shown something. Committed before the page is served; fails closed.

    TERM is the keyed hash of what was searched for, never the words.
    """
    row = {
        "at": now(),
        "actor": actor.ref,
        "actor_role": actor.role,
        "agency": actor.agency_ref,
        "kind": kind,
        "subject": subject,
        "shown": list(shown),
        "term": term,
    }
    with atomic() as session:
        session.execute(insert(ReadEntry), row)


def hold(chain: str) -> None:
    """Keep CHAIN for this unit of work: whoever wants to add to it waits. SQLite has one writer anyway."""
    session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        lock = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:8], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _head(chain: str) -> tuple[int, str]:
    hold(chain)
    row = db.session.execute(_HEAD, {"chain": chain}).first()
    return (row.sequence, row.hash) if row else (0, FIRST)
