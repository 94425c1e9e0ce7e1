"""Notes in a case: written, and within ten minutes taken back by their author. Both stand in the log."""

from datetime import timedelta

from sqlalchemy import select

from mediation.audit.commitment import committed
from mediation.audit.log import Subject, record
from mediation.cases.models import Case
from mediation.cases.proof import TAKE_BACK, WRITE, of_note
from mediation.cases.work import Note
from mediation.db import atomic, db, now
from mediation.errors import Missing, OutOfTurn
from mediation.people.models import User

UNDO_WITHIN = timedelta(minutes=10)
TOO_LATE = "已经超过10分钟，不能撤销了。写错的，请再写一条说明。"


def write_note(case: Case, text: str, *, internal: bool, actor: User) -> Note:
    """A note of ACTOR in CASE; who may write there is the caller's question."""
    row = Note(key_id=case.key_id, case_id=case.id, internal=internal, author_id=actor.id, made_at=now())
    row.text = text
    with atomic() as session:
        session.add(row)
        told = committed(row.key_id, of_note(row.internal, row.text))
        record(WRITE, actor=actor, subject=Subject(case.ref, "note", row.ref), commitment=told)
    return row


def may_take_back(note: Note, actor: User) -> bool:
    """Whether ACTOR wrote it, less than ten minutes ago."""
    return note.author_id == actor.id and note.taken_back_at is None and now() - note.made_at <= UNDO_WITHIN


def take_back(case: Case, ref: str, *, actor: User) -> None:
    """Nobody is shown the note of that ref any longer; it stays for the log. Taken back twice is once.

    Raises Missing for a note of somebody else, OutOfTurn after ten minutes.
    """
    with atomic():
        query = select(Note).where(Note.ref == ref, Note.case_id == case.id, Note.author_id == actor.id)
        note = db.session.scalar(query.with_for_update())
        if note is None:
            raise Missing
        if note.taken_back_at:
            return
        if not may_take_back(note, actor):
            raise OutOfTurn(TOO_LATE)
        note.taken_back_at = now()
        record(TAKE_BACK, actor=actor, subject=Subject(case.ref, "note", note.ref))
