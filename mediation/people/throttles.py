"""Tries that may fail, counted by kind and name: a delay that ends by itself, never a lock-out."""

import hashlib
import math
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from mediation.audit.log import hold
from mediation.db import atomic, db, now
from mediation.errors import Refusal
from mediation.people.models import Throttle


class TooMany(Refusal):
    """Too often within a short time; after `seconds` it may be tried again."""

    def __init__(self, reason: str, *, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


def tries_at(kind: str, name: str, *, window: timedelta) -> int:
    """One more try of KIND at NAME, and how many there were within WINDOW, this one too. Turns nobody away."""
    with atomic():
        row = _running(kind, name, window)
        row.tries += 1
        return row.tries


def count_try(kind: str, name: str, *, tries: int, window: timedelta, sentence: str) -> None:
    """One more try of KIND at NAME (kept as a hash). Raises TooMany with SENTENCE after TRIES within WINDOW.

    Counted before the answer is looked at: tries at the same moment do not slip through together.
    """
    with atomic():
        row = _running(kind, name, window)
        if row.tries >= tries:
            left = row.since + window - now()
            raise TooMany(sentence, seconds=max(1, math.ceil(left.total_seconds())))
        row.tries += 1


def forget_try(kind: str, name: str) -> None:
    """The last try was right: it does not count."""
    with atomic():
        row = _throttle(kind, name)
        if row and row.tries:
            row.tries -= 1


def old_counts(kinds: Sequence[str], *, age: timedelta) -> Sequence[int]:
    """Counts of these kinds that began longer ago than AGE: at most five hundred ids."""
    query = select(Throttle.id).where(Throttle.kind.in_(kinds), Throttle.since < now() - age)
    return db.session.scalars(query.limit(500)).all()


def forget_count(count_id: int) -> None:
    """Delete one count."""
    with atomic():
        db.session.execute(delete(Throttle).where(Throttle.id == count_id))


def _running(kind: str, name: str, window: timedelta) -> Throttle:
    """The count of KIND at NAME, begun anew where WINDOW is over; nobody else counts meanwhile."""
    hold(f"{kind} {_hash(name)}")
    row = _throttle(kind, name)
    if row is None:
        row = Throttle(kind=kind, name_hash=_hash(name), tries=0, since=now())
        db.session.add(row)
    if now() - row.since >= window:
        row.tries, row.since = 0, now()
    return row


def _throttle(kind: str, name: str) -> Throttle | None:
    return db.session.scalar(select(Throttle).where(Throttle.kind == kind, Throttle.name_hash == _hash(name)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
