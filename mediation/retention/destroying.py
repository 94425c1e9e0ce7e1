"""The end of what was kept: files and keys of destroyed cases, once the disposal is committed.

Keys lie in a store of their own, outside the transaction. So the state goes first, and this follows as often as
needed until all is gone; broken off half-way, the next round goes on.
"""

from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import select, update

from mediation.audit.log import Subject, record
from mediation.cases.access import DESTROYED
from mediation.cases.models import Case
from mediation.db import atomic, db, now
from mediation.files.store import remove
from mediation.people.program import SYSTEM
from mediation.retention.erasing import keys_and_files
from mediation.retention.models import DisposalItem
from mediation.vault.keys import KeyDestroyed, destroy_key

MOST = 100


def pending() -> Sequence[int]:
    """The ids of the listed cases that are destroyed, and whose keys and files are not gone yet."""
    query = (
        select(DisposalItem.id)
        .join(Case, Case.id == DisposalItem.case_id)
        .where(Case.state == DESTROYED, DisposalItem.erased_at.is_(None))
    )
    return db.session.scalars(query.order_by(DisposalItem.id).limit(MOST)).all()


def finish(number: int) -> None:
    """Take away the files, then the keys of one of them, and note it. Twice is once."""
    row = db.session.get_one(DisposalItem, number)
    keys, files = keys_and_files(row.case)
    chain, people = row.case.ref, list(row.person_keys)
    for sha256, key_id in sorted(files):
        _remove(sha256, key_id)
    for key_id in sorted({*keys, *people}):
        destroy_key(key_id)
    with atomic() as session:
        mine = update(DisposalItem).where(DisposalItem.id == number, DisposalItem.erased_at.is_(None))
        if session.execute(mine.values(erased_at=now())).rowcount == 1:  # type: ignore[attr-defined]
            record("case.keys_destroyed", actor=SYSTEM, subject=Subject(chain, "case", chain))
    _empty_the_log()


def finish_all() -> None:
    """All that is pending now: what whoever carried out a disposal waits for."""
    for number in pending():
        finish(number)


def _remove(sha256: str, key_id: str) -> None:
    try:
        remove(sha256, key_id)
    except KeyDestroyed:
        # An earlier round came as far as this key; its files went before it.
        return


def _empty_the_log() -> None:
    """What was deleted must not live on in the write-ahead log of SQLite; deleted pages are overwritten at once
    (`secure_delete`). PostgreSQL forgets old rows with its next VACUUM; the marks in them are keyed hashes."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
