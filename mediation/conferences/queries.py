"""Read conferences: those who see the case whole, and guests as long as it is under way. To others there is none."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, false, or_, select

from mediation.cases.access import field_groups, visible_to
from mediation.cases.models import Case
from mediation.cases.ties import tied_cases
from mediation.conferences.models import DESK, UNDER_WAY, Conference, ConferenceGuest
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User

MOST = 50
LINK = "/conferences/"


def find_conference(ref: str, *, actor: User) -> Conference:
    """The conference, if ACTOR may know of it. Raises Missing, the same for a stranger and for none."""
    found = db.session.scalar(select(Conference).where(Conference.ref == ref, _known_to(actor)))
    if found is None or not (found.hosts(actor) or sees_case(found, actor)):
        raise Missing
    return found


def conferences_of(case: Case, *, actor: User) -> Sequence[Conference]:
    """Those of a case, the newest first, for those who see the case whole."""
    if "narrative" not in field_groups(actor, case):
        return []
    query = select(Conference).where(Conference.case_id == case.id).order_by(Conference.id.desc())
    return db.session.scalars(query).all()


def invited(actor: User) -> Sequence[Conference]:
    """Those at which ACTOR is a guest now, or whose decisions ACTOR's agency owes; the next first, MOST at most."""
    if actor.role not in DESK:
        return []
    query = select(Conference).where(Conference.state.in_((*UNDER_WAY, "ended")), _called(actor))
    found = db.session.scalars(query.order_by(Conference.meets_at).limit(MOST))
    return [conference for conference in found if conference.hosts(actor)]


def sees_case(conference: Conference, actor: User) -> bool:
    """Whether ACTOR sees the case itself, and not as a guest."""
    return "narrative" in field_groups(actor, conference.case)


def _known_to(actor: User) -> Any:
    known = Conference.case_id.in_(visible_to(actor).with_only_columns(Case.id))
    untied = Conference.case_id.not_in(tied_cases(actor.id, actor.agency_id))
    called = and_(Conference.state != "cancelled", _called(actor), untied)
    guest = called if actor.role in DESK else false()
    return or_(known, guest)


def _called(actor: User) -> Any:
    own = select(ConferenceGuest.conference_id).where(ConferenceGuest.agency_id == actor.agency_id)
    return Conference.id.in_(own)
