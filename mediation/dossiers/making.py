"""Make a dossier in the background: a row says how far it is, a thread or a worker makes it.

`hand_over` is the one door to whoever works in the background. A dossier that was broken off (power, restart) is begun
anew by the next who looks at it; after three attempts it has failed, and says so.
"""

import threading
from collections.abc import Iterator
from datetime import timedelta

import structlog
from flask import Flask, current_app
from sqlalchemy import or_, select, update

from mediation.audit.log import Subject as Logged
from mediation.audit.log import record
from mediation.cases.models import Case, Stage
from mediation.cases.numbers import number_paper
from mediation.cases.papers import secrets_of
from mediation.cases.print_refusals import unsaid
from mediation.db import atomic, db, now
from mediation.disputes.queries import file_number_of
from mediation.documents.binding import Binder
from mediation.documents.check import Kept, refuse_secrets
from mediation.documents.dossier_facts import IndexRow
from mediation.documents.printing import print_paper
from mediation.dossiers import covers
from mediation.dossiers.clearing import drop_pieces
from mediation.dossiers.conditions import Subject
from mediation.dossiers.contents import lines_of
from mediation.dossiers.leaves import Leaf, leaves_of
from mediation.dossiers.models import Dossier
from mediation.errors import Incomplete, Refusal
from mediation.files.store import get, put
from mediation.people.models import User

PIECE = 2 * 1024**2
SILENT = timedelta(minutes=3)  # no sign of life for so long: whoever made it is gone
ATTEMPTS = 3
BROKEN_OFF = "装订时程序中断，已经试了三次。请再生成一次；如果仍然失败，请告诉管理员。"
FAILED = "装订时程序出错，没有生成。请再试一次；如果仍然失败，请告诉管理员。"
# What ends the index (司发通〔2010〕239号, 卷内目录 12 and 13): they stand behind the numbered pages.
LAST_LINES: list[IndexRow] = [
    {"title": "卷宗情况说明", "page": "", "note": ""},
    {"title": "卷宗封底", "page": "", "note": ""},
]
log = structlog.get_logger("mediation")


def ask_for(case: Case, stage: Stage | None, *, actor: User) -> Dossier:
    """Note down that ACTOR wants the dossier, and have it made. Who may ask is the caller's question."""
    with atomic() as session:
        row = Dossier(
            key_id=case.key_id, case=case, stage=stage, asked_by_id=actor.id, asked_at=now(), beat_at=now()
        )
        session.add(row)
        session.flush()
        record("dossier.ask", actor=actor, subject=Logged(case.ref, "dossier", row.ref))
        if stage:
            _number(stage, actor)
        number = row.id
    hand_over(number)
    return db.session.get_one(Dossier, number)


def _number(stage: Stage, actor: User) -> None:
    """What ended without an agreement has no number yet: its file gets the next of the run that agreements share (司发通
    〔2010〕239号). It keeps it at every binding."""
    if stage.ended and file_number_of(stage) is None:
        number_paper(stage.case.ref, "dossier_cover", stage.ref, agency_id=stage.agency_id, actor=actor)


def hand_over(number: int) -> None:
    """Have the dossier of that id made in the background: by a thread of this process, unless a worker is configured."""
    if current_app.config.get("BACKGROUND", "thread") == "thread":
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        threading.Thread(target=_in_a_thread, args=(app, number), name="dossier", daemon=True).start()


def take_up(row: Dossier) -> None:
    """Have a dossier made again that somebody began and nobody goes on with."""
    if row.state in ("waiting", "running") and now() - row.beat_at > SILENT:
        hand_over(row.id)


def make(number: int) -> None:
    """Make the dossier of that id, from its beginning; nothing happens where somebody else is at it."""
    if not _claim(number):
        return
    try:
        _bind(db.session.get_one(Dossier, number))
    except Refusal as refusal:
        _note(number, state="failed", said=refusal.reason[:300], finished_at=now())
    except Exception as error:  # whatever it was, the person who waits is told
        db.session.rollback()
        log.error("dossier failed", kind=type(error).__name__)
        _note(number, state="failed", said=FAILED, finished_at=now())


def make_waiting() -> None:
    """Make every dossier that waits, and those whose maker has gone silent: what a worker calls from time to time."""
    silent = (Dossier.state == "running") & (Dossier.beat_at < now() - SILENT)
    query = select(Dossier.id).where(or_(Dossier.state == "waiting", silent)).order_by(Dossier.id)
    for number in db.session.scalars(query).all():
        make(number)


def pieces_of(row: Dossier) -> Iterator[bytes]:
    """The PDF of a finished dossier, piece by piece."""
    key_id = row.key_id
    for sha256 in list(row.pieces):
        yield get(sha256, key_id)


def _in_a_thread(app: Flask, number: int) -> None:
    with app.app_context():
        make(number)


def _claim(number: int) -> bool:
    """Whether this worker has it now: it waited, or its last worker is silent."""
    free = or_(Dossier.state == "waiting", Dossier.beat_at < now() - SILENT)
    open_ = Dossier.state.in_(("waiting", "running"))
    with atomic() as session:
        mine = session.execute(
            update(Dossier)
            .where(Dossier.id == number, open_, free)
            .values(state="running", attempts=Dossier.attempts + 1, done=0, beat_at=now())
        )
        attempts = session.scalar(select(Dossier.attempts).where(Dossier.id == number)) or 0
    if mine.rowcount == 1 and attempts > ATTEMPTS:  # type: ignore[attr-defined]
        _note(number, state="failed", said=BROKEN_OFF, finished_at=now())
        return False
    return bool(mine.rowcount == 1)  # type: ignore[attr-defined]


def _note(number: int, **values: object) -> None:
    with atomic() as session:
        session.execute(update(Dossier).where(Dossier.id == number).values(beat_at=now(), **values))


def _bind(row: Dossier) -> None:
    number, key_id = row.id, row.key_id
    subject: Subject = row.stage or row.case
    kept = list(secrets_of(row.case))
    leaves = leaves_of(subject, actor=row.asked_by, kept=kept)
    _note(number, total=len(leaves))
    drop_pieces(number)
    pieces = Pieces(key_id)
    binder = Binder(pieces.write)
    body: list[int] = []
    rows: list[IndexRow] = []
    for done, leaf in enumerate(leaves, start=1):
        before = len(body)
        for pdf in _checked(leaf, kept, db.session.get_one(Dossier, number)):
            body += binder.add(pdf, first_number=len(body) + 1)
        span = _span(before + 1, len(body) - before)
        rows.append({"title": leaf.title, "page": span, "note": leaf.note})
        # Said on the way: what was broken off is found again and taken out of the store.
        _note(number, done=done, pieces=list(pieces.stored))
    order = _covered(binder, db.session.get_one(Dossier, number), leaves, rows, body, kept)
    size = binder.finish(order, title=covers.kind_of(subject))
    _note(number, state="done", pages=len(order), size=size, pieces=pieces.all(), finished_at=now())


def _covered(
    binder: Binder, row: Dossier, leaves: list[Leaf], rows: list[IndexRow], body: list[int], kept: list[Kept]
) -> list[int]:
    """All pages in their order: cover, index, papers, description, back cover."""
    subject: Subject = row.stage or row.case
    missing = [line.wanted.label for line in lines_of(subject) if line.missing]
    sealed = sum(leaf.sealed for leaf in leaves)
    told = covers.description(subject, pages=len(body), sealed=sealed, missing=missing)
    around = (
        ("dossier_cover", covers.cover(subject)),
        ("dossier_index", covers.index(subject, [*rows, *LAST_LINES])),
        ("dossier_description", told),
        ("dossier_back", covers.back(subject)),
    )
    front, index, described, back = (
        binder.add(print_paper(name, facts, secrets=kept)) for name, facts in around
    )
    return [*front, *index, *body, *described, *back]


def _checked(leaf: Leaf, kept: list[Kept], row: Dossier) -> list[bytes]:
    """The paper, looked through once more: what was no secret when it was printed may be one now (DV-10-4).

    Which paper it is, is said; to a partner nothing of whose secret stands in it (P18).
    """
    pdfs = leaf.pdfs()
    for pdf in pdfs if leaf.printed else ():
        try:
            with unsaid(row.case, actor=row.asked_by):
                refuse_secrets(pdf, kept, "dossier")
        except Incomplete as refusal:
            raise Incomplete(f"《{leaf.title}》：{refusal.reason}", rules=refusal.rules) from refusal
    return pdfs


def _span(first: int, pages: int) -> str:
    return str(first) if pages < 2 else f"{first}—{first + pages - 1}"


class Pieces:
    """What is written to it lies sealed in the file store, in pieces; no more than one is in memory."""

    def __init__(self, key_id: str) -> None:
        self.key_id, self.waiting, self.stored = key_id, bytearray(), list[str]()

    def write(self, data: bytes) -> None:
        """Keep DATA behind what is there."""
        self.waiting += data
        while len(self.waiting) >= PIECE:
            self._store(PIECE)

    def all(self) -> list[str]:
        """The hashes of all pieces in order, the last one stored too."""
        if self.waiting:
            self._store(len(self.waiting))
        return self.stored

    def _store(self, size: int) -> None:
        self.stored.append(put(bytes(self.waiting[:size]), self.key_id))
        del self.waiting[:size]
