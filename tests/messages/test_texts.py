"""Text messages to her: off unless the station and she chose them knowingly, only as she said, and never twice."""

import json
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine

from mediation.audit.models import AuditEntry
from mediation.cases.enrolling import keep_contact
from mediation.configuration import BadConfiguration
from mediation.db import SHANGHAI, atomic, db, now
from mediation.errors import Incomplete
from mediation.messages import texting
from mediation.messages.asking import text_possible
from mediation.messages.drivers import SPOOL
from mediation.messages.models import TextMessage
from mediation.messages.settings import USUAL_TEXTS, mail_of, texts_of
from mediation.workflow.engine import take

FRIDAY_AT_TEN = datetime(2026, 3, 6, 10, 0, tzinfo=SHANGHAI)
KNOWING = {
    "ways": ["sms"], "sms_told": True, "hours": "工作日 9:00-11:00", "number": "139 1111 2222", "never": "不要打电话",
}  # fmt: skip


@pytest.fixture
def at_ten():
    with time_machine.travel(FRIDAY_AT_TEN, tick=False) as clock:
        yield clock


@pytest.fixture
def case(at_ten, new_case, app):
    app.config.update(SMS_DRIVER="file", SMS_SIGNATURE="青山服务")
    return new_case(contact=KNOWING)


def her(case):
    return next(party for party in case.parties if party.side == "applicant")


def sent(case, cast):
    take(case, "send_text", actor=cast.mei, facts={"party": her(case).id, "template": "progress"})
    return db.session.query(TextMessage).order_by(TextMessage.id.desc()).first()


def spool(app):
    path = f"{app.instance_path}/{SPOOL}"
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except FileNotFoundError:
        return []


def done(row):
    texting.deliver(row.id)
    db.session.refresh(row)
    return row.state


def test_what_she_chose_knowingly_is_sent_once_in_neutral_words_and_stands_in_the_log(
    case, cast, app, sign_in
):
    row = sent(case, cast)
    assert texting.waiting() == [row.id]
    assert done(row) == "sent"
    assert done(row) == "sent"
    (line,) = spool(app)
    assert (line["number"], line["text"]) == ("13911112222", USUAL_TEXTS["progress"])
    assert db.session.query(AuditEntry).filter_by(kind="text_message.sent", chain=case.ref).count() == 1
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    assert "已发出" in page
    assert "13911112222" not in page


def test_what_she_has_said_meanwhile_counts_and_her_hours_are_waited_for(case, cast, app, at_ten):
    row = sent(case, cast)
    at_ten.move_to(FRIDAY_AT_TEN + timedelta(hours=3))
    assert done(row) == "waiting"
    at_ten.move_to(FRIDAY_AT_TEN + timedelta(days=3, minutes=1))
    assert done(row) == "sent"
    other = sent(case, cast)
    with atomic():
        keep_contact(her(case).person, {"no_contact": True})
    assert done(other) == "refused"
    assert len(spool(app)) == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({**KNOWING, "sms_told": False}, "告知本人"),
        ({**KNOWING, "ways": ["phone"]}, "没有同意发短信"),
        ({**KNOWING, "others_phone": True}, "别人的电话"),
        ({"no_contact": True}, "不联系"),
    ],
)
def test_the_step_is_shut_with_the_reason(case, cast, told, why):
    with atomic():
        keep_contact(her(case).person, told)
    assert why in text_possible(case, cast.mei)
    with pytest.raises(Incomplete, match=why):
        sent(case, cast)


def test_a_station_that_says_nothing_sends_nothing(new_case, cast):
    case = new_case(contact=KNOWING)
    assert "没有开通短信" in text_possible(case, cast.mei)
    assert texting.waiting() == []


class Gateway(HTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Desk)
        self.heard, self.answers = [], []


class Desk(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append((self.headers["authorization"], body))
        answer = self.server.answers.pop(0) if self.server.answers else (200, b'{"code":0}')
        if answer is None:
            return  # hangs up without a word
        self.send_response(answer[0])
        self.end_headers()
        self.wfile.write(answer[1])

    def log_message(self, *_said):
        pass


@pytest.fixture
def gateway(app):
    server = Gateway()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    app.config.update(
        OUTBOUND=[host],
        SMS_HTTP={
            "url": f"http://{host}/send",
            "body": '{"to": "{number}", "say": "【{signature}】{text}", "id": "{ref}"}',
            "headers": {"Authorization": "Bearer x"},
            "success": '"code":0',
        },
    )
    yield server
    server.shutdown()
    server.server_close()


def test_a_gateway_gets_its_own_body_is_asked_again_when_it_refuses_and_never_when_it_may_have_sent(
    case, cast, app, gateway, at_ten
):
    app.config["SMS_DRIVER"] = "http"
    row = sent(case, cast)
    gateway.answers = [(200, b'{"code":5}'), (200, b'{"code":0}')]
    assert done(row) == "waiting"
    assert done(row) == "waiting"  # not before the pause is over
    at_ten.shift(timedelta(minutes=6))
    assert done(row) == "sent"
    key, body = gateway.heard[1]
    assert key == "Bearer x"
    assert json.loads(body) == {
        "to": "13911112222", "say": f"【青山服务】{USUAL_TEXTS['progress']}", "id": row.ref,
    }  # fmt: skip
    lost = sent(case, cast)
    gateway.answers = [None]
    assert done(lost) == "unknown"
    at_ten.shift(timedelta(minutes=30))
    assert done(lost) == "unknown"
    assert len(gateway.heard) == 3
    row = sent(case, cast)
    with atomic():  # a worker began with it and died
        row.state, row.next_at = "sending", now() - timedelta(minutes=1)
    assert row.id in texting.waiting()
    assert done(row) == "unknown"
    app.config["OUTBOUND"] = []
    assert done(sent(case, cast)) == "waiting"
    assert len(gateway.heard) == 3


def test_the_page_shows_the_signature_before_she_can_choose_it(case, cast, sign_in):
    browser = sign_in(cast.mei)
    data = {
        "party": her(case).id, "contact-ways": "sms", "confirmed_with_her": "y", "happened_on": "2026-03-06",
        "shown": her(case).id,
    }  # fmt: skip
    answer = browser.post(f"/cases/{case.ref}/change_safe_contact", data={**data, "seen": case.version})
    assert answer.status_code == 422
    assert "运营商不允许隐藏" in answer.text
    assert "【青山服务】" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"SMS_DRIVER": "fax", "SMS_SIGNATURE": "青山"},
        {"SMS_DRIVER": "file"},
        {"SMS_DRIVER": "http", "SMS_SIGNATURE": "青山", "SMS_HTTP": {"url": "https://x.example"}},
        {"SMS_TEXTS": {"other": "您好"}},
        {"SMTP_HOST": "mail.example", "SMTP_FROM": "a@b.example", "SMTP_SECURITY": "none"},
        {"SMTP_HOST": "mail.example"},
        {"SMTP_HOST": "mail.example", "SMTP_FROM": "a@b.example", "SMTP_USER": "a"},
        {"SMTP_HOST": "mail.example", "SMTP_FROM": "a@b.example", "SMTP_PASSWORD_FILE": "/nowhere", "SMTP_USER": "a"},
        {"SMTP_HOST": "mail.example", "SMTP_FROM": "a@b.example", "SMTP_PORT": "x"},
    ],
)  # fmt: skip
def test_half_a_configuration_is_refused(wrong):
    with pytest.raises(BadConfiguration):
        (mail_of(wrong), texts_of(wrong))
