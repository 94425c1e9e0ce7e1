"""A printed paper stops to hold when what it says is no longer so."""

from collections.abc import Container

from sqlalchemy import select, update

from mediation.cases.models import Case
from mediation.cases.papers import builder_of
from mediation.db import db, now
from mediation.documents.models import Document
from mediation.documents.printing import facts_mark
from mediation.errors import Refusal
from mediation.people.models import User
from mediation.vault.keys import key_of


def supersede_changed(case: Case, *, actor: User, unseen: Container[str]) -> None:
    """The printed papers of CASE that would say something else now are superseded, within the unit of work.

    A paper that ACTOR could not print, or that was printed before its mark was under a key, cannot be compared: it is
    superseded if its name is in UNSEEN.
    """
    query = select(Document).where(Document.chain == case.ref, Document.superseded_at.is_(None))
    for document in db.session.scalars(query).all():
        if _changed(document, case, actor, unseen=document.name in unseen):
            document.superseded_at = now()


def withdraw_papers(chain: str, about: str) -> None:
    """Every printed paper about ABOUT (an agreement that is void, or back on the desk) has stopped to hold: within the
    unit of work."""
    standing = update(Document).filter_by(chain=chain, about=about, superseded_at=None)
    db.session.execute(standing.values(superseded_at=now()))


def _changed(document: Document, case: Case, actor: User, *, unseen: bool) -> bool:
    if document.facts_mark is None:
        return unseen
    about = "" if document.about == case.ref else document.about
    try:
        facts = builder_of(document.name)(case, about, actor)
    except Refusal:
        return unseen
    if document.number:
        facts = {**facts, "paper": {**facts["paper"], "number": document.number.text}}
    return facts_mark(facts, document.ref, key_of(document.key_id)) != document.facts_mark
