"""The receiver was found to stand near the other side after it was sent: whoever sent it is told at once, to call it back.

The receiver reads nothing from that moment (`queries`, `links.live`); but nobody helps her either until it goes elsewhere.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, literal, select

from mediation.cases.tasks import add_task
from mediation.cases.ties import Tie
from mediation.cases.work import Task
from mediation.db import atomic, db, today
from mediation.outbox.post import post
from mediation.referrals.desk import WAITING
from mediation.referrals.effects import sender_of
from mediation.referrals.models import Referral
from mediation.referrals.queries import LINK, TO_SENDER

MOST = 500
TEXT = "接收单位需要回避，请收回，另转其他单位"


def near() -> Sequence[int]:
    """The ids of the referrals that wait at such an agency and of which nobody was told yet."""
    query = select(Referral.id).where(Referral.state.in_(WAITING), _tied(), ~_told())
    return db.session.scalars(query.order_by(Referral.id).limit(MOST)).all()


def tell_of_nearness(referral_id: int) -> None:
    """Put it on the list of the sender. Does nothing where another worker was faster."""
    with atomic():
        query = select(Referral).where(Referral.id == referral_id, Referral.state.in_(WAITING), ~_told())
        item = db.session.scalar(query)
        if item is None:
            return
        link, user_id = f"{LINK}{item.ref}", sender_of(item)
        add_task(
            item.case, TO_SENDER, TEXT, verb="收回", link=link, agency_id=item.from_agency_id, user_id=user_id,
            due_on=today(), urgent=True, rule="XF-30",
        )  # fmt: skip
        post(
            "referral",
            "一份转介的接收单位需要回避。",
            link=link,
            agency_id=item.from_agency_id,
            user_id=user_id,
        )


def _tied() -> ColumnElement[bool]:
    return exists().where(and_(Tie.case_id == Referral.case_id, Tie.agency_id == Referral.to_agency_id))


def _told() -> ColumnElement[bool]:
    return exists().where(Task.link == literal(LINK).concat(Referral.ref), Task.text == TEXT)
