"""Call a conference: the one way in, for the pages, the demo and the tests."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mediation.audit.log import Subject
from mediation.cases.models import Case
from mediation.conferences.models import Conference
from mediation.db import atomic, db, new_ref
from mediation.people.models import User
from mediation.workflow.engine import logged_refusal, start
from mediation.workflow.submissions import beginning, step_by


def call(case: Case, told: Mapping[str, Any], *, actor: User, key: str | None = None) -> Conference:
    """A new conference about CASE from the facts of the form `conference_call`. Sent twice under one KEY, it is one.

    Raises Forbidden or Incomplete; then nobody was called.
    """
    subject = Subject(case.ref, "case", case.ref)
    with logged_refusal("conference.start", actor=actor, subject=subject), atomic():
        if known := called_before(case, key, actor=actor):
            return known
        conference = drafted(case, told, actor=actor)
        start(conference, actor=actor, facts=told, key=key)
    return conference


def called_before(case: Case, key: str | None, *, actor: User) -> Conference | None:
    """The conference that this submission of ACTOR has called already, or None."""
    step = step_by(beginning(key, actor=actor, workflow=Conference.workflow, within=case.ref))
    return db.session.scalar(select(Conference).where(Conference.ref == step.subject)) if step else None


def drafted(case: Case, told: Mapping[str, Any], *, actor: User) -> Conference:
    """The conference before anybody was called; not in the session."""
    conference = Conference(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        meets_at=told.get("meets_at"),
        ground=told.get("ground", ""),
        called_by_id=actor.id,
    )
    conference.place, conference.agenda = told.get("place"), told.get("agenda")
    conference.brief = told.get("brief")
    return conference
