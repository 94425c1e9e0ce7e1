"""What somebody tried who wished no good: each was once answered wrongly."""

import threading

import pytest

from mediation.db import db
from mediation.errors import Incomplete
from mediation.people.models import Throttle
from mediation.people.signing_in import TRIES, WINDOW
from mediation.people.throttles import TooMany, count_try
from mediation.workflow.engine import take
from mediation.workflow.history import steps_of
from tests.referrals.conftest import slip

NO_NUMBERS = ("²", "①", "9" * 30)


@pytest.fixture
def referral(new_case, cast):
    from mediation.referrals.sending import refer

    case = new_case()
    return refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)


@pytest.mark.parametrize(
    ("field", "value"),
    [("violence", "否"), ("summary", "没有事。"), ("residence", "别处1号"), ("name", "无名")],
)
def test_a_partner_cannot_rewrite_the_case_by_a_correction(referral, cast, field, value):
    case = referral.case
    before = (case.violence, case.summary, case.parties[0].person.name, case.parties[0].person.residence)
    take(referral, "sign_for", actor=cast.fang)
    told = {
        "entry": max(entry.id for entry in steps_of(referral.ref)),
        "field": field,
        "party": case.parties[0].id,
        "new_value": value,
        "reason": "更正",
    }
    with pytest.raises(Incomplete, match="主办单位"):
        take(referral, "correct", actor=cast.fang, facts=told)
    db.session.expire_all()
    assert before == (
        case.violence,
        case.summary,
        case.parties[0].person.name,
        case.parties[0].person.residence,
    )


def test_a_correction_by_a_partner_names_nobody_who_was_not_sent(referral, sign_in, cast):
    page = sign_in(cast.fang).get(f"/referrals/{referral.ref}/correct")
    assert page.status_code == 200
    assert "李小宝" not in page.text
    assert "现住址" not in page.text


@pytest.mark.parametrize(
    "path", ["/\t/evil.example", "/\n/evil.example", "//evil.example", "/\\evil.example"]
)
def test_no_answer_leads_to_another_address(sign_in, cast, path):
    answer = sign_in(cast.mei).post("/account/size", data={"size": "lg", "next": path})
    assert answer.status_code == 404


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number_is_no_failure(sign_in, new_case, cast, number):
    new_case()
    browser = sign_in(cast.mei)
    for path in ("/cases?before=", "/referrals?before="):
        assert browser.get(path + number).status_code == 200
    assert browser.post("/cases", data={"q": number}).status_code == 200
    assert sign_in(cast.eye).get("/audit?before=" + number).status_code == 200
    looked = browser.post("/cases/new", data={"look_for": number, "by": "look_up"})
    assert looked.status_code == 200
    assert browser.post("/cases/new", data={"linked_case": "2026-" + "9" * 30}).status_code == 422
    assert browser.post("/cases/new", data={"use": "nobody"}).status_code == 200


def test_a_row_too_many_and_a_version_too_large_are_no_failure(sign_in, new_case, cast):
    case = new_case()
    ref, version = case.ref, case.version
    browser = sign_in(cast.mei)
    rows = {f"stages-{number}-kind": "" for number in range(8)}
    assert (
        browser.post(f"/cases/{ref}/open_stage", data={"add": "stages", "seen": version, **rows}).status_code
        == 200
    )
    assert browser.post(f"/cases/{ref}/open_stage", data={"seen": "9" * 30}).status_code == 409


def test_tries_at_the_same_moment_are_all_counted(app):
    let_in, turned_away = [], []

    def guess() -> None:
        with app.app_context():
            try:
                count_try("sign_in", "mei", tries=TRIES, window=WINDOW, sentence="太多")
                let_in.append(1)
            except TooMany:
                turned_away.append(1)

    threads = [threading.Thread(target=guess) for _number in range(TRIES + 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(let_in), len(turned_away)) == (TRIES, 7)
    assert db.session.query(Throttle).one().tries == TRIES
