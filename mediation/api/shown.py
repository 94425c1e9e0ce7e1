"""A referral as the system of its receiver may see it: the package, as long as it may be read, and what was done since.

Never the case: what is told here comes from the slip, its steps, and the materials that the agency itself sent in.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mediation.api.shapes import STEPS
from mediation.attachments.models import Attachment
from mediation.cases.told import title_of
from mediation.db import db
from mediation.people.models import Agency
from mediation.people.program import Delegate
from mediation.referrals.models import Referral
from mediation.referrals.pages import said_at
from mediation.referrals.queries import package_open, receives
from mediation.referrals.today import due_of
from mediation.workflow.engine import ahead
from mediation.workflow.history import steps_of
from mediation.workflow.models import StepTaken

# Of the answer of a receiver: what a system can take over as it is.
TOLD_ON = ("reason", "result", "note", "happened_on")


def cards(found: Sequence[Referral]) -> list[dict[str, Any]]:
    """One of each for a list."""
    due = due_of(found)
    return [_card(referral, due.get(referral.ref)) for referral in found]


def full(referral: Referral, *, actor: Delegate, reads: bool) -> dict[str, Any]:
    """One referral with its package, its history and what ACTOR may do now. The package only for a token that READS."""
    told = reads and receives(referral, actor) and package_open(referral)
    return {
        **cards([referral])[0],
        "ground": referral.ground,
        "expires_on": referral.expires_on,
        "package": referral.package if told else None,
        "package_hash": referral.package_hash,
        "steps": [
            step.trigger
            for step, refusal in ahead(referral, actor=actor)
            if refusal is None and step.trigger in STEPS
        ],
        "history": [_said(row, referral) for row in steps_of(referral.ref)],
        "attachments": [material(row) for row in _own_materials(referral, actor)],
    }


def material(row: Attachment) -> dict[str, Any]:
    """A material without what it shows."""
    return {"ref": row.ref, "kind": row.what, "received_on": row.received_on, "pages": row.pages}


def _card(referral: Referral, due: Any) -> dict[str, Any]:
    return {
        "ref": referral.ref,
        "number": referral.slip_number,
        "state": referral.state,
        "version": referral.version,
        "manner": referral.manner,
        "stage": referral.stage_wanted,
        "urgency": referral.urgency,
        "needs": referral.needs,
        "sender": referral.from_agency.name,
        "sent_at": referral.sent_at,
        "answer_by": due,
    }


def _said(row: StepTaken, referral: Referral) -> dict[str, Any]:
    agency = db.session.get(Agency, row.agency_id) if row.agency_id else None
    answers = row.trigger in STEPS and row.agency_id == referral.to_agency_id
    facts = (row.facts or {}) if answers else {}
    return {
        "ref": row.ref,
        "facts": {name: facts[name] for name in TOLD_ON if facts.get(name)},
        "at": row.recorded_at,
        "step": row.trigger,
        "label": title_of(row),
        "agency": agency.name if agency else "",
        "text": said_at(row),
    }


def _own_materials(referral: Referral, actor: Delegate) -> Sequence[Attachment]:
    if referral.stage_id is None or not package_open(referral):
        return []
    query = select(Attachment).where(
        Attachment.stage_id == referral.stage_id,
        Attachment.added_for_id == actor.agency_id,
        Attachment.state == "kept",
    )
    return db.session.scalars(query.order_by(Attachment.id)).all()
