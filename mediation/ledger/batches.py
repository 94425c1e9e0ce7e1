"""A batch of old rows: brought in, looked at, taken over, looked through, undone as a whole.

The rows lie sealed by the hundred under the key of their batch. Nothing of them is searchable in the database: whoever
looks something up has the pages opened and read through. Undoing destroys the key, in backups too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.access import may_register
from mediation.db import atomic, db, now
from mediation.errors import Missing, OutOfTurn
from mediation.ledger.columns import BY_NAME, guessed
from mediation.ledger.lines import Line, read_lines
from mediation.ledger.models import LedgerBatch, LedgerPage
from mediation.people.models import User
from mediation.vault.keys import destroy_key, new_key

ROWS_ON_PAGE = 200
# A file that was looked at and not taken over is thrown away after so long.
LOOKED_AT = timedelta(days=1)
FOUND = 50
Tick = Callable[[], None]


@dataclass(frozen=True)
class Hit:
    """An old row that was found: what it says by field."""

    values: Mapping[str, str]


def may_import(actor: User) -> bool:
    """Whether ACTOR brings in old rows and undoes a batch: the supervisor of a station."""
    return actor.role == "supervisor" and may_register(actor)


def bring_in(head: Sequence[str], rows: Sequence[Sequence[str]], *, actor: User) -> LedgerBatch:
    """Keep the rows of a file to be looked at; the columns are guessed. Nothing is taken over yet."""
    batch = LedgerBatch(
        key_id=new_key("program"),
        agency_id=actor.agency_id,
        made_by_id=actor.id,
        made_at=now(),
        rows=len(rows),
    )
    batch.told = {"head": list(head), "places": guessed(head, _said_before(actor))}
    with atomic() as session:
        session.add(batch)
        session.flush()
        for place, some in enumerate(_in_pages(rows)):
            page = LedgerPage(key_id=batch.key_id, batch_id=batch.id, place=place)
            page.lines = [list(row) for row in some]
            session.add(page)
    return batch


def find_batch(ref: str, *, actor: User) -> LedgerBatch:
    """A batch of ACTOR's station. Raises Missing."""
    batch = db.session.scalar(_batches(actor).where(LedgerBatch.ref == ref)) if may_import(actor) else None
    if batch is None:
        raise Missing
    return batch


def batches_of(actor: User) -> Sequence[LedgerBatch]:
    """The batches that were taken over at ACTOR's station, the newest first."""
    taken = _batches(actor).where(LedgerBatch.taken_at.is_not(None))
    return db.session.scalars(taken.order_by(LedgerBatch.id.desc()).limit(50)).all()


def say_columns(batch: LedgerBatch, places: Mapping[str, int]) -> None:
    """Which column of the file is which field."""
    _only_untaken(batch)
    with atomic():
        batch.told = {"head": batch.head, "places": dict(places)}


def samples_of(batch: LedgerBatch, number: int) -> list[list[str]]:
    """The first rows of a batch that is not taken over yet, as they stand in the file."""
    _only_untaken(batch)
    return [row for page in _pages(batch)[:1] for row in (page.lines or [])[:number]]


def lines_of(batch: LedgerBatch) -> Iterator[Line]:
    """What each row of a batch that is not taken over yet says, and what is wrong with it."""
    _only_untaken(batch)
    rows = (row for page in _pages(batch) for row in page.lines or [])
    return read_lines(rows, batch.places, _taken(batch.agency_id))


def take_over(batch: LedgerBatch, *, actor: User, tick: Tick = lambda: None) -> int:
    """Take over the rows that hold, all in one unit of work; the others fall away. Answers how many. Calls TICK for each."""
    with atomic():
        _only_untaken(batch)
        known = list(_taken(batch.agency_id))
        lines = read_lines((row for page in _pages(batch) for row in page.lines or []), batch.places, known)
        good = []
        for line in lines:
            tick()
            if not line.errors:
                good.append(line.values)
        chunks = _in_pages(good)
        for page in _pages(batch):
            page.lines = chunks[page.place] if page.place < len(chunks) else []
        batch.taken, batch.taken_at = len(good), now()
        record("ledger.import", actor=actor, subject=Subject(STATION, "ledger_batch", batch.ref))
    return len(good)


def undo(batch: LedgerBatch, *, actor: User) -> None:
    """The whole batch is gone: its pages are deleted and its key destroyed. That there was one stays in the list."""
    if batch.undone_at or not batch.taken_at:
        raise OutOfTurn("这一批已经撤销，或者还没有导入。")
    key_id = batch.key_id
    with atomic() as session:
        session.execute(delete(LedgerPage).where(LedgerPage.batch_id == batch.id))
        batch.undone_at, batch.told_sealed = now(), None
        record("ledger.undo", actor=actor, subject=Subject(STATION, "ledger_batch", batch.ref))
    destroy_key(key_id)


def look_up(text: str, *, actor: User) -> list[Hit]:
    """The old rows of ACTOR's station that fit TEXT, the newest first, FOUND at most: part of a name, a whole number, the
    last four digits or more of one, or the old number of the row."""
    term = text.strip()
    if not term or not may_register(actor):
        return []
    hits = [Hit(values) for values in _taken(actor.agency_id) if _fits(values, term)]
    return sorted(hits, key=lambda hit: hit.values["received_on"], reverse=True)[:FOUND]


def leftovers() -> Sequence[int]:
    """Files that were looked at and not taken over, by id of the batch."""
    old = LedgerBatch.made_at < now() - LOOKED_AT
    return db.session.scalars(
        select(LedgerBatch.id).where(LedgerBatch.taken_at.is_(None), old).limit(50)
    ).all()


def throw_away(batch_id: int) -> None:
    """Delete one of them, and its key."""
    batch = db.session.get(LedgerBatch, batch_id)
    if batch is None or batch.taken_at:
        return
    key_id = batch.key_id
    with atomic() as session:
        session.execute(delete(LedgerPage).where(LedgerPage.batch_id == batch_id))
        session.execute(delete(LedgerBatch).where(LedgerBatch.id == batch_id))
    destroy_key(key_id)


def _in_pages(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(rows[place : place + ROWS_ON_PAGE]) for place in range(0, len(rows), ROWS_ON_PAGE)]


def _batches(actor: User) -> Select[LedgerBatch]:
    return select(LedgerBatch).where(LedgerBatch.agency_id == actor.agency_id)


def _pages(batch: LedgerBatch) -> Sequence[LedgerPage]:
    return db.session.scalars(
        select(LedgerPage).where(LedgerPage.batch_id == batch.id).order_by(LedgerPage.place)
    ).all()


def _taken(agency_id: int) -> Iterator[dict[str, str]]:
    query = (
        select(LedgerPage)
        .join(LedgerBatch, LedgerBatch.id == LedgerPage.batch_id)
        .where(
            LedgerBatch.agency_id == agency_id,
            LedgerBatch.taken_at.is_not(None),
            LedgerBatch.undone_at.is_(None),
        )
    )
    for page in db.session.scalars(query):
        yield from page.lines or []


def _said_before(actor: User) -> dict[str, str]:
    """The headings that stood for each field in the last file of the station."""
    last = db.session.scalar(
        _batches(actor)
        .where(LedgerBatch.taken_at.is_not(None), LedgerBatch.undone_at.is_(None))
        .order_by(LedgerBatch.id.desc())
        .limit(1)
    )
    if last is None:
        return {}
    return {name: last.head[place] for name, place in last.places.items() if name in BY_NAME}


def _only_untaken(batch: LedgerBatch) -> None:
    if batch.taken_at:
        raise OutOfTurn("这一批已经导入了。")


def _fits(values: Mapping[str, str], term: str) -> bool:
    numbers = [values.get(name, "") for name in ("phone", "id_number")]
    digits = len(term) >= 4 and term.isalnum() and any(number.endswith(term.upper()) for number in numbers)
    named = any(term in values.get(name, "") for name in ("name", "other"))
    return digits or named or term == values.get("number")
