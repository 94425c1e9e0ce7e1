"""What is typed into a long form is on the server before it is sent: for its author alone, until it is sent or too old."""

import re
from datetime import timedelta

import pytest
import time_machine

from mediation import worker
from mediation.db import db, now
from mediation.vault.keys import KeyDestroyed, key_of
from mediation.web.models import Draft
from tests.conftest import PASSWORD

TYPED = "她说下周三要搬走"


def _word(page: str) -> str:
    found = re.search(r'data-page-word="([^"]+)"', page)
    assert found
    return found[1]


def _save(browser, word: str, text: str = TYPED):
    return browser.post("/drafts/save", data={"page_word": word, "text": text, "audience": "internal"})


def test_a_draft_waits_for_its_author_on_its_page_until_it_is_sent(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, browser = f"/cases/{case.ref}/notes", sign_in(cast.mei)
    answer = _save(browser, _word(browser.get(url).text))
    assert re.fullmatch(r"\d\d:\d\d", answer.json["saved"])
    (row,) = db.session.query(Draft)
    assert TYPED.encode() not in row.typed_sealed
    assert TYPED not in row.path
    page = browser.get(url).text
    assert TYPED not in page
    again = re.search(r'href="([^"]*kept=[^"]*)"', page)
    assert again
    for _twice in range(2):
        assert TYPED in browser.get(again[1]).text
    key = row.key_id
    assert browser.post(url, data={"text": TYPED, "audience": "internal"}).status_code == 302
    assert not db.session.query(Draft).count()
    with pytest.raises(KeyDestroyed):
        key_of(key)
    assert "接着填" not in browser.get(url).text


def test_nobody_else_finds_it_and_colleagues_on_the_same_page_know_of_each_other(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, mei, song = f"/cases/{case.ref}/notes", sign_in(cast.mei), sign_in(cast.song)
    word = _word(mei.get(url).text)
    assert _save(mei, word).json["others"] == []
    (row,) = db.session.query(Draft)
    page = song.get(f"{url}?kept={row.ref}").text
    assert TYPED not in page
    assert f"{cast.mei.name}也正在填这一页" in page
    assert _save(song, _word(page)).json["others"] == [cast.mei.name]
    # The word of somebody else, or of no page, saves nothing and tells nothing.
    for wrong in (word, "made up", ""):
        assert _save(song, wrong).status_code == 404
    assert song.post("/drafts/throw-away", data={"ref": row.ref}).status_code == 404
    assert mei.post("/drafts/throw-away", data={"ref": row.ref}).location == url
    assert "data-page-word" not in sign_in(cast.eye).get(url).text


def test_after_a_new_sign_in_the_page_comes_back_filled(app, new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    url, browser = f"/cases/{case.ref}/notes", sign_in(cast.mei)
    word = _word(browser.get(url).text)
    _save(browser, word)
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert _save(browser, word).status_code == 401
        assert browser.get(url).location == "/account/sign-in"
        back = browser.post("/account/sign-in", data={"login": cast.mei.login, "password": PASSWORD})
        assert TYPED in browser.get(back.location).text
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        worker.run_once(app)
        assert not db.session.query(Draft).count()
