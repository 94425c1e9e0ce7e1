"""Where the installation of a partner tells that a referral moved there: signed as Standard Webhooks has it.

What is told is a hint and no more: the worker goes and asks for itself. So whoever forged one would make it look once
too often, and nothing else; and where none arrives, the worker still looks (`travelling`).
"""

import json

from flask import Blueprint, Response, request
from sqlalchemy import select, update
from standardwebhooks import Webhook, WebhookVerificationError

from mediation.api.door import GUESSES, HOUR, TOO_OFTEN, WINDOW, note_refusal
from mediation.api.models import Channel, Journey
from mediation.db import atomic, db, now
from mediation.errors import Incomplete, Unknown
from mediation.people.throttles import count_try
from mediation.web.access import csrf, public

bp = Blueprint("api_hooks", __name__, url_prefix="/api/v1/hooks")
bp.after_request(note_refusal)
csrf.exempt(bp)
LARGEST = 4096
CALLS = 600
NOT_KNOWN = "没有这个接收地址，或者签名不对。"


@bp.post("/<ref>")
@public
def hear(ref: str) -> Response:
    """Something moved there: the journey is looked after as soon as the worker comes. 204, also for what we do not know."""
    if (request.content_length or 0) > LARGEST:
        raise Incomplete("通知太长。")
    channel = db.session.scalar(select(Channel).where(Channel.ref == ref, Channel.active))
    told = _verified(channel, request.get_data(cache=False)) if channel else None
    if channel is None or told is None:
        count_try("api_guess", request.remote_addr or "", tries=GUESSES, window=WINDOW, sentence=TOO_OFTEN)
        raise Unknown(NOT_KNOWN)
    count_try("api_hook", channel.ref, tries=CALLS, window=HOUR, sentence=TOO_OFTEN)
    with atomic() as session:
        moment = now()
        moved = Journey.channel_id == channel.id, Journey.their_ref == told, Journey.next_at > moment
        session.execute(update(Journey).where(*moved).values(next_at=moment))
        session.execute(update(Channel).where(Channel.id == channel.id).values(heard_at=moment))
    return Response(status=204)


def _verified(channel: Channel, body: bytes) -> str | None:
    """The ref that the notice names, if it was signed with our common secret within the last minutes; else None."""
    if channel.hook is None:
        return None
    try:
        Webhook(channel.hook.reveal()).verify(body, dict(request.headers.items()))
        return str(json.loads(body)["data"]["referral"])
    except (WebhookVerificationError, ValueError, KeyError, TypeError):
        return None
