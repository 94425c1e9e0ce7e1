"""Webhooks against a real receiver on the loopback, one that fails, hangs, redirects and hears a thing twice."""

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import time_machine
from standardwebhooks import Webhook as Verifier

from mediation import worker
from mediation.audit.models import AuditEntry
from mediation.db import db, now
from mediation.errors import Incomplete, Missing
from mediation.outbox.models import Delivery, Webhook
from mediation.referrals.sending import refer
from mediation.webhooks import delivering, managing
from mediation.workflow.engine import take
from tests.conftest import slip


class Receiver(ThreadingHTTPServer):
    """Answers with the next of `answers` (a status, "hang", "drips" or "elsewhere"), else 200; keeps what it heard."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Ear)
        self.heard, self.answers = [], []

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"


class Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer == "hang":
            time.sleep(1)
            answer = 200
        self.send_response({"elsewhere": 302, "drips": 200}.get(answer, answer))
        if answer == "elsewhere":
            self.send_header("location", f"http://{self.server.host}/elsewhere")
        self.end_headers()
        for _drop in range(50 if answer == "drips" else 0):
            try:
                self.wfile.write(b".")
            except OSError:
                break
            time.sleep(0.1)

    def log_message(self, *_said):
        pass


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def admin(cast):
    return cast.boss


@pytest.fixture
def webhook(app, cast, admin, receiver):
    """The system of the legal aid centre listens on the loopback."""
    app.config["OUTBOUND"] = [receiver.host]
    row, secret = managing.add(cast.agency("legal_aid"), f"http://{receiver.host}/hear", actor=admin)
    row.told = secret
    return row


@pytest.fixture
def sent(new_case, cast):
    def go():
        case = new_case(actor=cast.mei)
        return refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)

    return go


def work(app, after=timedelta()):
    """The worker looks, that much later; it is another process, and this one keeps nothing open."""
    db.session.rollback()
    with time_machine.travel(now() + after, tick=True):
        worker.run_once(app)
    db.session.expire_all()


def only():
    return db.session.query(Delivery).one()


def test_the_system_of_the_receiver_hears_of_each_step_signed_and_without_a_person(
    app, webhook, sent, receiver, cast
):
    referral = sent()
    take(referral, "sign_for", actor=cast.fang)
    work(app)
    events = []
    for path, headers, body in receiver.heard:
        assert path == "/hear"
        told = Verifier(webhook.told).verify(body, headers)
        assert set(told) == {"type", "timestamp", "data"}
        assert told["data"]["referral"] == referral.ref
        assert set(told["data"]) == {"referral", "state"}
        for word in ("王芳", "13800138000", "抚养"):
            assert word not in body.decode()
        events.append((told["type"], told["data"]["state"]))
    assert events == [("referral.start", "sent"), ("referral.sign_for", "signed_for")]
    assert {row.state for row in db.session.query(Delivery)} == {"sent"}


def test_a_changed_word_breaks_the_signature(app, webhook, sent, receiver):
    sent()
    work(app)
    _path, headers, body = receiver.heard[0]
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(webhook.told).verify(body.replace(b"sent", b"kept"), headers)


def test_a_refused_step_tells_nobody(app, webhook, new_case, cast, receiver):
    case = new_case(actor=cast.mei)
    with pytest.raises(Incomplete):
        refer(case, slip(case, cast.agency("legal_aid"), answer="refused"), actor=cast.mei)
    work(app)
    assert not receiver.heard


def test_what_fails_is_sent_again_under_the_same_name(app, webhook, sent, receiver):
    receiver.answers = [500, 503]
    sent()
    work(app)
    assert (only().state, only().tries, only().said) == ("waiting", 1, "对方答复500")
    work(app)
    assert len(receiver.heard) == 1, "not before the pause is over"
    work(app, timedelta(seconds=6))
    work(app, timedelta(minutes=6))
    assert (only().state, only().tries) == ("sent", 3)
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.heard}) == 1
    assert len({body for _path, _headers, body in receiver.heard}) == 1


def test_a_receiver_that_hangs_or_is_away_holds_nothing_up(app, webhook, sent, receiver, monkeypatch):
    monkeypatch.setattr(delivering, "TIMEOUT", httpx.Timeout(0.2))
    receiver.answers = ["hang"]
    sent()
    work(app)
    assert (only().state, only().said) == ("waiting", "对方没有在10秒内答复")
    monkeypatch.setattr(delivering, "TIMEOUT", httpx.Timeout(2.0))
    work(app, timedelta(seconds=6))
    assert only().state == "sent"


def test_a_redirect_is_not_followed(app, webhook, sent, receiver):
    receiver.answers = ["elsewhere"]
    sent()
    work(app)
    assert [path for path, _headers, _body in receiver.heard] == ["/hear"]
    assert only().state == "waiting"


def test_after_the_last_pause_it_is_given_up_and_can_be_sent_again(
    app, webhook, sent, receiver, admin, sign_in
):
    receiver.answers = [500] * (len(delivering.PAUSES) + 1)
    sent()
    moment = timedelta()
    for pause in [timedelta(), *delivering.PAUSES]:
        moment += pause + timedelta(seconds=1)
        work(app, moment)
    assert (only().state, only().tries) == ("dead", len(delivering.PAUSES) + 1)
    page = sign_in(admin).get("/admin/webhooks").text
    assert "已放弃" in page
    assert "对方答复500" in page
    managing.resend(only().ref, actor=admin)
    work(app)
    assert only().state == "sent"


def test_whoever_says_gone_hears_no_more(app, webhook, sent, receiver):
    receiver.answers = [410]
    sent()
    work(app)
    assert db.session.query(Webhook).one().stopped_at
    sent()
    work(app)
    assert len(receiver.heard) == 1


def test_two_workers_send_a_thing_once(app, webhook, sent, receiver):
    sent()
    number = only().id
    delivering.deliver(number)
    delivering.deliver(number)
    assert len(receiver.heard) == 1


def test_a_worker_that_dies_on_the_way_loses_nothing(app, webhook, sent, receiver, monkeypatch):
    sent()
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_send", lambda _delivery: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            delivering.deliver(only().id)
    db.session.rollback()
    work(app, timedelta(seconds=6))
    assert len(receiver.heard) == 1
    assert only().state == "sent"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hear", "https://example.org/hear", "http://169.254.169.254/", "ftp://127.0.0.1/",
        "http://user:word@{host}/hear", "http://127.0.0.1:1/hear", "https://[::bad/", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_only_the_hosts_that_the_station_names_are_spoken_to(app, cast, admin, receiver, url):
    app.config["OUTBOUND"] = [receiver.host]
    with pytest.raises(Incomplete, match="outbound"):
        managing.add(cast.agency("legal_aid"), url.format(host=receiver.host), actor=admin)


def test_a_host_that_is_no_longer_named_is_not_spoken_to(app, webhook, sent, receiver):
    sent()
    app.config["OUTBOUND"] = []
    work(app)
    assert not receiver.heard
    assert (only().state, only().said) == ("dead", delivering.NOT_ALLOWED)


def test_the_page_is_the_administrators_and_shows_the_secret_once(app, cast, admin, receiver, sign_in):
    app.config["OUTBOUND"] = [receiver.host]
    client = sign_in(admin)
    url = f"http://{receiver.host}/hear"
    added = client.post("/admin/webhooks", data={"agency": cast.agency("legal_aid").id, "url": url}).text
    assert "whsec_" in added
    assert "whsec_" not in client.get("/admin/webhooks").text
    assert db.session.query(AuditEntry).filter_by(kind="webhook.add").count() == 1
    for user in (cast.mei, cast.song, cast.fang):
        assert sign_in(user).get("/admin/webhooks").status_code == 404
        with pytest.raises(Missing):
            managing.add(cast.agency("legal_aid"), url, actor=user)


def test_the_secret_does_not_lie_in_the_database(webhook):
    raw = db.session.execute(db.text("SELECT secret_sealed FROM webhook")).scalar()
    assert webhook.told.encode() not in bytes(raw)
    assert json.dumps(webhook.told) not in str(raw)


def test_an_answer_that_never_ends_holds_up_nothing(app, webhook, sent, receiver):
    receiver.answers = ["drips"]
    sent()
    began = time.monotonic()
    work(app)
    assert time.monotonic() - began < 4
    assert only().state == "sent"
