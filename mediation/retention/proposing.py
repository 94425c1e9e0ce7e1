"""Put cases forward for disposal, and place a hold: the ways in, for the pages, the demo and the tests."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mediation.audit.log import STATION, Subject
from mediation.cases.models import Case
from mediation.db import atomic, db, new_ref, now
from mediation.people.models import User
from mediation.retention.models import Disposal, LegalHold
from mediation.vault.keys import new_key
from mediation.workflow.engine import logged_refusal, start
from mediation.workflow.submissions import beginning, step_by


def propose(told: Mapping[str, Any], *, actor: User, key: str | None = None) -> Disposal:
    """A new list from the facts of the form `disposal_proposal`. Sent twice under one KEY, it is one.

    Raises Forbidden or Incomplete.
    """
    with logged_refusal(
        "disposal.start", actor=actor, subject=Subject(STATION, "disposal", actor.agency_ref)
    ):
        # Its key is made before the unit of work: the store of the keys is another database.
        item = drafted(told, actor=actor, key_id=new_key("program"))
        with atomic():
            if known := proposed_before(key, actor=actor):
                return known
            start(item, actor=actor, facts=told, key=key)
    return item


def proposed_before(key: str | None, *, actor: User) -> Disposal | None:
    """The list that this submission of ACTOR has made already, or None."""
    step = step_by(beginning(key, actor=actor, workflow=Disposal.workflow, within=""))
    return db.session.scalar(select(Disposal).where(Disposal.ref == step.subject)) if step else None


def drafted(told: Mapping[str, Any], *, actor: User, key_id: str = "") -> Disposal:
    """The list before it was put forward; not in the session."""
    item = Disposal(
        ref=new_ref(),
        key_id=key_id,
        agency_id=actor.agency_id,
        proposed_by_id=actor.id,
        proposed_at=now(),
    )
    if key_id:
        item.appraisal, item.schedule_approval = told.get("appraisal"), told.get("schedule_approval")
    return item


def place_hold(case: Case, told: Mapping[str, Any], *, actor: User, key: str | None = None) -> LegalHold:
    """A hold on CASE from the facts of the form `legal_hold`. Sent twice under one KEY, it is one.

    Raises Forbidden.
    """
    with (
        logged_refusal("legal_hold.start", actor=actor, subject=Subject(case.ref, "case", case.ref)),
        atomic(),
    ):
        if known := held_before(case, key, actor=actor):
            return known
        item = drafted_hold(case, told, actor=actor)
        start(item, actor=actor, facts=told, key=key)
    return item


def held_before(case: Case, key: str | None, *, actor: User) -> LegalHold | None:
    """The hold that this submission of ACTOR has placed already, or None."""
    step = step_by(beginning(key, actor=actor, workflow=LegalHold.workflow, within=case.ref))
    return db.session.scalar(select(LegalHold).where(LegalHold.ref == step.subject)) if step else None


def drafted_hold(case: Case, told: Mapping[str, Any], *, actor: User) -> LegalHold:
    """The hold before it was placed; not in the session."""
    item = LegalHold(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        ground=told.get("ground", ""),
        review_on=told.get("review_on"),
        placed_by_id=actor.id,
        placed_at=now(),
    )
    item.reason = told.get("reason")
    return item
