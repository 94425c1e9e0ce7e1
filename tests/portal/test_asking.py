"""She asks for help without a name, leaves when she must, and nothing stays on her telephone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text

from mediation.db import db, now
from mediation.intake.models import PortalRequest
from mediation.portal.models import PortalVisit
from mediation.portal.visits import ended
from mediation.vault.keys import KeyDestroyed, key_of
from mediation.worker import run_once
from tests.portal.conftest import NUMBER, SECRET, STORY, Her

Newest = Callable[[], PortalRequest]
TITLE = "<title>便民信息</title>"


def visits() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(PortalVisit.id))) or 0


def test_she_is_asked_whether_she_is_safe_then_how_to_reach_her_then_what_happened(her: Her) -> None:
    her.open()
    assert "您现在安全吗" in her.press("begin")
    assert "怎样联系您才安全" in her.press("next", q_hurt="no", q_violence="no", q_children="unknown")
    assert "说说情况" in her.press("next", may_contact="no")
    assert "看一遍" in her.press("next", summary=STORY)
    assert STORY in her.page.text


def test_a_question_without_an_answer_is_asked_again_and_what_was_answered_stays(her: Her) -> None:
    her.open()
    her.press("begin")
    page = her.press("next", q_hurt="yes")
    assert her.page.status_code == 422
    assert "请选一项" in page
    assert re.search(r'name="q_hurt" value="yes" checked', page)


def test_whoever_says_yes_to_danger_sees_the_numbers_to_call_before_anything_else(her: Her) -> None:
    her.open()
    her.press("begin")
    page = her.press("next", q_hurt="yes", q_violence="no", q_children="no")
    for number in ("110", "120", "12338"):
        assert f'href="tel:{number}"' in page
    assert "怎样联系您才安全" in her.press("next")


def test_not_to_be_contacted_is_the_answer_unless_she_says_otherwise(her: Her, newest: Newest) -> None:
    her.open()
    her.press("begin")
    page = her.press("next", q_hurt="no", q_violence="no", q_children="no")
    assert re.search(r'name="may_contact" value="no" checked', page)
    her.sends()
    assert (newest().told or {})["may_contact"] == "no"
    assert "number" not in (newest().told or {})


def test_ways_that_she_took_back_are_not_sent(her: Her, newest: Newest) -> None:
    her.writes(contact=True)
    her.press("to contact")
    her.press("next", may_contact="no")
    her.press("next", summary=STORY)
    her.press("send", secret=SECRET)
    assert NUMBER not in str(newest().told)


def test_the_receipt_shows_a_code_of_eighty_bits_once(her: Her, newest: Newest) -> None:
    code = her.sends()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    assert "<svg" in her.page.text
    assert code not in her.open()
    assert code not in her.press("send", secret=SECRET)
    assert db.session.scalar(select(func.count(PortalRequest.id))) == 1


def test_neither_the_code_nor_the_secret_nor_the_story_lies_readable_in_the_database(
    her: Her, newest: Newest
) -> None:
    code = her.sends(name="王小花")
    assert newest().secret_hash.startswith("$argon2")
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')):
            stored = "".join(
                part.decode("utf-8", "ignore") if isinstance(part, bytes) else str(part) for part in row
            )
            for word in (code, code.replace("-", ""), SECRET, STORY, "王小花"):
                assert word not in stored, table.name


def test_leaving_destroys_the_visit_and_every_page_is_neutral_for_a_while(her: Her) -> None:
    her.writes()
    key = db.session.scalars(select(PortalVisit.key_id)).one()
    page = her.press("", "/q/out")
    assert "便民电话" in page
    assert visits() == 0
    with pytest.raises(KeyDestroyed):
        key_of(key)
    for path in ("/q", "/q/status", "/q/know", "/q/know/2"):
        page = her.open(path)
        assert "便民电话" in page
        assert "110" not in page
        assert "快速离开" not in page
    assert STORY not in her.press("next", summary="再写一次")


def test_after_the_quiet_time_she_begins_anew(her: Her) -> None:
    her.writes()
    her.press("", "/q/out")
    with time_machine.travel(now() + timedelta(minutes=6)):
        page = her.open()
        assert "不用写名字" in page
        assert STORY not in page


def test_leaving_works_without_the_token_of_the_form_and_names_what_is_to_be_cleared(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/q/out")
    assert answer.status_code == 303
    assert '"storage"' in answer.headers["Clear-Site-Data"]


def test_nothing_is_sent_without_the_token_of_the_form(app: Flask, her: Her) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    her.open()
    her.press("begin")
    assert visits() == 0
    assert TITLE in her.page.text


def test_what_was_typed_is_gone_after_half_an_hour(app: Flask, her: Her) -> None:
    her.writes()
    with time_machine.travel(now() + timedelta(minutes=31)):
        assert "不用写名字" in her.open()
        assert len(ended()) == 1
        db.session.rollback()
        run_once(app)
        assert visits() == 0


def test_whoever_types_for_long_loses_nothing(her: Her) -> None:
    her.writes()
    her.press("to story")
    shown, begun = her.page, now()
    with time_machine.travel(begun + timedelta(minutes=20)):
        her.press("stay", summary="一句一句慢慢写")
        assert her.page.status_code == 204
    with time_machine.travel(begun + timedelta(minutes=40)):
        assert "一句一句慢慢写" in her.open()
        her.page = shown
        her.press("next", summary="一句一句慢慢写完了")
        assert "一句一句慢慢写完了" in her.open()


@pytest.mark.parametrize(
    "path", ["/q", "/q/", "/q/status", "/q/out", "/q/know", "/q/know/1", "/q/know/99", "/q/none"]
)
def test_every_public_page_has_the_same_title_and_nothing_is_kept_of_it(her: Her, path: str) -> None:
    page = her.open(path)
    headers = her.page.headers
    assert page.count(TITLE) == 1
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert 'autocomplete="on"' not in page


def test_a_wrong_way_to_ask_says_nothing_of_the_program(her: Her, app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    for answer in (her.client.put("/q"), her.client.post("/q", data={"go": "x" * 2000})):
        assert TITLE in answer.text
        assert "维权" not in answer.text
        assert "今日工作" not in answer.text


def test_the_prefix_is_the_stations_to_choose(app: Flask) -> None:
    from mediation import create_app

    own = {name: app.config[name] for name in ("INSTANCE", "KEY_FILE", "SQLALCHEMY_DATABASE_URI")}
    other = create_app({**own, "TESTING": True, "PORTAL_PREFIX": "/bm"})
    with other.app_context():
        client = other.test_client()
        assert TITLE in client.get("/bm").text
        assert client.get("/q").status_code == 404
