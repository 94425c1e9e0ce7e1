"""Visits to the public pages: what was typed waits on the server, sealed, for half an hour, and never on the telephone.

The browser holds one token that means nothing elsewhere. Leaving deletes the row and destroys its key.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from mediation.db import atomic, db, new_ref, now
from mediation.intake.models import PortalRequest
from mediation.people.throttles import count_try
from mediation.portal.models import PortalVisit
from mediation.vault.keys import current_vault, destroy_key, new_key

LIFE = timedelta(minutes=30)
BEGINS = 60
MINUTE = timedelta(minutes=1)
BUSY = "现在用的人太多，请过一分钟再试。紧急情况请打 110。"


def keyed(text: str) -> str:
    """A keyed hash: who reads the database cannot try codes or tokens against it."""
    return hmac.digest(current_vault().derived("public pages"), text.encode(), "sha256").hex()


def begin(*, asked_from: str, request: PortalRequest | None = None) -> str:
    """A new visit; answers its token. Raises TooMany where one place begins sixty within a minute."""
    count_try("portal_begin", asked_from, tries=BEGINS, window=MINUTE, sentence=BUSY)
    token = secrets.token_urlsafe(24)
    key_id = new_key("program")
    visit = PortalVisit(
        ref=new_ref(),
        key_id=key_id,
        token_hash=keyed(token),
        ends_at=now() + LIFE,
        request_id=request.id if request else None,
    )
    visit.draft = {}
    with atomic() as session:
        session.add(visit)
    return token


def visit_by(token: str | None) -> PortalVisit | None:
    """The visit of that token, as long as it lasts."""
    if not token:
        return None
    query = select(PortalVisit).where(PortalVisit.token_hash == keyed(token), PortalVisit.ends_at > now())
    return db.session.scalar(query)


def keep(visit: PortalVisit, draft: Mapping[str, Any]) -> None:
    """What was typed so far; from now on half an hour is left again."""
    with atomic():
        visit.draft, visit.ends_at = dict(draft), now() + LIFE


def leave(token: str | None) -> None:
    """The visit is over: the row goes, and its key."""
    query = select(PortalVisit.id).where(PortalVisit.token_hash == keyed(token or ""))
    if (found := db.session.scalar(query)) is not None:
        forget(found)


def forget(visit_id: int) -> None:
    """Delete one visit and what was typed in it, so that no backup shows it either."""
    with atomic():
        key_id = take_away(visit_id)
    if key_id:
        destroy_key(key_id)


def take_away(visit_id: int) -> str | None:
    """Delete the row of a visit, within a unit of work; answers the key that is to be destroyed after it, or None where
    somebody else has taken it away."""
    key_id = db.session.scalar(select(PortalVisit.key_id).where(PortalVisit.id == visit_id))
    gone: Any = db.session.execute(delete(PortalVisit).where(PortalVisit.id == visit_id))
    return key_id if gone.rowcount else None


def end_visits_to(request: PortalRequest) -> None:
    """Nobody who has her page open sees more of it, within a unit of work; the worker forgets the rows."""
    db.session.execute(update(PortalVisit).where(PortalVisit.request_id == request.id).values(ends_at=now()))


def ended() -> Sequence[int]:
    """The visits whose half hour is over."""
    return db.session.scalars(select(PortalVisit.id).where(PortalVisit.ends_at <= now()).limit(500)).all()
