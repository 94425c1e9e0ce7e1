"""Bound files do not stay: a day after it was made, the PDF of a dossier is taken out of the store.

The papers stay where they are; whoever needs the dossier again has it bound again, as it reads then.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from mediation.audit.log import Subject, record
from mediation.db import atomic, db, now
from mediation.dossiers.models import Dossier
from mediation.files.store import remove
from mediation.people.program import SYSTEM

KEPT_FOR = timedelta(hours=24)
OVER = ("done", "failed")
CLEARED = "cleared"


def dossiers_due() -> Sequence[int]:
    """The ids of the dossiers that were done with, made or given up, a day ago or longer."""
    query = select(Dossier.id).where(Dossier.state.in_(OVER), Dossier.finished_at <= now() - KEPT_FOR)
    return db.session.scalars(query.order_by(Dossier.id)).all()


def clear(number: int) -> None:
    """Take the PDF of one of them away. The row stays: who had what bound and when."""
    drop_pieces(number)
    with atomic() as session:
        row = session.get_one(Dossier, number)
        old = (Dossier.id == number, Dossier.state.in_(OVER), Dossier.finished_at <= now() - KEPT_FOR)
        mine = session.execute(update(Dossier).where(*old).values(state=CLEARED, size=0))
        if mine.rowcount == 1:  # type: ignore[attr-defined]
            record("dossier.clear", actor=SYSTEM, subject=Subject(row.case.ref, "dossier", row.ref))


def drop_pieces(number: int) -> None:
    """Take the pieces of the dossier out of the store, but for those that another one under the same key has too."""
    row = db.session.get_one(Dossier, number)
    key_id, own = row.key_id, list(row.pieces)
    others = select(Dossier.pieces).where(Dossier.key_id == key_id, Dossier.id != number)
    shared = {sha256 for pieces in db.session.scalars(others) for sha256 in pieces}
    for sha256 in own:
        if sha256 not in shared:
            remove(sha256, key_id)
    with atomic() as session:
        session.execute(update(Dossier).where(Dossier.id == number).values(pieces=[]))
