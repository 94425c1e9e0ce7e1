"""The Word twin of a letter of a case: made from the same facts, searched like the paper, logged and not kept."""

import hashlib

from sqlalchemy import select

from mediation.audit.commitment import committed
from mediation.audit.log import Subject, record
from mediation.cases.models import Case
from mediation.cases.papers import facts_of, secrets_for
from mediation.cases.print_refusals import unsaid
from mediation.cases.proof import WORD, of_paper
from mediation.db import atomic, db
from mediation.documents.models import DocumentNumber
from mediation.documents.papers import PAPERS
from mediation.documents.word import TWINS, word_letter
from mediation.errors import Missing
from mediation.people.models import User


def word_of(case: Case, name: str, about: str, *, actor: User) -> bytes:
    """The letter NAME for an office that edits before it sends. It bears the number of the printed paper, if there is one.

    Raises Missing where ACTOR may not print the letter or it has no twin, Incomplete where a secret stands in it.
    """
    if name not in TWINS:
        raise Missing
    facts, key_id, chain = facts_of(case, name, about, actor=actor), case.key_id, case.ref
    paper = facts["paper"]
    if PAPERS[name].series:
        whose = paper.get("numbered_as", about or chain)
        facts = {**facts, "paper": {**paper, "number": _number(chain, name, whose)}}
    with unsaid(case, actor=actor):
        docx = word_letter(name, facts, secrets=secrets_for(case, name, about))
    told = committed(key_id, of_paper(name, about or chain, hashlib.sha256(docx).hexdigest()))
    with atomic():
        record(WORD, actor=actor, subject=Subject(chain, "case", chain), fields=[name], commitment=told)
    return docx


def _number(chain: str, name: str, about: str) -> str | None:
    """The number that the printed paper bears."""
    query = select(DocumentNumber.text).filter_by(chain=chain, name=name, about=about)
    return db.session.scalars(query).first()
