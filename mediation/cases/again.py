"""Whoever asks for help again: their other requests, side by side, for those who may know of them.

Only requests of the same person as somebody who asks. Where a person stands on the other side, or asks for help as
well, the cases are worked by different people, and neither page tells of the other.
"""

from typing import Any

from sqlalchemy import select

from mediation.cases.access import visible_to
from mediation.cases.merges import same_people
from mediation.cases.models import Case, Party
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS

MOST = 20


def other_requests(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """The other cases in which an applicant of CASE asks for help, newest first, as plain values.

    Cases that ACTOR may not open are not there. `violence` marks the repeat signal (规程第13条: more follow-up).
    """
    people = same_people([party.person_id for party in parties_of(case, "applicant")])
    asking = select(Party.case_id).where(Party.side == "applicant", Party.person_id.in_(people))
    query = visible_to(actor).where(
        Case.id.in_(asking), Case.id != case.id, Case.agency_id == actor.agency_id
    )
    found = db.session.scalars(query.order_by(Case.id.desc()).limit(MOST))
    return [
        {
            "ref": row.ref,
            "number": row.register_number,
            "received_on": row.received_on,
            "kind": row.category_kind or row.category_class,
            "state": str(WORKFLOWS["one_stop"].stop(row.state).label),
            "violence": row.violence,
        }
        for row in found
    ]
