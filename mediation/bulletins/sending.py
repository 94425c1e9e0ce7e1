"""Send a bulletin, and say that it was read."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediation.audit.log import STATION, Subject, record
from mediation.bulletins.checking import why_not_send
from mediation.bulletins.figures import figures_of
from mediation.bulletins.models import Bulletin, BulletinReceipt
from mediation.bulletins.queries import may_send
from mediation.db import atomic, db, now
from mediation.errors import Forbidden, Missing
from mediation.outbox.post import post
from mediation.people.models import AgencyPerson, User

KINDS = {"bulletin": "信息通报", "meeting": "工作例会"}
FIELDS = ("kind", "month", "text", "held_at", "place", "agenda")


def send(told: Mapping[str, Any], officers: Sequence[AgencyPerson], *, actor: User) -> Bulletin:
    """Freeze the figures of the month and send them to the OFFICERS, with a neutral message for each.

    TOLD by FIELDS. Raises Forbidden for whoever leads no station, Incomplete where it says who somebody is or where.
    """
    if not may_send(actor):
        raise Forbidden("例会和通报由妇联权益部门负责人发出。")
    texts = {name: str(told.get(name) or "") for name in ("text", "agenda", "place")}
    if refusal := why_not_send(texts, actor=actor):
        raise refusal
    with atomic() as session:
        row = Bulletin(agency_id=actor.agency_id, sent_by_id=actor.id, sent_at=now(), **told)
        row.figures = figures_of(actor.agency, row.month)
        session.add(row)
        session.flush()
        for officer in officers:
            _send_to(row, officer)
        record(
            "bulletin.send",
            actor=actor,
            subject=Subject(STATION, "bulletin", row.ref),
            fields=["figures", *told],
        )
    return row


def mark_read(bulletin: Bulletin, *, actor: User) -> None:
    """ACTOR has read it. Raises Missing where it did not go to them."""
    mine = [receipt for receipt in bulletin.receipts if receipt.user_id == actor.id]
    if not mine:
        raise Missing
    with atomic():
        for receipt in mine:
            receipt.read_at = receipt.read_at or now()
        record("bulletin.read", actor=actor, subject=Subject(STATION, "bulletin", bulletin.ref))


def _send_to(row: Bulletin, officer: AgencyPerson) -> None:
    db.session.add(
        BulletinReceipt(
            bulletin_id=row.id, agency_id=officer.agency_id, user_id=officer.user_id, name=officer.called
        )
    )
    text = f"收到一份{KINDS[row.kind]}，请登录查看。"
    post("bulletin", text, link=f"/bulletins/{row.ref}", agency_id=officer.agency_id, user_id=officer.user_id)
