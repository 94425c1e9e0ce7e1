"""A referral whose last day has passed: whoever sent it is told, once, to urge, call back or find another way."""

from collections.abc import Sequence

from sqlalchemy import select, update

from mediation.cases.tasks import add_task
from mediation.db import atomic, db, now, today
from mediation.outbox.post import post
from mediation.referrals.effects import sender_of
from mediation.referrals.models import Referral
from mediation.referrals.queries import LINK, TO_SENDER, UNDER_WAY

MOST = 500
TEXT = "转介已过有效期，请收回、催办或者另行安排"


def expired() -> Sequence[int]:
    """The ids of the referrals under way that have expired and of which nobody was told yet."""
    query = select(Referral.id).where(
        Referral.state.in_(UNDER_WAY), Referral.expires_on < today(), Referral.expiry_told_at.is_(None)
    )
    return db.session.scalars(query.order_by(Referral.id).limit(MOST)).all()


def tell_of_expiry(referral_id: int) -> None:
    """Put it on the list of the sender. Does nothing where another worker was faster."""
    with atomic():
        told = update(Referral).where(Referral.id == referral_id, Referral.expiry_told_at.is_(None))
        claimed = db.session.execute(told.values(expiry_told_at=now()))
        if claimed.rowcount != 1:  # type: ignore[attr-defined]
            return
        item = db.session.get_one(Referral, referral_id)
        link, user_id = f"{LINK}{item.ref}", sender_of(item)
        add_task(
            item.case,
            TO_SENDER,
            TEXT,
            verb="查看",
            link=link,
            agency_id=item.from_agency_id,
            user_id=user_id,
            due_on=today(),
            urgent=True,
        )
        post("referral", "一份转介已过有效期。", link=link, agency_id=item.from_agency_id, user_id=user_id)
