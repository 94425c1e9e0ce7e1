"""Deliver what waits, as Standard Webhooks has it: signed, at least once, again after a while, at last given up for dead.

Every try of one delivery has the same `webhook-id`: a receiver that hears it twice knows that it is one. Only the worker
runs this; it opens connections to the hosts that the station names (`outbound` in config.toml), and follows no redirect.
"""

import json
from collections.abc import Sequence
from datetime import UTC, timedelta

import httpx
from sqlalchemy import select, update
from standardwebhooks import Webhook as Signer

from mediation.db import atomic, db, now
from mediation.outbox.models import Delivery
from mediation.web.outbound import allowed

AT_ONCE = 100
TIMEOUT = httpx.Timeout(10.0)
# After the first try; whoever is down over a weekend has missed nothing.
PAUSES = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
]  # fmt: skip
GONE = 410
NOT_ALLOWED = "这个地址不在允许外连的名单里"


def waiting() -> Sequence[int]:
    """The ids of deliveries whose time has come, the longest waiting first."""
    query = select(Delivery.id).where(Delivery.state == "waiting", Delivery.next_at <= now())
    return db.session.scalars(query.order_by(Delivery.next_at).limit(AT_ONCE)).all()


def deliver(delivery_id: int) -> None:
    """One try. The row is claimed first; whatever happens in between, it is tried again."""
    if not _claim(delivery_id):
        return
    delivery = db.session.get_one(Delivery, delivery_id)
    webhook = delivery.webhook
    if webhook.stopped_at:
        _note(delivery, "dead", "已停用")
    elif not allowed(webhook.url):
        _note(delivery, "dead", NOT_ALLOWED)
    else:
        _note(delivery, *_send(delivery))


def _claim(delivery_id: int) -> bool:
    """Whether this worker has it; then nobody else tries before the next pause is over."""
    with atomic() as session:
        delivery = session.get(Delivery, delivery_id)
        if delivery is None or delivery.state != "waiting" or delivery.next_at > now():
            return False
        pause = PAUSES[min(delivery.tries, len(PAUSES) - 1)]
        changed = session.execute(
            update(Delivery)
            .where(Delivery.id == delivery_id, Delivery.tries == delivery.tries, Delivery.state == "waiting")
            .values(tries=delivery.tries + 1, next_at=now() + pause)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]


def _send(delivery: Delivery) -> tuple[str, str]:
    """The new state and, where it failed, what to say of it."""
    body = json.dumps(payload(delivery), separators=(",", ":"))
    moment = now()
    signature = Signer(delivery.webhook.secret or "").sign(delivery.ref, moment, body)
    headers = {
        "content-type": "application/json",
        "webhook-id": delivery.ref,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }
    try:
        answer = httpx.post(
            delivery.webhook.url, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False,
            trust_env=False,
        )  # fmt: skip
    except httpx.TimeoutException:
        return _failed(delivery, "对方没有在10秒内答复")
    except httpx.HTTPError:
        return _failed(delivery, "连接不上")
    if answer.is_success:
        return "sent", ""
    if answer.status_code == GONE:
        return "gone", "对方说不再接收（410）"
    return _failed(delivery, f"对方答复{answer.status_code}")


def payload(delivery: Delivery) -> dict[str, object]:
    """What is sent: what happened to which referral, and where it stands. Nothing about a person."""
    return {
        "type": delivery.event,
        "timestamp": delivery.happened_at.astimezone(UTC).isoformat(),
        "data": {"referral": delivery.subject, "state": delivery.subject_state},
    }


def _failed(delivery: Delivery, said: str) -> tuple[str, str]:
    return ("dead" if delivery.tries > len(PAUSES) else "waiting"), said


def _note(delivery: Delivery, state: str, said: str) -> None:
    """What came of the try. Whoever says `gone` hears no more."""
    with atomic():
        if state == "gone":
            delivery.webhook.stopped_at = now()
        delivery.state = "dead" if state == "gone" else state
        delivery.said = said
        delivery.sent_at = now() if state == "sent" else None
