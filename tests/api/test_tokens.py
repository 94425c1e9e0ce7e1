"""Tokens: issued by the administrator alone, shown once, kept as a hash, ended by time or by hand; guesses are slowed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from mediation.api import refusals
from mediation.api.door import CALLS, GUESSES
from mediation.api.models import ApiRefusal, PartnerToken
from mediation.api.tokens import PREFIX, SCOPES, all_tokens, issue, revoke
from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.db import atomic, db, now
from mediation.errors import Forbidden, Incomplete
from tests.api.conftest import System

REFUSED = "凭证不对、已到期或已停用。请向维权站的系统管理员核对。"


@pytest.mark.parametrize("who", ["lin", "mei", "song", "fang", "pei", "eye", "rao"])
def test_nobody_but_the_administrator_issues_sees_or_revokes_tokens(cast, sign_in, token, who):
    token()
    person = getattr(cast, who)
    with pytest.raises(Forbidden):
        issue(cast.agency("court"), label="系统", scopes=["read"], days=1, actor=person)
    with pytest.raises(Forbidden):
        all_tokens(actor=person)
    with pytest.raises(Forbidden):
        revoke(db.session.scalars(select(PartnerToken.ref)).one(), actor=person)
    assert sign_in(person).get("/admin/tokens").status_code == 403


def test_a_token_is_shown_once_and_kept_as_a_hash(cast, sign_in, app):
    browser = sign_in(cast.boss)
    told = {"agency": cast.agency("court").id, "scopes": ["read"], "days": 30, "label": "审判系统"}
    shown = browser.post("/admin/tokens", data=told)
    assert shown.status_code == 200
    found = shown.text.split(f'value="{PREFIX}')[1].split('"')[0]
    assert System(app, PREFIX + found).get("/referrals").status_code == 200
    assert found not in browser.get("/admin/tokens").text
    rows = db.session.execute(text("SELECT * FROM partner_token")).all()
    assert found not in str(rows)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "token.issue")).one()
    assert entry.actor == cast.boss.ref
    assert "发放接口凭证" in browser.get("/audit").text


def test_a_token_without_scope_or_too_long_or_for_the_own_agency_is_not_issued(cast):
    for given in ({"scopes": []}, {"scopes": ["everything"]}, {"days": 367}, {"days": 0}):
        words = {"scopes": ["read"], "days": 30, **given}
        with pytest.raises(Incomplete):
            issue(cast.agency("court"), label="系统", actor=cast.boss, **words)
    with pytest.raises(Incomplete):
        issue(cast.agency("federation"), label="系统", scopes=["read"], days=30, actor=cast.boss)


def test_a_revoked_token_opens_nothing_from_that_moment(cast, sign_in, system):
    partner = system()
    assert partner.get("/referrals").status_code == 200
    ref = db.session.scalars(select(PartnerToken.ref)).one()
    assert sign_in(cast.boss).post(f"/admin/tokens/{ref}/revoke").status_code == 302
    answer = partner.get("/referrals")
    assert (answer.status_code, answer.json["detail"]) == (401, REFUSED)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_opens_nothing(system):
    partner = system(days=30)
    with time_machine.travel(now() + timedelta(days=30, minutes=-1)):
        assert partner.get("/referrals").status_code == 200
    with time_machine.travel(now() + timedelta(days=30, minutes=1)):
        assert partner.get("/referrals").status_code == 401


def test_the_token_of_an_agency_that_has_gone_opens_nothing(cast, system):
    partner = system()
    with atomic():
        cast.agency("legal_aid").active = False
    assert partner.get("/referrals").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wqapi_x", "Basic d3FhcGk6eA==", "Bearer " + "a" * 4000]
)
def test_what_is_no_token_gets_the_same_answer(app, header):
    answer = app.test_client().get("/api/v1/referrals", headers={"Authorization": header})
    assert (answer.status_code, answer.json["detail"]) == (401, REFUSED)
    assert answer.content_type == "application/problem+json"


def test_guessing_is_slowed_by_the_address_it_comes_from_and_stops_nobody_with_a_token(app, system):
    partner = system()
    client = app.test_client()
    answers = [
        client.get("/api/v1/referrals", headers={"Authorization": f"Bearer {PREFIX}{number}"})
        for number in range(GUESSES + 1)
    ]
    assert [answer.status_code for answer in answers] == [401] * GUESSES + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert partner.get("/referrals").status_code == 200


def test_a_token_calls_so_often_a_minute_and_not_more(app, system):
    partner = system()
    with time_machine.travel(now(), tick=False) as clock:
        for _call in range(CALLS):
            assert partner.get("/referrals").status_code == 200
        late = partner.get("/referrals")
        assert (late.status_code, late.headers["Retry-After"]) == (429, "60")
        clock.shift(60)
        assert partner.get("/referrals").status_code == 200


# By hand: what a token with one scope may call, and nothing else.
MAY = {
    "read": {"list", "read"},
    "answer": {"sign_for"},
    "attach": {"attachments"},
    "receive": {"receive", "recall", "cut"},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_what_it_names_and_nothing_else(system, send, scope):
    referral, partner = send(), system(scopes=(scope,))
    calls = {
        "list": lambda: partner.get("/referrals"),
        "read": lambda: partner.get(f"/referrals/{referral.ref}"),
        "sign_for": lambda: partner.step(referral, "sign_for"),
        "attachments": lambda: partner.step(referral, "attachments"),
        "receive": lambda: partner.post("/referrals"),
        "recall": lambda: partner.step(referral, "recall", {"reason": "改变主意。"}),
        "cut": lambda: partner.step(referral, "cut"),
    }
    for name, call in calls.items():
        assert (call().status_code != 403) == (name in MAY[scope]), name
    refused = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "api.refused")).all()
    assert ["count 1", "status 403"] in [entry.fields for entry in refused]


def test_every_call_that_got_nothing_is_counted_in_the_log_and_the_token_never_stands_there(
    app, cast, system, send, sign_in
):
    referral, partner = send(), system()
    stranger = System(app, PREFIX + "guess")
    for _call in range(10):
        assert stranger.get("/referrals").status_code == 401
    assert partner.get(f"/referrals/{'0' * 32}").status_code == 404
    assert partner.step(referral, "send_back", {"reason": "no such"}).status_code == 422
    found = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "api.refused")).all()
    ref = db.session.scalars(select(PartnerToken.ref)).one()
    assert [(entry.chain, entry.subject, entry.fields) for entry in found] == [
        ("station", "-", ["count 1", "status 401"]),
        ("station", "-", ["count 10", "status 401"]),
        ("station", ref, ["count 1", "status 404"]),
        ("station", ref, ["count 1", "status 422"]),
    ]
    page = sign_in(cast.eye).get("/audit").text
    assert "调用接口（401，一小时内第10次）" in page
    assert PREFIX not in page
    assert not verify_all().findings
    page = sign_in(cast.boss).get("/admin/tokens/refusals").text
    assert page.count("401 凭证不对") == 10
    assert all(word in page for word in ("没有凭证", "404 没有找到", "422 内容有误", "退回", "127.0.0.1"))
    assert PREFIX not in page
    assert sign_in(cast.mei).get("/admin/tokens/refusals").status_code == 403


def test_the_record_of_refusals_cannot_fill_the_disk(app, cast, monkeypatch):
    def rows():
        return db.session.execute(select(ApiRefusal.who, ApiRefusal.more).order_by(ApiRefusal.id)).all()

    for name, most in {"EACH": 3, "ALL": 5, "KEPT": 4, "SWEEP_EVERY": 2}.items():
        monkeypatch.setattr(refusals, name, most)
    for _call in range(10):
        refusals.keep("-", 401, operation="referrals", origin="192.0.2.1")
    assert rows() == [("-", 0), ("-", 0), ("-", 7)]
    for number in range(6):
        refusals.keep("-", 401, operation="referrals", origin=f"192.0.2.{number + 2}")
    assert sum(more + 1 for _who, more in rows()) == 16
    assert len(rows()) == 5
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        for _call in range(3):
            refusals.keep("a" * 32, 429, operation="answer", origin="192.0.2.9")
    assert len(rows()) <= 6
    assert rows()[-1] == ("a" * 32, 0)


def test_every_address_of_the_interface_asks_for_a_token_but_its_description(app):
    views = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    open_ones = {name for name in views if getattr(app.view_functions[name], "scope", None) is None}
    assert open_ones == {"api.description"}


def test_a_sign_in_of_a_person_opens_nothing_here(cast, sign_in):
    assert sign_in(cast.fang).get("/api/v1/referrals").status_code == 401


def test_the_log_holds_after_all_of_this(cast, system, send):
    partner, referral = system(), send()
    for trigger, told in (
        ("sign_for", {}),
        ("accept", {"note": "已安排。"}),
        ("answer", {"result": "done", "note": "已经办结。"}),
    ):
        assert partner.step(referral, trigger, told).status_code == 200
    assert verify_all().findings == []


def test_a_token_that_only_answers_never_reads_the_package(system, send):
    referral = send()
    answer = system(scopes=("answer",)).step(referral, "sign_for")
    assert answer.status_code == 200
    assert answer.json["package"] is None
    assert system(scopes=("answer", "read")).step(referral, "accept").json["package"]
