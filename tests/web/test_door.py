"""The door is shut by default, every answer carries its headers, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
import time_machine

from mediation import create_app
from mediation.db import now
from mediation.people.signing_in import IDLE
from mediation.web.access import is_public
from tests.conftest import PASSWORD

PUBLIC = {
    "papers.verify_page",
    # A partner without an account: nothing is shown before the code.
    "links.ask",
    "links.show",
    "links.step",
    "links.leave",
    "links.material",
    "links.done",
    # Whoever asks for help: her request is shown after the code and the second secret alone.
    "portal.start",
    "portal.slash",
    "portal.out",
    "portal.size",
    "portal.rights_index",
    "portal.rights_page",
    "portal_status.status",
    # A telephone that subscribes: whoever has the secret address reads times, and nothing else.
    "calendar.subscribed",
    # Figures that may leave the station, at a secret address.
    "board.show",
    "static",
    "bootstrap.static",
    "account.sign_in",
    "account.size",
    "account.help_page",
}


def test_only_these_pages_are_open_without_a_sign_in(app):
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if is_public(app, rule.endpoint)}
    own_door = {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("api.", "api_hooks."))
    }
    assert opened - {"health.alive", "health.ready"} - own_door == PUBLIC


def test_a_stranger_is_sent_to_the_sign_in_page_from_every_page(app):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if is_public(app, rule.endpoint) or "GET" not in rule.methods:
            continue
        path = re.sub(r"<[^>]+>", "0" * 32, rule.rule)
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.location == "/account/sign-in", path


@pytest.mark.parametrize("path", ["/", "/account/sign-in", "/no-such-page", "/static/css/app.css"])
def test_every_answer_forbids_what_comes_from_elsewhere_and_what_is_inline(app, path):
    with app.test_client().get(path) as answer:
        headers = answer.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    if not path.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


def test_after_the_sign_in_the_person_is_where_they_wanted_to_be(app, cast):
    client = app.test_client()
    client.get("/account/")
    answer = client.post("/account/sign-in", data={"login": "lin", "password": PASSWORD})
    assert answer.location == "/account/"


def test_the_sign_in_page_sends_nobody_to_another_site(app, cast):
    answer = app.test_client().post("/account/size", data={"size": "lg", "next": "//elsewhere.example/"})
    assert answer.status_code == 404


def test_a_form_sent_after_the_session_ended_comes_back_filled(app, cast, sign_in, new_case):
    case = new_case()
    path = f"/cases/{case.ref}/notes"
    client = sign_in(cast.lin)
    with time_machine.travel(now() + IDLE + timedelta(minutes=1)):
        sent = client.post(path, data={"text": "她说下周再来。", "audience": "internal"})
        assert sent.location == "/account/sign-in"
        back = client.post("/account/sign-in", data={"login": "lin", "password": PASSWORD}).location
        assert back.startswith(path)
        assert "她说下周再来。" in client.get(back).text
        assert "她说下周再来。" not in client.get(back).text, "given back once"


def test_what_was_typed_is_not_given_to_somebody_else(app, cast, sign_in, new_case):
    case = new_case()
    client = sign_in(cast.lin)
    with time_machine.travel(now() + IDLE + timedelta(minutes=1)):
        client.post(f"/cases/{case.ref}/notes", data={"text": "她说下周再来。"})
        back = client.post("/account/sign-in", data={"login": "song", "password": PASSWORD}).location
        assert "她说下周再来。" not in client.get(back).text


def test_a_form_without_a_token_is_not_taken_and_comes_back_filled(app, cast, new_case):
    case = new_case()
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    page = client.get("/account/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    client.post("/account/sign-in", data={"login": "lin", "password": PASSWORD, "csrf_token": token})
    answer = client.post(f"/cases/{case.ref}/notes", data={"text": "她说下周再来。", "audience": "internal"})
    assert answer.status_code == 302
    again = client.get(answer.location).text
    assert "她说下周再来。" in again
    assert "页面停留太久" in again


def test_a_failure_shows_a_number_and_not_what_was_typed(app, cast, sign_in, monkeypatch, capsys):
    client = sign_in(cast.lin)
    monkeypatch.setitem(app.view_functions, "cases.index", lambda: 1 / 0)
    answer = client.post("/cases", data={"q": "王芳"})
    assert answer.status_code == 500
    assert "故障编号" in answer.text
    assert "王芳" not in capsys.readouterr().out


def test_a_key_file_inside_the_instance_is_refused(tmp_path):
    with pytest.raises(Exception, match="主密钥文件不能放在"):
        create_app({"INSTANCE": str(tmp_path), "KEY_FILE": str(tmp_path / "master.key")})
