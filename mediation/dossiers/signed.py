"""Whether a printed paper bears what makes it one: the signatures of those who have to sign it, on paper or registered.

A print that nobody signed proves nothing. A scan of the signed paper is enough; without one, each signature is
registered: those of an agreement with the agreement (PM-29), those of other papers one by one.
"""

from collections.abc import Iterable

from sqlalchemy import select

from mediation.attachments.models import PaperSignature
from mediation.attachments.queries import scans_of
from mediation.cases.models import Case
from mediation.cases.notice_rules import notices_in
from mediation.cases.work import Session
from mediation.db import db
from mediation.disputes.models import Agreement
from mediation.disputes.queries import at_the_table, signers
from mediation.documents.models import Document
from mediation.workflow.models import StepTaken

AGREEMENT = "agreement"
# Both sides file it together (JC-205).
JOINT = frozenset({"confirmation_application"})
# What an exit tells in its own form: 不予受理, with the way in which it was told.
REFUSAL = "refusal"


def bears_signatures(paper: Document, case: Case) -> bool:
    """Whether whoever has to sign PAPER did: by a scan of the signed paper, else by the registered signatures."""
    if scans_of(paper):
        return True
    if paper.name == AGREEMENT:
        return _agreement_signed(paper.about)
    signed, wanted = _signed_by(paper, case), _to_sign(paper, case)
    return wanted <= signed if wanted else bool(signed)


def tells(row: StepTaken, notices: Iterable[str]) -> bool:
    """Whether the step records that one of these NOTICES was given, and how."""
    facts = row.facts or {}
    told = [*notices_in(facts), *([REFUSAL] if facts.get("notice_way") else [])]
    return any(notice in told or facts.get(f"told_{notice}") for notice in notices)


def _agreement_signed(ref: str) -> bool:
    agreement = db.session.scalar(select(Agreement).where(Agreement.ref == ref))
    expected = signers(agreement) if agreement else []
    return bool(expected) and all(row.signed_on for row in expected)


def _signed_by(paper: Document, case: Case) -> set[int]:
    """The parties by whom or for whom it was signed."""
    query = select(PaperSignature).where(
        PaperSignature.document_id == paper.id, PaperSignature.state == "registered"
    )
    parties = [row.party for row in db.session.scalars(query) if row.party]
    return {party.id for party in parties} | {party.represents_id for party in parties if party.represents_id}


def _to_sign(paper: Document, case: Case) -> set[int]:
    """Who has to sign: of minutes whoever attended, of a joint application both sides; else any one party."""
    if paper.name in JOINT:
        return {party.id for party in at_the_table(case)}
    session = db.session.scalar(select(Session).where(Session.ref == paper.about))
    attended = session.attended if session and isinstance(session.attended, dict) else {}
    return {int(party) for party in attended.get("parties", [])}
