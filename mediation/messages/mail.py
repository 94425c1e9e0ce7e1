"""Mail to workers and partners that something waits for them: the same neutral words for everything, from the outbox.

Whoever has several messages gets one mail. A row is claimed before a mail leaves, so that two workers send it once; a
server that does not answer is asked again after a while, and after a day nobody is told by mail any more.
"""

import smtplib
import ssl
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.sql.elements import ColumnElement

from mediation.db import atomic, db, now
from mediation.messages.settings import MailSettings, mail_of
from mediation.outbox.models import Message
from mediation.people.models import Agency, User

SUBJECT = "工作提醒"
BODY = "您好，有新的工作事项等您查看，请登录系统。\n\n本邮件由系统自动发出，请不要回复。\n"
AT_ONCE, TIMEOUT = 100, 10
STALE = timedelta(days=1)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480)]
# A server that says so will say so tomorrow too.
FOR_GOOD = 500


def waiting() -> Sequence[int]:
    """The ids of messages nobody has read or was written to about; none where the station has no mail."""
    if mail_of(current_app.config) is None:
        return []
    query = select(Message.id).where(*_due()).order_by(Message.id)
    return db.session.scalars(query.limit(AT_ONCE)).all()


def deliver(message_id: int) -> None:
    """One mail about this message and whatever else waits for the same person or desk."""
    settings = mail_of(current_app.config)
    claimed = _claimed(message_id) if settings else []
    if not (settings and claimed):
        return
    first = db.session.get_one(Message, min(claimed))
    if address := _address(first):
        _note(claimed, _sent(settings, address, first.ref), first.tries)
    else:
        _note(claimed, "none", first.tries)


def _due() -> tuple[ColumnElement[bool], ...]:
    moment = now()
    return (
        Message.mail == "waiting",
        Message.next_at <= moment,
        Message.made_at > moment - STALE,
        Message.read_at.is_(None),
    )


def _claimed(message_id: int) -> list[int]:
    """The messages that this worker has now; nobody else tries before the pause is over."""
    with atomic() as session:
        one = session.get(Message, message_id)
        if one is None:
            return []
        theirs = (Message.user_id == one.user_id, Message.agency_id == one.agency_id)
        pause = PAUSES[min(one.tries, len(PAUSES) - 1)]
        taken = (
            update(Message)
            .where(*theirs, *_due())
            .values(tries=Message.tries + 1, next_at=now() + pause)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
        found = list(session.scalars(taken))
        session.expire_all()
    return found


def _address(message: Message) -> str:
    """Where the person, or the desk of the agency, reads mail; empty for nobody."""
    if message.user_id:
        user = db.session.get(User, message.user_id)
        return user.email if user and user.active else ""
    agency = db.session.get(Agency, message.agency_id)
    return agency.email if agency and agency.active else ""


def _sent(settings: MailSettings, address: str, ref: str) -> str:
    """What became of it: sent, waiting (for the next try) or dead."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = SUBJECT, settings.sender, address
    letter["Date"] = format_datetime(now())
    # Every try has the same name: a server that took it and did not say so knows it again.
    letter["Message-ID"] = f"<{ref}@{settings.sender.partition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(BODY)
    try:
        with _server(settings) as server:
            server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        return "dead" if min(codes) >= FOR_GOOD else "waiting"
    except (smtplib.SMTPException, OSError):
        return "waiting"
    return "sent"


def _server(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
    if settings.security == "starttls":
        server.starttls(context=context)
    if settings.user and settings.password_file:
        server.login(settings.user, settings.password_file.read_text(encoding="utf-8").strip())
    return server


def _note(claimed: Sequence[int], state: str, tries: int) -> None:
    if state == "waiting" and tries > len(PAUSES):
        state = "dead"
    with atomic() as session:
        session.execute(
            update(Message)
            .where(Message.id.in_(claimed))
            .values(mail=state, sent_at=now() if state == "sent" else None)
        )
