"""The end of what was set aside: nobody works on it, so it is kept no longer than 保管期限表 says (PIPL 19, 47).

The key goes first, then the row is emptied: broken off between the two, the next round goes on.
"""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select

from mediation.audit.log import Subject, record
from mediation.db import SHANGHAI, atomic, db, today
from mediation.intake.models import PortalRequest
from mediation.law.calendar import add_months
from mediation.people.program import SYSTEM
from mediation.retention.schedule import schedule
from mediation.vault.keys import destroy_key
from mediation.workflow.models import StepTaken

KIND, MOST = "portal_set_aside", 200


def due() -> Sequence[int]:
    """The ids of the requests whose term is over, counted from the day on which they were set aside."""
    ends = add_months(today(), -12 * (schedule().named(KIND).amount or 0))
    query = (
        select(PortalRequest.id)
        .join(StepTaken, StepTaken.subject == PortalRequest.ref)
        .where(
            PortalRequest.state == "set_aside",
            PortalRequest.told_sealed.is_not(None),
            StepTaken.trigger == "set_aside",
            StepTaken.recorded_at < datetime.combine(ends, time(), SHANGHAI),
        )
        .order_by(PortalRequest.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def erase(request_id: int) -> None:
    """What she wrote, what was said about it and the word by which she opened it are gone, backups included."""
    request = db.session.get_one(PortalRequest, request_id)
    ref, key_id = request.ref, request.key_id
    destroy_key(key_id)
    with atomic():
        request.told_sealed = None
        request.secret_hash = ""
        record("portal_request.key_destroyed", actor=SYSTEM, subject=Subject(ref, "portal_request", ref))
