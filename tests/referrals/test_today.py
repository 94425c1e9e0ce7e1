"""今日工作 of both sides: the receiver's next verb, and what came back to the sender."""

import pytest

from mediation.cases.today import rows_for
from mediation.workflow.engine import take
from tests.conftest import stage_of


def row_of(actor, referral):
    """What ACTOR's list says of this referral: what to do, verb, address; nothing, if nothing."""
    return next(
        (
            row
            for row in rows_for(actor)
            if f"/referrals/{referral.ref}" in (row["url"], row["identity"]["url"])
        ),
        None,
    )


def test_the_receiver_signs_then_accepts_then_nothing_waits(send, cast):
    referral = send()
    row = row_of(cast.fang, referral)
    assert (row["verb"], row["url"]) == ("签收", f"/referrals/{referral.ref}/sign_for")
    take(referral, "sign_for", actor=cast.fang)
    row = row_of(cast.fang, referral)
    assert (row["verb"], row["url"]) == ("接收", f"/referrals/{referral.ref}/accept")
    take(referral, "accept", actor=cast.fang)
    assert row_of(cast.fang, referral) is None


def test_before_acceptance_the_row_says_nothing_of_the_person(send, cast, sign_in):
    referral = send(data_kinds=["identity", "contact", "narrative"])
    row = row_of(cast.fang, referral)
    assert row["identity"] == {"name": referral.slip_number, "url": f"/referrals/{referral.ref}"}
    assert row["danger"] == ""
    page = sign_in(cast.fang).get("/").text
    assert referral.slip_number in page
    for word in ("王芳", "李强", referral.case.register_number, referral.case.ref, "抚养"):
        assert word not in page


def test_danger_that_the_package_tells_comes_first(send, new_case, cast):
    calm = send(urgency="slight")
    case = new_case(q_violence="yes", told_protection_order=True, told_legal_aid=True)
    grave = send(case, data_kinds=["identity", "contact", "danger"])
    rows = [row["identity"]["name"] for row in rows_for(cast.fang)]
    assert rows.index(grave.slip_number) < rows.index(calm.slip_number)
    assert row_of(cast.fang, grave)["danger"] == "high"


def test_an_urged_referral_is_pressing_today(send, cast):
    referral = send()
    take(referral, "urge", actor=cast.mei, facts={"note": "请尽快"})
    assert row_of(cast.fang, referral)["urgent"]


def test_what_was_asked_again_stands_there_once(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang)
    take(referral, "answer", actor=cast.fang, facts={"result": "partly", "note": "已办"})
    take(referral, "ask_again", actor=cast.mei, facts={"reason": "请写明文号"})
    found = [row for row in rows_for(cast.fang) if f"/referrals/{referral.ref}" in row["url"]]
    assert [(row["verb"], row["url"]) for row in found] == [("回复结果", f"/referrals/{referral.ref}/answer")]


def test_an_answer_waits_for_the_sender_until_it_is_confirmed(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang)
    take(referral, "answer", actor=cast.fang, facts={"result": "partly", "note": "已办"})
    row = row_of(cast.mei, referral)
    assert (row["verb"], row["identity"]["name"]) == ("确认回复", "王芳")
    assert row_of(cast.lin, referral) is None
    take(referral, "acknowledge", actor=cast.mei)
    assert row_of(cast.mei, referral) is None


@pytest.fixture
def returned(send, cast):
    referral = send()
    take(referral, "send_back", actor=cast.fang, facts={"reason": "not_duty"})
    return referral


def test_what_comes_back_leads_to_another_receiver(returned, cast, sign_in):
    row = row_of(cast.mei, returned)
    assert (row["verb"], row["url"]) == ("另行安排", f"/referrals/{returned.ref}")
    page = sign_in(cast.mei).get(row["url"]).text
    assert f"/cases/{returned.chain}/refer?stage=legal_aid" in page


def test_it_is_arranged_once_somebody_else_is_asked(returned, send, cast):
    send(returned.case, to="elsewhere")
    assert row_of(cast.mei, returned) is None


def test_it_is_arranged_once_the_stage_is_opened_at_home(returned, cast):
    row = {"kind": "legal_aid", "agency": cast.mei.agency_id, "lead": "beside"}
    take(returned.case, "open_stage", actor=cast.mei, facts={"stages": [row]})
    assert row_of(cast.mei, returned) is None


def test_it_is_arranged_once_the_stage_is_not_needed_any_more(returned, cast):
    facts = {"kind": "counselling", "reason": "本人不需要"}
    take(returned.case, "skip_stage", actor=cast.mei, facts=facts)
    assert row_of(cast.mei, returned), "another stage was skipped"
    take(returned.case, "skip_stage", actor=cast.mei, facts={**facts, "kind": "legal_aid"})
    assert row_of(cast.mei, returned) is None


def test_a_stage_that_ended_without_an_answer_asks_for_one(send, cast):
    referral = send(to="social", stage="counselling")
    take(referral, "accept", actor=cast.an, facts={"assignee": cast.an.id})
    stage = stage_of(referral.case, "counselling")
    take(stage, "decline", actor=cast.an, facts={"reason": "本人不来了"})
    assert stage.ended
    assert row_of(cast.an, referral)["verb"] == "回复结果"
