"""Read requests from the public pages: the station's own, and those of a case for whoever sees it whole."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.access import field_groups, may_open, may_register
from mediation.cases.models import Case, Party
from mediation.cases.readers import looks_at
from mediation.dates import local
from mediation.db import db
from mediation.errors import Missing
from mediation.intake.models import PortalRequest
from mediation.people.models import User
from mediation.portal.near import not_near
from mediation.workflow.history import newest, steps_of

MOST = 100


def waiting_for(actor: User) -> Sequence[PortalRequest]:
    """What waits at ACTOR's station, danger first, then what came first, without what ACTOR is near to; to all others
    nothing waits."""
    if not may_register(actor):
        return []
    query = select(PortalRequest).where(
        PortalRequest.agency_id == actor.agency_id, PortalRequest.state == "waiting"
    )
    query = query.order_by(PortalRequest.urgent.desc(), PortalRequest.id).limit(MOST)
    return not_near(actor, db.session.scalars(query).all())


def nobodys(actor: User) -> int:
    """How many requests wait at ACTOR's station that all who may register them are near to: for its leader, who reads
    none. Not those to which the leader is near."""
    if actor.role != "leader":
        return 0
    query = select(PortalRequest).where(
        PortalRequest.agency_id == actor.agency_id, PortalRequest.state == "waiting"
    )
    left = not_near(actor, db.session.scalars(query.order_by(PortalRequest.id).limit(MOST)).all())
    for one in db.session.scalars(select(User).where(User.agency_id == actor.agency_id, User.active)):
        if left and may_register(one):
            seen = {found.id for found in not_near(one, left)}
            left = [request for request in left if request.id not in seen]
    return len(left)


def find_request(ref: str, *, actor: User) -> PortalRequest:
    """One of ACTOR's station that ACTOR is not near to; once it is a case, for whoever may open that. Raises Missing."""
    found = db.session.scalar(select(PortalRequest).where(PortalRequest.ref == ref))
    if found is None or not may_register(actor) or found.agency_id != actor.agency_id:
        raise Missing
    if found.case and not may_open(found.case, actor=actor):
        raise Missing
    if found.case is None and (found.told_sealed is None or not not_near(actor, [found])):
        raise Missing
    return found


def request_of(case: Case, *, actor: User) -> PortalRequest | None:
    """The request that became this case, for whoever sees the case whole."""
    if "narrative" not in field_groups(actor, case):
        return None
    return db.session.scalar(select(PortalRequest).where(PortalRequest.case_id == case.id))


def herself_in(case: Case) -> Party | None:
    """The party of the case who wrote the request: its first applicant."""
    return next((party for party in case.parties if party.role == "applicant"), None)


def lookers(request: PortalRequest) -> list[tuple[str, str]]:
    """Who looked at what she wrote and at her case: day and kind of work, newest first. Agencies are told in person."""
    return looks_at(request.ref, *([request.case.ref] if request.case else []))


def waits_for_answer(request: PortalRequest) -> bool:
    """Whether the last word is hers."""
    last = newest(request.ref, "write", "answer")
    return last is not None and last.trigger == "write"


def messages_of(request: PortalRequest) -> list[dict[str, str | bool]]:
    """What she wrote and what was answered, oldest first. Whoever calls has found the request."""
    return [
        {
            "hers": row.trigger == "write",
            "at": local(row.recorded_at),
            "text": (row.facts or {}).get("text", ""),
        }
        for row in steps_of(request.ref, "write", "answer")
    ]
