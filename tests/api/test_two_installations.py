"""A referral from one district to another, each with its own installation: nothing is lost and nothing is done twice,
whichever of the two is killed in the middle."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import func, select

from mediation.api import travelling
from mediation.api.channels import may_be_called, set_channel
from mediation.api.models import Journey
from mediation.audit.verify import verify_all
from mediation.db import atomic, db, now
from mediation.errors import Forbidden, Incomplete
from mediation.outbox.models import Message
from mediation.referrals.models import Referral
from mediation.workflow.engine import take
from mediation.workflow.models import StepTaken
from tests.conftest import ON_POSTGRES, Cast
from tests.referrals.test_sending import agree

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="the other installation keeps its rows in SQLite")
ANSWER = {"result": "partly", "note": "已约定下次面谈。", "happened_on": "2026-11-20"}


class Elsewhere:
    """The installation of 白水区妇联: a server on the loopback, and its people at work."""

    def __init__(self, home: Path, key: Path) -> None:
        self.home, self.key = home, key
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.kill()
        environ = {name: value for name, value in os.environ.items() if not name.startswith("MEDIATION_")}
        words = [str(self.home), str(self.key), str(self.port)]
        self.process = subprocess.Popen([sys.executable, "-m", "tests.api.installation", *words], env=environ)
        for _try in range(300):
            try:
                assert httpx.get(f"{self.url}/healthz", trust_env=False).status_code == 200
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the other installation does not answer")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def dies_at(self, end: str) -> None:
        (self.home / "die").write_text(end)

    def ask(self, *words: Any) -> Any:
        answer = httpx.post(f"{self.url}/ask", json=words, trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def take(self, trigger: str, **facts: Any) -> None:
        self.ask("take", trigger, facts)

    def only(self) -> Any:
        (one,) = self.ask("tell")
        return one


@pytest.fixture
def there(app: Flask, template: tuple[Path, str], tmp_path: Path, cast: Cast) -> Iterator[Elsewhere]:
    """It runs, and we know where it is."""
    home = tmp_path / "elsewhere"
    shutil.copytree(template[0], home)
    elsewhere = Elsewhere(home, template[0].with_suffix(".key"))
    elsewhere.start()
    token = elsewhere.ask("token")
    app.config["OUTBOUND"] = [f"127.0.0.1:{elsewhere.port}"]
    set_channel(cast.agency("elsewhere"), base_url=elsewhere.url, token=token, actor=cast.boss)
    yield elsewhere
    elsewhere.kill()


def look() -> None:
    """The worker looks, as it does every few minutes."""
    with atomic():
        for journey in db.session.scalars(select(Journey).where(Journey.next_at.is_not(None))):
            journey.next_at = now()
    for number in travelling.due():
        travelling.travel(number)
    db.session.expire_all()


def steps_here(referral: Referral) -> list[str]:
    query = select(StepTaken.trigger).where(StepTaken.subject == referral.ref).order_by(StepTaken.id)
    return list(db.session.scalars(query))


def test_a_referral_travels_and_its_answers_come_back(there, send, cast):
    referral = send(to="elsewhere")
    look()
    arrived = there.only()
    assert (arrived["state"], arrived["number"]) == ("sent", referral.slip_number)
    assert arrived["package"] == referral.package
    there.take("sign_for")
    there.take("accept", note="已安排专人。")
    look()
    assert referral.state == "accepted"
    assert referral.stage.agency_id == cast.agency("elsewhere").id
    there.take("report_progress", note="已约面谈。", happened_on="2026-11-19", way="phone")
    there.take("answer", **ANSWER)
    look()
    assert referral.state == "answered"
    take(referral, "acknowledge", actor=cast.mei)
    look()
    steps = ["start", "sign_for", "accept", "report_progress", "answer", "acknowledge"]
    assert there.only()["steps"] == steps_here(referral) == steps
    assert there.only()["state"] == referral.state == "closed"
    assert there.only()["sound"]
    assert verify_all().findings == []


def test_a_return_comes_back_with_its_reason(there, send, cast, sign_in):
    referral = send(to="elsewhere")
    look()
    there.take("send_back", reason="not_area", note="户籍和住所都不在本区。")
    look()
    assert referral.state == "returned"
    assert "户籍和住所都不在本区。" in sign_in(cast.mei).get(f"/referrals/{referral.ref}").text


def test_killed_after_it_took_it_in_and_before_it_said_so(there, send):
    referral = send(to="elsewhere")
    there.dies_at("/api/v1/referrals")
    look()
    journey = db.session.scalars(select(Journey)).one()
    assert (journey.their_ref, journey.tries) == (None, 1)
    there.start()
    look()
    assert there.only()["steps"] == ["start"]
    assert (journey.their_ref is not None, journey.tries, journey.said) == (True, 0, "")
    assert referral.state == "sent"


def test_killed_while_a_confirmation_is_on_its_way(there, send, cast):
    referral = send(to="elsewhere")
    look()
    there.take("accept")
    there.take("answer", **ANSWER)
    look()
    take(referral, "acknowledge", actor=cast.mei)
    there.dies_at("/acknowledge")
    look()
    there.start()
    look()
    assert there.only()["steps"] == ["start", "accept", "answer", "acknowledge"]


def test_nothing_is_lost_while_it_does_not_answer_at_all_and_the_sender_hears_of_it(
    there, send, cast, sign_in
):
    there.kill()
    referral = send(to="elsewhere")
    for _look in range(4):
        look()
    assert db.session.scalars(select(Journey)).one().tries == 4
    told = db.session.scalars(select(Message).where(Message.text == travelling.UNDELIVERED)).one()
    assert (told.user_id, told.link) == (cast.mei.id, f"/referrals/{referral.ref}")
    assert "1张，正在重试" in sign_in(cast.boss).get("/admin/tokens/channels").text
    there.start()
    look()
    assert there.only()["number"] == referral.slip_number


def test_our_worker_is_killed_after_it_told_and_before_it_noted_it(there, send, monkeypatch):
    send(to="elsewhere")

    class Killed(BaseException):
        pass

    def die(*_one: Any, **_two: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(travelling, "_note", die)
        with pytest.raises(Killed):
            look()
    db.session.rollback()
    look()
    assert there.only()["steps"] == ["start"]


def test_our_worker_is_killed_between_two_answers(there, send, monkeypatch):
    referral = send(to="elsewhere")
    look()
    there.take("sign_for")
    there.take("accept")

    class Killed(BaseException):
        pass

    taken, real = [], travelling.step

    def once(*one: Any, **two: Any) -> bool:
        if taken:
            raise Killed
        taken.append(real(*one, **two))
        return True

    with monkeypatch.context() as patch:
        patch.setattr(travelling, "step", once)
        with pytest.raises(Killed):
            look()
    db.session.rollback()
    look()
    assert steps_here(referral) == ["start", "sign_for", "accept"]


def test_what_was_recalled_here_is_shut_there_though_it_was_accepted_meanwhile(there, send, cast):
    referral = send(to="elsewhere")
    look()
    there.take("accept")
    take(referral, "recall", actor=cast.mei, facts={"reason": "本人改变了主意。"})
    look()
    assert referral.state == "recalled"
    assert (there.only()["state"], there.only()["open"]) == ("accepted", False)


def test_withdrawn_consent_shuts_it_there(there, send, cast):
    referral = send(to="elsewhere")
    look()
    assert there.only()["open"]
    agree(referral.case, cast.agency("elsewhere"), cast.mei, [], answer="withdrawn")
    look()
    assert not there.only()["open"]


def test_withdrawn_consent_ends_the_work_there_though_the_referral_was_closed(there, send, cast):
    referral = send(to="elsewhere")
    look()
    there.take("accept")
    there.take("answer", **ANSWER)
    look()
    take(referral, "acknowledge", actor=cast.mei)
    look()
    assert not there.only()["gone"]
    agree(referral.case, cast.agency("elsewhere"), cast.mei, [], answer="withdrawn")
    look()
    assert there.only()["gone"]
    assert db.session.scalar(select(Journey.next_at)) is None, "nothing is left to be told"


def test_a_whole_case_does_not_travel(there, send):
    with pytest.raises(Incomplete, match="书面"):
        send(to="elsewhere", kind="transfer", stage=None)


def test_what_goes_to_others_waits_for_nobody(there, send):
    send(to="legal_aid")
    assert db.session.scalar(select(func.count()).select_from(Journey)) == 0


def test_only_the_administrator_says_where_another_installation_is(cast):
    for who in ("mei", "song", "eye"):
        with pytest.raises(Forbidden):
            set_channel(
                cast.agency("court"), base_url="https://court.example", token="x", actor=getattr(cast, who)
            )


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://weiquan.example", True),
        ("https://weiquan.example:8443/base", True),
        ("http://127.0.0.1:5000", True),
        ("https://elsewhere.example", False),
        ("https://weiquan.example:8444", False),
        ("http://weiquan.example", False),
        ("http://10.0.0.8", False),
        ("https://name:word@weiquan.example", False),
        ("https://weiquan.example?x=1", False),
        ("ftp://weiquan.example", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://a:b:c", False),
    ],
)
def test_which_addresses_the_worker_may_call(app: Flask, url: str, may: bool):
    app.config["OUTBOUND"] = ["weiquan.example", "weiquan.example:8443", "127.0.0.1:5000"]
    assert may_be_called(url) == may


def test_the_token_of_the_other_side_is_sealed_and_shown_nowhere(app, cast, sign_in):
    app.config["OUTBOUND"] = ["court.example"]
    browser: Callable[..., Any] = sign_in(cast.boss)
    told = {"agency": cast.agency("court").id, "base_url": "https://court.example", "token": "wqapi_GEHEIM"}
    assert browser.post("/admin/tokens/channels", data=told).status_code == 302
    assert "https://court.example" in browser.get("/admin/tokens/channels").text
    assert "GEHEIM" not in browser.get("/admin/tokens/channels").text
    assert (
        b"GEHEIM" not in db.session.connection().exec_driver_sql("SELECT token_sealed FROM channel").scalar()
    )
