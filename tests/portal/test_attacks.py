"""What somebody tries who wants to know, to flood, to slip something in, or to shut her out."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mediation.db import atomic, db, now
from mediation.intake.models import PortalRequest
from mediation.people.models import Agency, Throttle, User
from mediation.portal.guessing import easily_guessed
from mediation.portal.models import PortalVisit
from mediation.portal.tries import counted_long_ago, forget_counted, place_of
from tests.conftest import Cast
from tests.portal.conftest import SAFE, SECRET, STORY, Her

Newest = Callable[[], PortalRequest]
STATUS = "/q/status"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def sent() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(PortalRequest.id))) or 0


def test_nobody_jumps_over_a_question_and_nothing_half_answered_is_sent(her: Her) -> None:
    her.open()
    her.press("begin")
    her.press("to check")
    page = her.press("send", secret=SECRET)
    assert her.page.status_code == 422
    assert "您现在安全吗" in page
    assert "请选一项" in page
    her.press("next", **SAFE)
    her.press("next", may_contact="no")
    her.press("back", summary="")
    her.press("to check")
    assert "请写几句发生了什么" in her.press("send", secret=SECRET)
    assert sent() == 0
    her.press("next", summary=STORY)
    assert "已经收到" in her.press("send", secret=SECRET)
    her.open()
    her.press("begin")
    assert "您现在安全吗" in her.press("to <script>")


def test_a_page_without_files_takes_no_more_than_a_page_can_hold(her: Her) -> None:
    her.writes()
    her.press("to story")
    her.press("next", summary="长" * 10_000, wishes="长" * 10_000)
    assert "看一遍" in her.page.text
    her.press("next", rest="x" * 300_000)
    assert her.page.status_code == 413


def test_what_is_kept_of_a_page_is_never_more_than_a_page_of_ours_can_hold(her: Her) -> None:
    her.writes()
    her.press("to story")
    her.press("back", summary="长" * 60_000)
    her.press("to ways")
    visit = db.session.scalars(select(PortalVisit)).one()
    assert len((visit.draft or {})["answers"]["summary"]) == 10_000
    assert (visit.draft or {})["page"] == "safe"


def test_a_program_that_fills_every_box_is_not_let_through_and_a_person_loses_nothing(her: Her) -> None:
    her.writes()
    her.press("to story")
    page = her.press("next", summary=STORY, site="http://example.com")
    assert "请再按一次" in page
    assert STORY in page
    assert "看一遍" in her.press("next", summary=STORY)


@pytest.mark.parametrize(
    "secret", ["123456", "7654321", "19860314", "1986-3-14", "13912345678", "aaaaaa1", "abcdef", "password1"]
)
def test_a_secret_that_falls_to_whoever_knows_her_is_not_taken(secret: str) -> None:
    assert easily_guessed(secret)


@pytest.mark.parametrize("secret", [SECRET, "72940163", "雨伞是蓝的", "tulip-48-canal"])
def test_a_secret_of_her_own_is_taken(secret: str) -> None:
    assert not easily_guessed(secret)


def test_an_easy_secret_is_refused_at_its_box_and_nothing_is_sent(her: Her) -> None:
    her.writes()
    assert "容易被猜到" in her.press("send", secret="123456")
    assert sent() == 0


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        (None, ""),
    ],
)
def test_one_network_is_one_place_however_many_addresses_it_has(address: str | None, place: str) -> None:
    assert place_of(address) == place


def test_whoever_guesses_shuts_himself_out_and_nobody_else(her: Her, another: Her) -> None:
    code = her.sends()
    another.place = "203.0.113.7"
    for _try in range(5):
        another.looks(code, "猜一个看看吧")
    assert "十五分钟" in another.looks(code)
    assert "已经收到" in her.looks(code)
    for quarter in range(1, 5):
        with time_machine.travel(now() + quarter * timedelta(minutes=16)):
            for _try in range(5):
                another.looks(code, "猜一个看看吧")
    with time_machine.travel(now() + timedelta(hours=2)):
        assert "请明天再试" in another.looks(code)
        assert "已经收到" in her.looks(code)


def test_what_was_counted_is_forgotten_after_two_days(her: Her) -> None:
    her.looks("0000-0000-0000-0000")
    assert counted_long_ago() == []
    with time_machine.travel(now() + timedelta(days=3)):
        for count in counted_long_ago():
            forget_counted(count)
    assert db.session.scalars(select(Throttle).where(Throttle.kind.startswith("portal"))).all() == []


def test_a_cookie_that_was_planted_before_opens_nothing_afterwards(app: Flask, her: Her) -> None:
    code = her.sends()
    her.open()
    her.press("begin")
    planted = her.client.get_cookie("session")
    assert planted
    assert "已经收到" in her.looks(code)
    other = app.test_client()
    other.set_cookie("session", planted.value)
    assert "已经收到" not in other.get(STATUS).text
    mine = her.client.get_cookie("session")
    assert mine
    her.press("", "/q/out")
    other.set_cookie("session", mine.value)
    assert "已经收到" not in other.get(STATUS).text


def test_neither_a_line_in_a_box_nor_an_address_to_go_back_to_leads_anywhere_else(her: Her) -> None:
    her.open(STATUS)
    her.press("open", STATUS, code="x\r\nSet-Cookie: a=b", secret="x\r\nLocation: //evil.example")
    assert "a=b" not in str(her.page.headers)
    for back in ("//evil.example", "https://evil.example/q", "/cases", "/q/status\r\nX: y"):
        answer = her.client.post("/q/size", data={"back": back})
        assert answer.headers["Location"] == "/q"
    answer = her.client.post(
        "/q/out", headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, "Clear-Site-Data" in answer.headers) == (403, False)


def test_what_she_wrote_is_text_and_nothing_else_to_whoever_reads_it(
    her: Her, newest: Newest, cast: Cast, sign_in: Callable[[User], FlaskClient]
) -> None:
    code = her.sends(story=SCRIPT, name=SCRIPT[:40])
    her.looks(code)
    her.press("write", STATUS, text=SCRIPT, key="k")
    lin, ref = sign_in(cast.lin), newest().ref
    pages = [lin.get(f"/requests/{ref}").text, her.open(STATUS), lin.get(f"/requests/{ref}/take_on").text]
    told: dict[str, Any] = {
        "category_class": "婚姻家庭权益",
        "category_kind": "",
        "seen": newest().version,
        "key": "k",
    }
    pages.append(lin.post(f"/requests/{ref}/take_on", data=told, follow_redirects=True).text)
    for page in pages:
        assert not re.search(r"<script>alert|<img src=x", page)
    assert "&lt;script&gt;" in pages[0]


def test_under_the_name_of_a_district_its_station_takes_in_and_another_name_says_nothing(
    app: Flask, her: Her, newest: Newest
) -> None:
    with atomic():
        elsewhere = db.session.scalars(select(Agency).where(Agency.name == "白水区妇女联合会")).one()
        elsewhere.district = "420199"
    app.config["PORTAL_DISTRICTS"] = {"bai.example": "420199", "none.example": "999999"}
    her.sends()
    assert newest().agency.name == "青山区妇女联合会"
    her.site = "http://bai.example:8443"
    her.sends()
    assert newest().agency.name == "白水区妇女联合会"
    her.site = "http://none.example"
    assert 'value="begin"' not in her.open()
