"""档案销毁清册 on paper. It is about many cases and stays when they are gone: kept under the key of the list."""

from mediation.audit.commitment import committed
from mediation.audit.log import Subject, record
from mediation.cases.papers import verify_address
from mediation.cases.proof import PRINT, of_paper
from mediation.dates import day_in_words
from mediation.db import atomic, db, new_ref, now, today
from mediation.documents.dates import chinese_date
from mediation.documents.facts_station import DisposalList, DisposalRow
from mediation.documents.models import Document
from mediation.documents.pictures import pages_in
from mediation.documents.printing import content_mark, facts_mark, print_paper
from mediation.documents.stamps import Stamp
from mediation.files.store import put
from mediation.people.models import User
from mediation.retention.models import Disposal, DisposalItem
from mediation.retention.rules import LIST
from mediation.retention.schedule import schedule
from mediation.vault.keys import key_of
from mediation.workflow.history import newest


def disposal_list(item: Disposal) -> DisposalList:
    """The facts of the list: numbers and terms, no name."""
    approved = newest(item.ref, "approve")
    approver = db.session.get(User, approved.actor_id) if approved and approved.actor_id else None
    return {
        "paper": {
            "number": None,
            "agency": item.agency.name,
            "committee": None,
            "date": chinese_date(today()),
            "checkpoint": None,
            "holder": item.agency_id,
        },
        "rows": [_row(one) for one in item.items],
        "appraisal": item.appraisal,
        "schedule_approval": item.schedule_approval,
        "proposer": item.proposed_by.name,
        "approver": approver.name if approver else None,
        "approved_on": day_in_words(approved.happened_on) if approved else None,
    }


def print_list(item: Disposal, *, actor: User) -> Document:
    """Print the list and keep it; it takes the place of an older print. Raises Incomplete where a glyph is missing."""
    facts, key_id, chain, ref = disposal_list(item), item.key_id, item.ref, new_ref()
    mark = content_mark(LIST, facts, ref, key_of(key_id))
    pdf = print_paper(LIST, facts, secrets=(), stamp=Stamp(mark, verify_address()))
    document = Document(
        ref=ref, key_id=key_id, chain=chain, about=chain, name=LIST, sha256=put(pdf, key_id), mark=mark,
        facts_mark=facts_mark(facts, ref, key_of(key_id)), pages=pages_in(pdf), made_at=now(), made_by_id=actor.id,
    )  # fmt: skip
    with atomic() as session:
        older = session.query(Document).filter_by(chain=chain, name=LIST, superseded_at=None)
        older.update({"superseded_at": now()})
        session.add(document)
        told = committed(key_id, of_paper(LIST, chain, document.sha256))
        record(PRINT, actor=actor, subject=Subject(chain, "document", ref), fields=[LIST], commitment=told)
    return document


def newest_list(item: Disposal) -> Document | None:
    """The print that holds, or None."""
    found = db.session.query(Document).filter_by(chain=item.ref, name=LIST, superseded_at=None)
    return found.order_by(Document.id.desc()).first()


def _row(one: DisposalItem) -> DisposalRow:
    kind = schedule().named(one.record_kind)
    return {
        "number": one.number,
        "kind": kind.label,
        "term": kind.term,
        "since": day_in_words(one.starts_on),
        "until": day_in_words(one.due_on),
    }
