"""Printed papers by the name of their form, by their number, or by both with a name: 王芳 调解协议书."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from mediation.cases.access import visible_to
from mediation.cases.finding import cases_answering
from mediation.cases.models import Case
from mediation.cases.papers import may_read
from mediation.db import db
from mediation.documents.models import Document, DocumentNumber
from mediation.documents.papers import PAPERS
from mediation.people.models import User
from mediation.search.queries import Found, Place, cut, taken
from mediation.vault.folding import folded

_AT_ONCE = 50
# A single character stands in the names of half of the forms.
_SHORTEST = 2


def papers(text: str, *, actor: User, after: Place | None = None) -> Found:
    """(paper, its case) of what ACTOR may read, the newest first. Papers that were superseded are not found."""
    conditions = _asked_for(text, actor)
    if conditions is None:
        return Found()
    rows = _newest_first(conditions, actor, after)
    found = taken(rows, partial(_fits, text=text, actor=actor))
    return cut([(Place(0, document.id), (document, case)) for document, case in found])


def _asked_for(text: str, actor: User) -> list[ColumnElement[bool]] | None:
    """What TEXT says of a paper; None where it says nothing of one."""
    words = text.split()
    forms = [word for word in words if _forms_called(word)]
    if not forms:
        return [Document.number_id.in_(_numbered(text))] if _is_number(text) else None
    names = set.intersection(*(_forms_called(word) for word in forms))
    rest = " ".join(word for word in words if word not in forms)
    return [Document.name.in_(names), *([cases_answering(rest, actor)] if rest else [])]


def _forms_called(word: str) -> set[str]:
    plain = folded(word)
    if len(plain) < _SHORTEST:
        return set()
    return {name for name, paper in PAPERS.items() if plain in folded(paper.title)}


def _is_number(text: str) -> bool:
    """Whether TEXT may be the number of a paper: they all say of what kind they are (受告字, 函), and count."""
    plain = folded(text)
    return any(letter.isdecimal() for letter in plain) and any("一" <= letter <= "鿿" for letter in plain)


def _numbered(text: str) -> Any:
    """The numbers that may read so: of those with these digits, the text itself is compared afterwards."""
    last = "".join(letter if letter.isdecimal() else " " for letter in folded(text)).split()[-1]
    tail = int(last[-9:])
    # Without brackets the year and the number of a letter stand side by side: 青督20261号.
    apart = int(last[4:13]) if len(last) > len("2026") else tail
    return select(DocumentNumber.id).where(or_(DocumentNumber.number == tail, DocumentNumber.number == apart))


def _fits(row: tuple[Document, Case], *, text: str, actor: User) -> bool:
    document, case = row
    numbers = document.number is not None and not any(map(_forms_called, text.split()))
    if numbers and folded(text) not in folded(document.number.text if document.number else ""):
        return False
    return may_read(document, case, actor=actor)


def _newest_first(
    conditions: list[ColumnElement[bool]], actor: User, after: Place | None
) -> Iterator[tuple[Document, Case]]:
    last = after.id if after else None
    query = visible_to(actor).join(Document, Document.chain == Case.ref).add_columns(Document)
    query = query.where(Document.superseded_at.is_(None), *conditions)
    while True:
        page = query.where(Document.id < last) if last else query
        rows = db.session.execute(page.order_by(Document.id.desc()).limit(_AT_ONCE)).all()
        for row in rows:
            yield row.Document, row.Case
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1].Document.id
