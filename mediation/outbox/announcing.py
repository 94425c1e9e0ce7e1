"""Tell the systems of agencies that something moved, within the unit of work that is open: an event, a ref, a state."""

from collections.abc import Iterable

from sqlalchemy import select

from mediation.db import db, now
from mediation.outbox.models import Delivery, Webhook


def announce(event: str, *, subject: str, state: str, agency_ids: Iterable[int]) -> None:
    """A delivery for every webhook of these agencies. EVENT names the step, SUBJECT is the ref of what moved."""
    moment = now()
    there = select(Webhook).where(Webhook.agency_id.in_(set(agency_ids)), Webhook.stopped_at.is_(None))
    db.session.add_all(
        Delivery(
            webhook=webhook,
            event=event,
            subject=subject,
            subject_state=state,
            happened_at=moment,
            next_at=moment,
        )
        for webhook in db.session.scalars(there)
    )
