"""Behind HTTPS and proxies: what is believed of a request, and which cookie it gets."""

from typing import Any

import pytest

from mediation import create_app
from mediation.db import db
from mediation.people.models import Throttle
from mediation.people.signing_in import TRIES


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
