"""A court hands a dispute over to the station: it lands in the inbox, and with acceptance a case begins."""

import pytest
from sqlalchemy import select

from mediation.audit.verify import verify_all
from mediation.cases.models import Case
from mediation.cases.queries import list_cases
from mediation.cases.tasks import open_tasks
from mediation.cases.today import rows_for
from mediation.db import atomic, db, today
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.models import User
from mediation.referrals.handed_in import hand_in
from mediation.referrals.models import Referral
from mediation.referrals.queries import find_referral, received
from mediation.workflow.engine import take
from tests.conftest import stage_of

NUMBER = "（2026）青民初调字第18号"


@pytest.fixture
def pei(cast):
    """The liaison officer of the court."""
    with atomic():
        cast.pei.agency.kind = "court"
    return cast.pei


@pytest.fixture
def told(cast):
    """What the court writes."""
    return {
        "origin": "court_entrusted",
        "court_procedure": "summary",
        "paper_number": NUMBER,
        "to": cast.mei.agency_id,
        "urgency": "slight",
        "applicant": "王芳",
        "applicant_sex": "2",
        "respondent": "李强",
        "relation": "夫妻",
        "dispute_facts": "双方就抚养费有争议。",
        "demands": "每月支付抚养费。",
    }


def test_the_court_sends_and_the_station_accepts_a_case_of_its_own(pei, told, cast, new_case, sign_in):
    before = new_case(actor=cast.mei)
    referral = hand_in(told, actor=pei)
    assert [one.ref for one in received(actor=cast.mei)] == [referral.ref]
    page = sign_in(cast.mei).get(f"/referrals/{referral.ref}").text
    for word in ("法院委托", NUMBER, "王芳", "李强", "双方就抚养费有争议。"):
        assert word in page
    take(referral, "sign_for", actor=cast.mei)
    take(referral, "accept", actor=cast.mei, facts={"assignee": cast.mei.id})
    case = referral.case
    assert (case.agency_id, case.station_id, case.channel) == (
        cast.mei.agency_id, cast.mei.agency_id, "transferred",
    )  # fmt: skip
    assert case.number == before.number + 1
    assert [party.person.called for party in case.parties] == ["王芳", "李强"]
    assert any("登记来源" in task.text for task in open_tasks(case))
    assert case in list_cases(actor=cast.mei)
    assert not verify_all().findings


def test_the_form_of_the_mediation_knows_what_the_court_told(pei, told, cast, sign_in):
    referral = hand_in(told, actor=pei)
    take(referral, "accept", actor=cast.mei, facts={"assignee": cast.mei.id})
    case = referral.case
    with atomic():
        case.danger, case.danger_provisional = "none", False
    opening = {"kind": "mediation", "agency": cast.mei.agency_id, "lead": "beside"}
    take(case, "open_stage", actor=cast.mei, facts={"stages": [opening]})
    stage = stage_of(case, "mediation")
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/{stage.ref}/record_request").text
    assert f'value="{NUMBER}"' in page
    assert "双方就抚养费有争议。" in page
    assert (
        'selected value="court_entrusted"' in page
        or "checked"
        in page.split('value="court_entrusted"')[0][-120:] + page.split('value="court_entrusted"')[1][:60]
    )
    assert f'value="{today().isoformat()}"' in page


def test_what_waits_is_nobodys_case_yet(pei, told, cast):
    referral = hand_in(told, actor=pei)
    assert list_cases(actor=pei) == []
    assert not [row for row in rows_for(pei) if row["case"] == referral.case.ref]
    with pytest.raises(Missing):
        find_referral(referral.ref, actor=cast.ning)
    assert find_referral(referral.ref, actor=pei).sent_by_id == pei.id


def test_what_the_station_sends_back_comes_to_the_court_with_its_reason(pei, told, cast):
    referral = hand_in(told, actor=pei)
    take(referral, "send_back", actor=cast.mei, facts={"reason": "material"})
    assert any("材料不足" in row["what"] and "法院委托" in row["what"] for row in rows_for(pei))


def test_the_court_cannot_accept_it_in_the_name_of_the_station(pei, told, cast, sign_in):
    referral = hand_in(told, actor=pei)
    paper = {"answered_by": "前台", "note": "收下"}
    with pytest.raises(Incomplete, match="不能替它登记"):
        take(referral, "accept_on_paper", actor=pei, facts=paper)
    assert "登记书面" not in sign_in(pei).get(f"/referrals/{referral.ref}").text.partition("现在不能办")[0]
    assert [one.ref for one in received(actor=cast.mei)] == [referral.ref]


def test_only_a_liaison_of_a_court_police_or_governance_centre_hands_over(told, cast, pei, sign_in):
    with pytest.raises(Forbidden):
        hand_in({**told, "origin": "police"}, actor=pei)
    with pytest.raises(Forbidden):
        hand_in(told, actor=cast.mei)
    assert sign_in(cast.mei).get("/referrals/hand-in").status_code == 404
    with pytest.raises(Incomplete, match="维权站"):
        hand_in({**told, "to": cast.agency("police").id}, actor=pei)
    assert db.session.scalars(select(Referral)).all() == []
    assert db.session.scalars(select(Case)).all() == []


def test_the_page_asks_for_the_procedure_and_sends_once(told, pei, sign_in):
    browser = sign_in(pei)
    assert "转给维权站" in browser.get("/referrals").text
    sent = {**told, "key": "k1"}
    assert (
        "普通程序或简易程序" in browser.post("/referrals/hand-in", data={**sent, "court_procedure": ""}).text
    )
    for _press in range(2):
        assert browser.post("/referrals/hand-in", data=sent).status_code == 302
    assert len(db.session.scalars(select(Referral)).all()) == 1


def test_what_comes_back_is_whole_and_goes_out_again_without_being_typed_again(pei, told, cast, sign_in):
    colleague = User(
        login="xue", name="薛文", role="liaison", agency=pei.agency, password_hash=pei.password_hash
    )
    with atomic() as session:
        session.add(colleague)
    referral = hand_in(told, actor=pei)
    take(referral, "accept", actor=cast.mei, facts={"assignee": cast.mei.id})
    number = referral.case.register_number
    take(referral, "send_back", actor=cast.mei, facts={"reason": "material", "note": "请附起诉状。"})
    case = referral.case
    assert (case.state, case.agency_id, case.register_number) == ("transferred", cast.mei.agency_id, number)
    assert all(stage.ended for stage in case.stages)
    assert not [row for row in rows_for(cast.ning) if "退回" in row["what"]]
    for who in (pei, colleague):
        assert any("材料不足" in row["what"] for row in rows_for(who))
        page = sign_in(who).get(f"/referrals/{referral.ref}").text
        assert all(word in page for word in ("双方就抚养费有争议。", "请附起诉状。", "补充后再转"))
    browser = sign_in(colleague)
    form = browser.get(f"/referrals/hand-in?again={referral.ref}").text
    for word in (NUMBER, "王芳", "李强", "双方就抚养费有争议。", "每月支付抚养费。", 'value="夫妻"'):
        assert word in form
    sent = browser.post(f"/referrals/hand-in?again={referral.ref}", data={**told, "key": "k2"})
    assert sent.status_code == 302
    second = db.session.scalars(select(Referral).where(Referral.id != referral.id)).one()
    assert "材料不足" in sign_in(cast.mei).get(f"/referrals/{second.ref}").text
    assert not [row for row in rows_for(pei) if "退回" in row["what"]]
    again = browser.post(f"/referrals/hand-in?again={referral.ref}", data={**told, "key": "k3"})
    assert "已经再转" in again.text
    take(second, "send_back", actor=cast.mei, facts={"reason": "not_area"})
    assert second.case.state == "transferred"
    assert browser.post(f"/referrals/{second.ref}/keep").status_code == 302
    assert "补充后再转" not in sign_in(pei).get(f"/referrals/{second.ref}").text
    assert sign_in(cast.mei).post(f"/referrals/{second.ref}/keep").status_code == 404
    assert not verify_all().findings


def test_what_is_recalled_ends_here_and_what_is_mediated_is_answered_not_sent_back(pei, told, cast, sign_in):
    recalled = hand_in(told, actor=pei)
    take(recalled, "recall", actor=pei, facts={"reason": "双方已经和好。"})
    assert (recalled.case.state, recalled.case.running) == ("transferred", False)
    assert "补充后再转" in sign_in(pei).get(f"/referrals/{recalled.ref}").text
    referral = hand_in(told, actor=pei)
    take(referral, "accept", actor=cast.mei, facts={"assignee": cast.mei.id})
    case = referral.case
    with atomic():
        case.danger, case.danger_provisional = "none", False
    opening = {"kind": "mediation", "agency": cast.mei.agency_id, "lead": "beside"}
    take(case, "open_stage", actor=cast.mei, facts={"stages": [opening]})
    stage = stage_of(case, "mediation")
    refused = {"reason": "party_refuses", "reason_text": "对方不同意。", "where_to_go": "人民法院"}
    take(stage, "decline", actor=cast.song, facts=refused)
    with pytest.raises(Incomplete, match="回复结果"):
        take(referral, "send_back", actor=cast.mei, facts={"reason": "other", "note": "调不成。"})
