"""Print a paper of a case: its facts from the feature that knows them, checked, kept and logged."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select

from mediation.audit.log import Subject, record, record_read
from mediation.cases.models import Case
from mediation.cases.queries import find_case
from mediation.db import atomic, db, now
from mediation.documents.check import Kept
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.documents.printing import print_paper
from mediation.documents.word import TWINS, word_letter
from mediation.errors import Missing
from mediation.files.store import get, put
from mediation.people.models import User

SECRETS = {"phone": "电话", "residence": "现住址", "workplace": "工作单位", "school": "学校"}
ROLES = {
    "applicant": "申请人",
    "respondent": "被申请人",
    "child": "子女",
    "representative": "代理人",
    "guardian": "监护人",
    "relative": "亲属",
    "witness": "证人",
}
Builder = Callable[[Case, str, User], Mapping[str, Any]]


def issue(case: Case, name: str, about: str, *, actor: User) -> Document:
    """Print the paper NAME about ABOUT (ref of a stage, a session, an agreement; or of the case) and keep it.

    Raises Missing where ACTOR may not print it, Incomplete where it cannot or may not be printed (a character without
    a glyph, a secret in the text).
    """
    facts = _builder(name)(case, about, actor)
    key_id, chain = case.key_id, case.ref
    pdf = print_paper(name, facts, secrets=list(secrets_of(case)))
    sha256 = put(pdf, key_id)
    with atomic() as session:
        document = Document(
            key_id=key_id,
            chain=chain,
            about=about or chain,
            name=name,
            sha256=sha256,
            made_at=now(),
            made_by_id=actor.id,
        )
        session.add(document)
        record("document.print", actor=actor, subject=Subject(chain, "document", document.ref), fields=[name])
    return document


def word_of(case: Case, name: str, about: str, *, actor: User) -> bytes:
    """The Word twin of a letter, for an office that edits before it sends. It is logged as a print and not kept.

    Raises Missing where ACTOR may not print the letter or it has no twin, Incomplete where a secret stands in it.
    """
    if name not in TWINS:
        raise Missing
    docx = word_letter(name, _builder(name)(case, about, actor), secrets=list(secrets_of(case)))
    with atomic():
        record(
            "document.print", actor=actor, subject=Subject(case.ref, "case", case.ref), fields=[name, "word"]
        )
    return docx


def bytes_of(document: Document, *, actor: User) -> bytes:
    """The paper as it was printed; reading it is logged."""
    key_id, sha256 = document.key_id, document.sha256
    record_read("document", actor=actor, subject=document.chain, shown=[document.ref])
    return get(sha256, key_id)


def find_document(ref: str, *, actor: User) -> Document:
    """A printed paper, for whoever could print it themselves. Raises Missing."""
    document = db.session.scalar(select(Document).where(Document.ref == ref))
    if document is None or not may_read(document, find_case(document.chain, actor=actor), actor=actor):
        raise Missing
    return document


def may_read(document: Document, case: Case, *, actor: User) -> bool:
    """Minutes of one side, or a slip of another agency, are not read off a printed paper either."""
    try:
        _builder(document.name)(case, "" if document.about == case.ref else document.about, actor)
    except Missing:
        return False
    return True


def papers_of(case: Case, *, actor: User) -> list[Document]:
    """The printed papers of a case that ACTOR may read, newest first."""
    query = select(Document).where(Document.chain == case.ref, Document.superseded_at.is_(None))
    found = db.session.scalars(query.order_by(Document.id.desc()))
    return [document for document in found if may_read(document, case, actor=actor)]


def secrets_of(case: Case) -> Iterator[Kept]:
    """What no paper may show: where the people of a case live, work, learn and can be called, unless they chose it;
    and what the features keep beside it (a shelter).

    The respondent's address is no secret of the case, and a number that the person gave as safe to print is none.
    """
    for feature in current_app.extensions["features"]:
        for secrets in feature.secrets:
            yield from secrets(case)
    for party in case.parties:
        if party.side == "respondent":
            continue
        for field, label in SECRETS.items():
            if value := getattr(party.person, field):
                yield Kept(ROLES.get(party.role, "当事人"), label, value)


def _builder(name: str) -> Builder:
    for feature in current_app.extensions["features"]:
        if name in feature.papers and name in PAPERS:
            builder: Builder = feature.papers[name]
            return builder
    raise Missing
