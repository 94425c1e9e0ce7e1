"""Add a webhook, stop it, send once more what was given up. The administrator does it; the log says who."""

import base64
import secrets
from collections.abc import Sequence

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Incomplete, Missing
from mediation.outbox.models import Delivery, Webhook
from mediation.people.models import Agency, User
from mediation.vault.keys import new_key
from mediation.web.outbound import allowed

PAGE = 50
SECRET_BYTES = 32


def add(agency: Agency, url: str, *, actor: User) -> tuple[Webhook, str]:
    """A webhook of AGENCY and its secret, which is told this once. Raises Incomplete where the address is not allowed."""
    _only_admin(actor)
    if not allowed(url):
        raise Incomplete(
            "这个地址不能用：要用 https，并且先在 config.toml 的 outbound 里写上这个主机名（非默认端口的写“主机:端口”）。",
            field="url",
        )
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    with atomic() as session:
        webhook = Webhook(
            ref=new_ref(), key_id=new_key("program"), agency_id=agency.id, url=url, made_at=now()
        )
        webhook.secret = secret
        session.add(webhook)
        _log("webhook.add", webhook.ref, actor)
    return webhook, secret


def stop(ref: str, *, actor: User) -> None:
    """Nothing is sent there any more. Raises Missing."""
    webhook = _found(ref, actor)
    with atomic():
        webhook.stopped_at = webhook.stopped_at or now()
        _log("webhook.stop", ref, actor)


def resend(ref: str, *, actor: User) -> None:
    """A delivery that was given up is tried again from the beginning. Raises Missing."""
    _only_admin(actor)
    delivery = db.session.scalar(select(Delivery).where(Delivery.ref == ref, Delivery.state == "dead"))
    if delivery is None:
        raise Missing
    with atomic():
        delivery.state, delivery.tries, delivery.next_at, delivery.said = "waiting", 0, now(), ""
        _log("webhook.resend", ref, actor)


def all_webhooks(*, actor: User) -> Sequence[tuple[Webhook, Agency]]:
    """Every webhook with its agency, those at work first."""
    _only_admin(actor)
    query = select(Webhook, Agency).join(Agency, Agency.id == Webhook.agency_id)
    rows = db.session.execute(query.order_by(Webhook.stopped_at.is_not(None), Agency.name, Webhook.id))
    return [(webhook, agency) for webhook, agency in rows]


def deliveries(*, actor: User, before: int | None = None) -> Sequence[Delivery]:
    """What is not delivered, the newest first, PAGE + 1 at most: given up, or failed and to be tried again."""
    _only_admin(actor)
    query = select(Delivery).where(Delivery.state != "sent", Delivery.tries > 0)
    if before:
        query = query.where(Delivery.id < before)
    return db.session.scalars(query.order_by(Delivery.id.desc()).limit(PAGE + 1)).all()


def _found(ref: str, actor: User) -> Webhook:
    _only_admin(actor)
    webhook = db.session.scalar(select(Webhook).where(Webhook.ref == ref))
    if webhook is None:
        raise Missing
    return webhook


def _only_admin(actor: User) -> None:
    if actor.role != "admin":
        raise Missing


def _log(kind: str, ref: str, actor: User) -> None:
    record(kind, actor=actor, subject=Subject(STATION, "webhook", ref))
