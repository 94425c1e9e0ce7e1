"""Reminders by mail against a real receiver on the loopback: neutral, once each, again after a failure, never for ever."""

import email
import socket
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from aiosmtpd.controller import Controller

from mediation import worker
from mediation.db import atomic, db, now
from mediation.messages import mail
from mediation.outbox.models import Message
from mediation.outbox.neutral import banned_in
from mediation.outbox.post import post


class Postbox:
    """Keeps what it gets; answers with the next of `answers`, else takes it."""

    def __init__(self):
        self.letters, self.answers = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name that the library calls
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            told = email.message_from_bytes(envelope.content)
            self.letters.append(
                SimpleNamespace(to=envelope.rcpt_tos, told=told, raw=envelope.content.decode())
            )
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("gone"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def postbox(app, cast):
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    app.config.update(
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=port,
        SMTP_SECURITY="none",
        SMTP_FROM="notice@station.example",
    )
    with atomic():
        cast.mei.email = "mei@station.example"
        cast.agency("court").email = "desk@court.example"
    yield box
    server.stop()


def told(cast, user=None, agency="federation", text="王芳的案件", number=1):
    with atomic():
        for _ in range(number):
            post("case", text, link="/", agency_id=cast.agency(agency).id, user_id=user and user.id)


def state():
    db.session.expire_all()
    return [one.mail for one in db.session.query(Message).order_by(Message.id)]


def test_a_worker_with_several_messages_and_the_desk_of_a_partner_get_one_neutral_letter_each(
    app, cast, postbox
):
    told(cast, cast.mei, number=3)
    told(cast, agency="court")
    told(cast, cast.lin)  # has no mailbox
    assert worker.run_once(app) >= 3
    worker.run_once(app)
    assert [letter.to for letter in postbox.letters] == [["mei@station.example"], ["desk@court.example"]]
    for letter in postbox.letters:
        words = str(email.header.make_header(email.header.decode_header(letter.told["Subject"])))
        body = letter.told.get_payload(decode=True).decode()
        assert (words, body.splitlines()[0]) == (mail.SUBJECT, mail.BODY.splitlines()[0])
        assert not banned_in(words + body + letter.told["From"])
        assert "王芳" not in letter.raw + body
    assert state() == ["sent"] * 4 + ["none"]


def test_who_has_read_it_in_the_program_gets_no_letter_and_yesterdays_news_is_none(app, cast, postbox):
    told(cast, cast.mei)
    with atomic():
        db.session.query(Message).one().read_at = now()
    told(cast, cast.mei)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        worker.run_once(app)
    assert not postbox.letters


def test_a_server_that_is_busy_is_asked_again_later_and_what_it_took_is_never_sent_twice(app, cast, postbox):
    postbox.answers = ["451 busy"]
    told(cast, cast.mei)
    (row,) = mail.waiting()
    mail.deliver(row)
    assert not postbox.letters
    assert not mail.waiting()  # not at once
    mail.deliver(row)
    assert not postbox.letters
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert mail.waiting() == [row]
        mail.deliver(row)
        mail.deliver(row)  # a second worker with the same row
    assert len(postbox.letters) == 1
    assert state() == ["sent"]


def test_a_mailbox_that_is_gone_and_a_server_that_is_down_are_given_up(app, cast, postbox):
    with atomic():
        cast.mei.email = "gone@station.example"
    told(cast, cast.mei)
    mail.deliver(mail.waiting()[0])
    assert state() == ["dead"]
    with atomic():
        cast.mei.email = "mei@station.example"
    told(cast, cast.mei)
    app.config["SMTP_PORT"] = 1
    moment = now()
    for minutes in (0, 1, 10, 30, 120, 300, 700, 1300):
        with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
            for row in mail.waiting():
                mail.deliver(row)
    assert state() == ["dead", "dead"]


def test_without_a_server_nothing_waits_for_one(app, cast):
    told(cast, cast.mei)
    assert mail.waiting() == []


def test_everybody_says_where_they_are_reminded(app, cast, sign_in):
    browser = sign_in(cast.mei)
    assert browser.post("/account/", data={"email": "keine Adresse"}).status_code == 422
    assert browser.post("/account/", data={"email": "li@station.example"}).status_code == 302
    assert cast.mei.email == "li@station.example"
    assert "li@station.example" in browser.get("/account/").text
