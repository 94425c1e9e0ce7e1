"""What stands in the way of a referral is said before anybody fills in its form."""

from mediation.referrals.sending import refer
from mediation.workflow.engine import take
from tests.conftest import slip


def test_what_must_be_told_first_is_said_before_the_form_with_its_button(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    browser = sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}/refer?stage=legal_aid").text
    assert "发送前还缺" in page
    assert f"/cases/{case.ref}/inform" in page
    for notice in ("protection_order", "legal_aid"):
        take(case, "inform", actor=cast.mei, facts={"party": "all", "notice": notice, "way": "spoken"})
    assert "发送前还缺" not in browser.get(f"/cases/{case.ref}/refer?stage=legal_aid").text


def test_mediation_is_not_offered_where_danger_shuts_it(new_case, cast, sign_in):
    shut, free = new_case(actor=cast.mei, q_violence="yes"), new_case(actor=cast.mei)
    browser = sign_in(cast.mei)
    assert "refer?stage=mediation" not in browser.get(f"/cases/{shut.ref}").text
    assert "refer?stage=mediation" in browser.get(f"/cases/{free.ref}").text


def test_what_was_asked_beside_is_asked_beside_again(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    referral = refer(case, slip(case, cast.agency("legal_aid"), kind="co_handle"), actor=cast.mei)
    take(referral, "sign_for", actor=cast.fang)
    take(referral, "send_back", actor=cast.fang, facts={"reason": "material", "note": "请补材料。"})
    page = sign_in(cast.mei).get(f"/referrals/{referral.ref}").text
    assert "kind=co_handle" in page
