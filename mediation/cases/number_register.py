"""The register of document numbers of an agency: every number, in order, and what became of its paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mediation.cases.access import visible_to
from mediation.cases.models import Case
from mediation.db import db
from mediation.documents.models import Document, DocumentNumber
from mediation.people.models import User

READS_REGISTER = frozenset({"supervisor", "registrar", "mediator", "caseworker"})


@dataclass(frozen=True)
class Entry:
    """A number, the state of its paper, and the ref of the case for those who may open it."""

    number: DocumentNumber
    state: str
    case_ref: str | None


def years_of(*, actor: User) -> list[int]:
    """The years in which ACTOR's agency gave numbers, newest first; none for those who keep no register."""
    if actor.role not in READS_REGISTER:
        return []
    query = select(DocumentNumber.year).where(DocumentNumber.agency_id == actor.agency_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def register_of(year: int, *, actor: User) -> list[Entry]:
    """The numbers that ACTOR's agency gave in YEAR, by series and number. The case is named to those who may know it."""
    if actor.role not in READS_REGISTER:
        return []
    rows = db.session.scalars(
        select(DocumentNumber)
        .where(DocumentNumber.agency_id == actor.agency_id, DocumentNumber.year == year)
        .order_by(DocumentNumber.series, DocumentNumber.number)
    ).all()
    known = set(db.session.scalars(visible_to(actor).with_only_columns(Case.ref)))
    printed = _printed([row.id for row in rows])
    return [
        Entry(row, _state(row, printed.get(row.id)), row.chain if row.chain in known else None)
        for row in rows
    ]


def _printed(ids: Sequence[int]) -> dict[int, Document]:
    """The newest print of each number."""
    query = select(Document).where(Document.number_id.in_(ids)).order_by(Document.id)
    return {document.number_id: document for document in db.session.scalars(query) if document.number_id}


def _state(number: DocumentNumber, document: Document | None) -> str:
    if number.name == "dossier_cover":
        return "卷宗用号"
    if document is None:
        return "已编号，未打印"
    return "已更正，待重新打印" if document.superseded_at else "已打印"
