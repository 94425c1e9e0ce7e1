"""Send a text message to her, if the lock lets one through at that minute; never twice, and never to another number.

A gateway forgets nothing: what it may have taken is not sent again. What waits for her hours waits two days.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select, update

from mediation.audit.log import Subject, record
from mediation.cases.contact_lock import value_for, why_not_reach
from mediation.db import atomic, db, now
from mediation.messages.drivers import NotTaken, NoWord, driver_for
from mediation.messages.models import TextMessage
from mediation.messages.settings import TextSettings, texts_of
from mediation.outbox.post import post
from mediation.people.program import SYSTEM
from mediation.vault.folding import digits_of

AT_ONCE = 50
AGAIN_IN, HOURS_AGAIN_IN, MOST_DAYS, MOST_TRIES = timedelta(minutes=5), timedelta(minutes=15), 2, 3
LOST_AFTER = timedelta(minutes=10)
MOBILE = 11
NOT_SENT = "一条短信没有发出，请登录查看。"
SHUT, NO_HOUR, NO_MOBILE = (
    "联系须知不允许，没有发送",
    "一直不在本人同意的时段，没有发送",
    "登记的不是手机号，没有发送",
)
UNKNOWN, GATEWAY = "短信平台没有答复，不知道有没有发出；没有重发", "短信平台没有接收"


def waiting() -> Sequence[int]:
    """The ids of text messages whose time has come; none where the station sends none."""
    if texts_of(current_app.config) is None:
        return []
    due = TextMessage.state.in_(("waiting", "sending"))
    query = select(TextMessage.id).where(due, TextMessage.next_at <= now())
    return db.session.scalars(query.order_by(TextMessage.next_at).limit(AT_ONCE)).all()


def deliver(text_id: int) -> None:
    """One try. The lock is asked at the last moment, for she may have said otherwise meanwhile."""
    settings = texts_of(current_app.config)
    if settings is None or _left_lying(text_id) or not _claim(text_id):
        return
    row = db.session.get_one(TextMessage, text_id)
    if why_not_reach(row.party, "sms", now()):
        _shut(row)
        return
    number = value_for(row.party.person, "sms")
    digits = digits_of(number.reveal()) if number else ""
    if len(digits) != MOBILE:
        _note(row, "refused", NO_MOBILE)
    else:
        _note(row, *_handed_over(row, settings, digits))


def _claim(text_id: int) -> bool:
    with atomic() as session:
        changed = session.execute(
            update(TextMessage)
            .where(TextMessage.id == text_id, TextMessage.state == "waiting", TextMessage.next_at <= now())
            .values(state="sending", tries=TextMessage.tries + 1, next_at=now() + LOST_AFTER)
            .execution_options(synchronize_session=False)
        )
        session.expire_all()
        return bool(changed.rowcount)  # type: ignore[attr-defined]


def _left_lying(text_id: int) -> bool:
    """Whether a worker began with it and was heard of no more: nobody knows whether it was sent."""
    row = db.session.get(TextMessage, text_id)
    if row is None or row.state != "sending" or row.next_at > now():
        return False
    _note(row, "unknown", UNKNOWN)
    return True


def _shut(row: TextMessage) -> None:
    """Only the hour is waited for."""
    if why_not_reach(row.party, "sms", now(), at_any_hour=True):
        _note(row, "refused", SHUT)
    elif now() - row.made_at > timedelta(days=MOST_DAYS):
        _note(row, "refused", NO_HOUR)
    else:
        with atomic():
            row.state, row.tries, row.next_at = "waiting", row.tries - 1, now() + HOURS_AGAIN_IN


def _handed_over(row: TextMessage, settings: TextSettings, digits: str) -> tuple[str, str]:
    try:
        driver_for(settings, Path(current_app.instance_path)).send(
            digits, settings.texts[row.template], row.ref
        )
    except NotTaken:
        return ("waiting" if row.tries < MOST_TRIES else "dead"), GATEWAY
    except NoWord:
        return "unknown", UNKNOWN
    return "sent", ""


def _note(row: TextMessage, state: str, said: str) -> None:
    """What came of it, in the log too; whoever asked for it hears of what was not sent."""
    with atomic():
        row.state, row.said = state, said
        row.sent_at = now() if state == "sent" else None
        row.next_at = now() + AGAIN_IN
        if state == "waiting":
            return
        subject = Subject(row.case.chain, "text_message", row.ref)
        record(f"text_message.{state}", actor=SYSTEM, subject=subject)
        if state != "sent":
            post(
                "text_message", NOT_SENT, link=f"/cases/{row.case.ref}", agency_id=row.made_by.agency_id,
                user_id=row.made_by_id,
            )  # fmt: skip
