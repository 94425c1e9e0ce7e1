"""Calls and visits that are no case: counted by kind, with nothing of the person. A slip of the finger is taken back."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.access import may_register
from mediation.db import SHANGHAI, atomic, db, new_ref, now
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.intake.categories import CATEGORIES
from mediation.intake.models import PlainContact
from mediation.people.models import User

KINDS = {
    "advice": "咨询，当场答复",
    "wrong_number": "打错了",
    "harassment": "骚扰",
    "silent": "无声、挂断",
    "other": "其他，不立案",
}
COUNT, UNDO = "contact.count", "contact.undo"
# Within this time a count is taken back by whoever made it.
UNDONE_WITHIN = timedelta(minutes=10)
READERS = frozenset({"leader", "registrar"})


def count_contact(kind: str, topic: str, *, actor: User) -> PlainContact:
    """One more of that KIND; TOPIC is the class of what was asked, of advice. Raises Forbidden, Incomplete."""
    if not may_register(actor):
        raise Forbidden("来电由维权站的接待员、权益干部或负责人登记。")
    if kind not in KINDS or (topic and topic not in CATEGORIES):
        raise Incomplete("请选择是哪一种来电。")
    row = PlainContact(
        ref=new_ref(), agency_id=actor.agency_id, user_id=actor.id, kind=kind,
        topic=topic if kind == "advice" else "", at=now(), undone=False,
    )  # fmt: skip
    with atomic() as session:
        session.add(row)
        record(COUNT, actor=actor, subject=Subject(STATION, "contact", row.ref))
    return row


def undo_contact(ref: str, *, actor: User) -> None:
    """It was a slip of the finger. Raises Missing for the count of somebody else, Incomplete after ten minutes."""
    row = db.session.scalar(
        select(PlainContact).where(PlainContact.ref == ref, PlainContact.user_id == actor.id)
    )
    if row is None:
        raise Missing
    if now() - row.at > UNDONE_WITHIN:
        raise Incomplete("已超过10分钟，不能撤销。")
    with atomic():
        if not row.undone:
            row.undone = True
            record(UNDO, actor=actor, subject=Subject(STATION, "contact", row.ref))


def counts_of(month: date, *, actor: User) -> dict[str, Any]:
    """What the station of ACTOR counted in the month of that day: by kind, and of advice by topic. Raises Missing."""
    if not (may_register(actor) or actor.role in READERS):
        raise Missing
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    query = (
        select(PlainContact.kind, PlainContact.topic, func.count())
        .where(PlainContact.agency_id == actor.agency_id, ~PlainContact.undone)
        .where(PlainContact.at >= _midnight(first), PlainContact.at < _midnight(after))
        .group_by(PlainContact.kind, PlainContact.topic)
    )
    kinds: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    for kind, topic, number in db.session.execute(query):
        kinds[kind] += number
        if topic:
            topics[topic] += number
    return {"kinds": kinds, "topics": topics, "all": kinds.total()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
