"""Behind HTTPS and proxies: what is believed of a request, and which cookie it gets."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from mediation import create_app
from mediation.cases.papers import verify_address
from mediation.db import db
from mediation.people.models import Throttle
from mediation.people.signing_in import TRIES
from mediation.places import make_private
from mediation.web.models import KeptForm
from mediation.web.outside import answer_to_loopback
from tests.conftest import ON_POSTGRES, PASSWORD


@pytest.fixture
def served(app):
    """Makes the program anew on the same data, with SETTINGS of the station."""

    def make(**settings: Any):
        own = ("TESTING", "WTF_CSRF_ENABLED", "KEY_FILE", "SQLALCHEMY_DATABASE_URI")
        return create_app(
            {**{name: app.config[name] for name in own}, "INSTANCE": app.instance_path, **settings}
        )

    return make


def guess(client, address: str) -> int:
    told = {"login": "lin", "password": "guess"}
    return int(client.post("/account/sign-in", data=told, headers={"X-Forwarded-For": address}).status_code)


def test_who_invents_addresses_gains_no_tries(served, cast):
    client = served().test_client()
    answers = [guess(client, f"203.0.113.{number}") for number in range(TRIES + 1)]
    assert answers == [422] * TRIES + [429]


def test_behind_a_proxy_of_ours_each_address_counts_for_itself(served, cast):
    client = served(PROXIES=1).test_client()
    answers = [guess(client, f"203.0.113.{number}") for number in range(TRIES + 1)]
    assert answers == [422] * (TRIES + 1)
    assert db.session.query(Throttle).filter_by(kind="sign_in").count() == TRIES + 1


def test_by_https_the_cookie_is_of_this_host_alone(served):
    kept = served(HTTPS=True).test_client().get("/", base_url="https://localhost").headers["Set-Cookie"]
    assert kept.startswith("__Host-session=")
    assert all(word in kept for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in kept


def test_on_a_machine_without_https_the_cookie_still_works(app):
    assert "Secure" not in app.test_client().get("/").headers["Set-Cookie"]


def test_another_host_name_is_refused_where_names_were_stated(served):
    client = served(TRUSTED_HOSTS=["station.example"]).test_client()
    assert client.get("/account/sign-in", base_url="http://evil.example").status_code == 400
    assert client.get("/account/sign-in", base_url="http://station.example").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.com", 400),
        ("127.0.0.1.evil.com", 400),
        ("[::2]", 400),
        ("127.0.0.1:5000", 200),
        ("localhost:5000", 200),
        ("[::1]:5000", 200),
    ],
)
def test_served_to_this_machine_alone_it_answers_to_its_own_names(served, host, status):
    program = served()
    answer_to_loopback(program)
    assert program.test_client().get("/account/sign-in", base_url=f"http://{host}").status_code == status


def test_names_and_proxies_that_were_stated_come_before_that(served):
    for settings in ({"TRUSTED_HOSTS": ["station.example"]}, {"PROXIES": 1}):
        program = served(**settings)
        answer_to_loopback(program)
        answer = program.test_client().get("/account/sign-in", base_url="http://station.example")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("settings", "host", "address"),
    [
        ({}, "evil.com", ""),
        ({}, "192.0.2.7:5000", ""),
        ({}, "127.0.0.1:5000", "http://127.0.0.1:5000/verify"),
        ({"TRUSTED_HOSTS": ["station.example"]}, "station.example", "http://station.example/verify"),
        ({"PUBLIC_ADDRESS": "https://station.example/"}, "evil.com", "https://station.example/verify"),
    ],
)
def test_no_forged_host_stands_on_a_paper(served, settings, host, address):
    with served(**settings).test_request_context(base_url=f"http://{host}"):
        assert verify_address() == address


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_sends_is_not_stored_whatever_token_it_brings(cast, sign_in, new_case, headers):
    case, client = new_case(), sign_in(cast.lin)
    told = {"text": "她说下周再来。", "audience": "internal"}
    answer = client.post(f"/cases/{case.ref}/notes", data=told, headers=headers)
    assert (answer.status_code, "别的网站" in answer.text) == (403, True)
    assert "她说下周再来。" not in client.get(f"/cases/{case.ref}").text
    assert not list(db.session.query(KeptForm))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_what_our_own_pages_send_is_stored(cast, sign_in, new_case, headers):
    case, client = new_case(), sign_in(cast.lin)
    client.post(
        f"/cases/{case.ref}/notes", data={"text": "她说下周再来。", "audience": "internal"}, headers=headers
    )
    assert "她说下周再来。" in client.get(f"/cases/{case.ref}").text


@pytest.mark.skipif(ON_POSTGRES, reason="one writer at a time: SQLite")
def test_while_the_database_is_held_a_page_says_so_in_words(app, cast):
    told, client = {"login": cast.lin.login, "password": PASSWORD}, app.test_client()
    db.session.remove()
    path = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    with closing(sqlite3.connect(path, isolation_level=None)) as other, waits_briefly():
        other.execute("BEGIN EXCLUSIVE")
        answer = client.post("/account/sign-in", data=told)
        other.execute("ROLLBACK")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "系统正忙，请过一会再试" in answer.text
    assert client.post("/account/sign-in", data=told).status_code == 302


@contextmanager
def waits_briefly() -> Iterator[None]:
    """A connection made in here waits a tenth of a second for a lock, not ten."""

    def hasten(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA busy_timeout=100")

    db.engine.dispose()
    event.listen(db.engine, "checkout", hasten)
    # Made now: a new connection would wait for the lock before it is told not to.
    db.engine.connect().close()
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", hasten)
        db.engine.dispose()


def test_the_folder_and_what_lies_in_it_are_the_users_alone(served, app):
    folder = Path(app.instance_path)
    folder.chmod(0o755)
    for name in ("mediation.db", "queue.db"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    served()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077} == set()


def test_a_new_folder_is_made_for_this_user_alone(tmp_path):
    folder = tmp_path / "station" / "instance"
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
