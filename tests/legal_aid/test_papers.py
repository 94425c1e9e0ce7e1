"""The application, the statement of means and the power of attorney, filled from the case."""

import pytest

from mediation.cases.papers import bytes_of, issue
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete, Missing
from mediation.web.forms import FORMS
from mediation.workflow.engine import take
from tests.legal_aid.conftest import APPLICATION, DECISION, walk

VIOLENT = {"category_kind": "家庭暴力", "q_violence": "yes"}
ASSIGNED = {"la_assigned_on": "2026-03-05", "lawyer_name": "顾明", "firm": "明理律师事务所"}
PAPERS = ("legal_aid_application", "means_statement", "power_of_attorney")


def printed(stage, name, actor):
    paper = issue(stage.case, name, stage.ref, actor=actor)
    return "".join(text_of_pdf(bytes_of(paper, actor=actor)).split())


def test_who_suffered_violence_is_given_no_statement_of_means(aid, cast, sign_in):
    stage = aid(actor=cast.mei, **VIOLENT)
    with pytest.raises(Missing):
        issue(stage.case, "means_statement", stage.ref, actor=cast.mei)
    text = printed(stage, "legal_aid_application", cast.mei)
    assert "√遭受家庭暴力" in text
    assert "不受经济困难条件的限制" in text
    assert "经济状况" not in text
    page = sign_in(cast.mei).get(f"/cases/{stage.case.ref}").text
    assert "打印法律援助申请表" in page
    assert "/papers/means_statement" not in page


def test_who_applies_for_want_of_means_writes_them_by_hand(aid, cast, sign_in):
    stage = aid(actor=cast.mei)
    take(stage, "prepare_application", actor=cast.mei, facts={"basis": "41", "matter": "support"})
    assert "经济困难状况说明表" in sign_in(cast.mei).get(f"/cases/{stage.case.ref}").text
    text = printed(stage, "means_statement", cast.mei)
    assert "王芳" in text
    assert "赡养费、抚养费、扶养费" in text
    assert "√" not in text


def test_exempt_from_verification_is_not_exempt_from_the_condition(aid, cast):
    stage = aid(actor=cast.mei)
    take(stage, "prepare_application", actor=cast.mei, facts={"basis": "42"})
    assert "√属《中华人民共和国法律援助法》第四十二条" in printed(stage, "means_statement", cast.mei)
    assert "不受经济困难条件的限制" not in printed(stage, "legal_aid_application", cast.mei)


def test_the_application_says_what_the_draft_says(aid, cast):
    stage = aid(actor=cast.mei)
    draft = {"cause": "抚养费纠纷", "aid_claim": "请求给付抚养费。", "standing": "filed", "education": "初中"}
    take(stage, "prepare_application", actor=cast.mei, facts=draft)
    text = printed(stage, "legal_aid_application", cast.mei)
    for words in ("抚养费纠纷", "请求给付抚养费。", "√已诉讼", "初中", "√妇女", "青山区法律援助中心"):
        assert words in text
    assert "13800138000" not in text


def test_the_other_side_is_never_the_agent(aid, cast):
    stage = aid(actor=cast.mei)
    other = next(party for party in stage.case.parties if party.side == "respondent")
    take(stage, "prepare_application", actor=cast.mei, facts={"by_agent": other.id})
    assert "李强" not in printed(stage, "legal_aid_application", cast.mei)


def test_an_address_typed_into_the_draft_stops_the_application(aid, cast):
    stage = aid(actor=cast.mei)
    take(stage, "prepare_application", actor=cast.mei, facts={"aid_story": "现住和平路8号3单元502"})
    with pytest.raises(Incomplete, match="现住址"):
        issue(stage.case, "legal_aid_application", stage.ref, actor=cast.mei)


def test_special_powers_are_ticked_one_by_one(aid, cast):
    stage = walk(aid(), cast.fang, ("receive", APPLICATION), ("grant", DECISION), ("assign_lawyer", ASSIGNED))
    blank = printed(stage, "power_of_attorney", cast.fang)
    assert "√" not in blank
    assert "顾明" in blank
    assert "明理律师事务所" in blank
    mandate = {
        "signed": True, "la_agreement_signed_on": "2026-03-06", "power": "special",
        "special_powers": ["settle", "collect"], "entrusted": "代理第一审诉讼",
    }  # fmt: skip
    walk(stage, cast.fang, ("sign_mandate", mandate))
    text = printed(stage, "power_of_attorney", cast.fang)
    assert text.count("√") == 3
    for words in ("√特别授权", "√代为和解", "√代领款物", "代理第一审诉讼"):
        assert words in text


def test_a_general_mandate_takes_no_special_powers(app):
    data = {
        "signed": "yes",
        "la_agreement_signed_on": "2026-03-06",
        "power": "general",
        "special_powers": "settle",
    }
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS["mandate"]()
        form.validate()
        assert "一般代理没有特别授权" in str(form.errors["special_powers"])


def test_the_centre_prints_no_story_and_no_contact_of_hers(aid, cast):
    stage = aid(actor=cast.mei, summary="他说过要来找我。")
    with pytest.raises(Missing):
        issue(stage.case, "legal_aid_application", stage.ref, actor=cast.fang)
    assert "他说过" not in printed(stage, "power_of_attorney", cast.fang)
    for name in PAPERS:
        with pytest.raises(Missing):
            issue(stage.case, name, stage.ref, actor=cast.an)
