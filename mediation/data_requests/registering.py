"""Register a data request: the one way in, for the page, the demo and the tests."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mediation.audit.log import Subject
from mediation.cases.models import Case
from mediation.cases.notices import party_in
from mediation.data_requests.models import DataRequest
from mediation.db import atomic, db, new_ref, now
from mediation.people.models import User
from mediation.workflow.engine import logged_refusal, start
from mediation.workflow.submissions import beginning, step_by


def register_request(
    case: Case, told: Mapping[str, Any], *, actor: User, key: str | None = None
) -> DataRequest:
    """A request in CASE from the facts of the form `data_request`. Sent twice under one KEY, it is one.

    Raises Forbidden or Incomplete.
    """
    subject = Subject(case.ref, "case", case.ref)
    with logged_refusal("data_request.start", actor=actor, subject=subject), atomic():
        if known := registered_before(case, key, actor=actor):
            return known
        item = drafted(case, told, actor=actor)
        start(item, actor=actor, facts=told, key=key)
    return item


def registered_before(case: Case, key: str | None, *, actor: User) -> DataRequest | None:
    """The request that this submission of ACTOR has registered already, or None."""
    step = step_by(beginning(key, actor=actor, workflow=DataRequest.workflow, within=case.ref))
    return db.session.scalar(select(DataRequest).where(DataRequest.ref == step.subject)) if step else None


def drafted(case: Case, told: Mapping[str, Any], *, actor: User) -> DataRequest:
    """The request before it was registered; not in the session."""
    item = DataRequest(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        party=party_in(case, told["party"]) if told.get("party") else None,
        about=told.get("about", ""),
        by_whom=told.get("by_whom", "self"),
        registered_by_id=actor.id,
        registered_at=now(),
    )
    item.wish = told.get("wish")
    return item
