"""What stands in the way of a referral is said before anybody fills in its form."""

import re

from mediation.db import today
from mediation.referrals.sending import refer
from mediation.referrals.telling import OWED
from mediation.workflow.engine import take
from mediation.workflow.history import steps_in
from tests.conftest import slip


def test_what_must_be_told_first_is_said_before_the_form_with_its_button(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    browser = sign_in(cast.mei)
    page = browser.get(f"/cases/{case.ref}/refer?stage=legal_aid").text
    assert "发送前还缺" in page
    assert f"/cases/{case.ref}/inform" in page
    for notice in ("protection_order", "legal_aid"):
        take(
            case,
            "inform",
            actor=cast.mei,
            facts={"party": case.parties[0].id, "notice": notice, "way": "spoken"},
        )
    assert "发送前还缺" not in browser.get(f"/cases/{case.ref}/refer?stage=legal_aid").text


def test_a_planned_referral_leads_to_what_must_be_told_and_back_in_one_form(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    to, party, ref = cast.agency("legal_aid").ref, case.parties[0].id, case.ref
    browser = sign_in(cast.mei)
    planned = f"/cases/{ref}/refer?stage=legal_aid&to={to}&kind=refer"
    first = browser.get(planned).headers["Location"]
    form = browser.get(first).text
    assert all(re.search(rf'value="{name}"[^>]*checked|checked[^>]*value="{name}"', form) for name in OWED)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', form)
    told = {"party": party, "notice": list(OWED), "way": "spoken", "happened_on": today().isoformat()}
    assert seen
    answer = browser.post(first, data={**told, "seen": seen[1]})
    assert answer.status_code == 302, answer.text
    back = answer.headers["Location"]
    assert back.startswith(f"/cases/{ref}/refer?stage=legal_aid&to={to}&kind=refer")
    page = browser.get(back).text
    assert "发送前还缺" not in page
    assert "让对方看到" in page or "对方会看到什么" in page
    assert len(steps_in(ref, "inform")) == 1
    assert browser.get(planned).status_code == 200


def test_who_does_not_record_it_now_is_not_led_in_a_circle(new_case, cast, sign_in):
    case = new_case(actor=cast.mei, q_violence="yes")
    here = f"/cases/{case.ref}/refer?stage=legal_aid&to={cast.agency('legal_aid').ref}&told=1"
    page = sign_in(cast.mei).get(here).text
    assert "发送前还缺" in page


def test_no_address_leads_out_of_the_case_by_the_form(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/inform?then=https://example.org/").text
    assert 'href="https://example.org' not in page


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


def test_finished_slips_are_folded_below_the_open_ones(new_case, cast, sign_in):
    over, waiting = (
        refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
        for case in (new_case(actor=cast.mei), new_case(actor=cast.mei))
    )
    take(over, "send_back", actor=cast.fang, facts={"reason": "material"})
    page = sign_in(cast.fang).get("/referrals").text
    above, _, folded = page.partition("已经结束的（1）")
    assert waiting.slip_number in above
    assert waiting.slip_number not in folded
    assert over.slip_number in folded
    assert over.slip_number not in above


def test_the_inbox_names_the_person_once_it_was_accepted_and_was_told_the_name(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    referral = refer(case, slip(case, cast.agency("legal_aid")), actor=cast.mei)
    browser = sign_in(cast.fang)
    assert "王芳" not in browser.get("/referrals").text
    take(referral, "accept", actor=cast.fang)
    assert "王芳" in browser.get("/referrals").text


def test_without_identity_in_the_package_the_inbox_names_nobody(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    facts = slip(case, cast.agency("legal_aid"), data_kinds=["danger"])
    take(refer(case, facts, actor=cast.mei), "accept", actor=cast.fang)
    assert "王芳" not in sign_in(cast.fang).get("/referrals").text
