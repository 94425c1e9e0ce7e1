"""Put a message into the outbox, within the unit of work that is open."""

from mediation.db import db, now
from mediation.outbox.models import Message


def post(kind: str, text: str, *, link: str, agency_id: int, user_id: int | None = None) -> None:
    """TEXT for the queue of an agency, or for one person in it. LINK is a path of this program."""
    db.session.add(
        Message(kind=kind, text=text, link=link, agency_id=agency_id, user_id=user_id, made_at=now())
    )
