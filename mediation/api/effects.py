"""What sending a referral brings about, where the receiver has an installation of its own."""

from sqlalchemy import select

from mediation.api.models import Channel, Journey
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.referrals.models import Referral
from mediation.workflow.words import Taken


def queue_journey(taken: Taken) -> None:
    """It waits for the worker, which brings it to the installation of the receiver. Raises Incomplete for a transfer."""
    item: Referral = taken.item
    query = select(Channel).where(Channel.agency_id == item.to_agency_id, Channel.active)
    if (channel := db.session.scalar(query)) is None:
        return
    if item.manner == "transfer":
        raise Incomplete("这个单位用自己的系统接收转介；移交整个案件请改用书面方式。")
    db.session.add(Journey(referral_id=item.id, channel_id=channel.id, next_at=now()))
