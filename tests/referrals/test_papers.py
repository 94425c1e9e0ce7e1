"""The slip, the consent and the receipt of a referral."""

import re

import pytest

from mediation.cases.papers import bytes_of, issue
from mediation.documents.check import text_of_pdf
from mediation.errors import Missing
from mediation.workflow.engine import take
from tests.referrals.conftest import STORY, slip
from tests.referrals.test_sending import agree


def printed(referral, name, actor):
    paper = issue(referral.case, name, referral.ref, actor=actor)
    return "".join(text_of_pdf(bytes_of(paper, actor=actor)).split())


def test_the_receipt_is_for_the_pen_until_the_receiver_answered(send, cast):
    referral = send()
    text = printed(referral, "referral_receipt", cast.mei)
    assert referral.slip_number in text
    assert "√" not in text
    assert "王芳" not in text


def test_the_receipt_says_what_the_receiver_answered(send, cast):
    referral = send()
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    text = printed(referral, "referral_receipt", cast.mei)
    assert "√接收" in text
    assert "√退回" not in text
    assert "顾明" in text


def test_a_return_stands_on_the_receipt_with_its_reason(send, cast):
    referral = send()
    take(referral, "send_back", actor=cast.fang, facts={"reason": "not_area", "note": "请转白水区。"})
    text = printed(referral, "referral_receipt", cast.mei)
    assert "√退回" in text
    assert "不属本辖区：请转白水区。" in text


def test_the_slip_has_every_field_of_the_handbook(send, cast):
    text = printed(send(), "referral_slip", cast.mei)
    for words in (
        "转出部门", "接收部门", "联系人", "联系电话", "档案编号", "姓名", "性别", "出生日期", "身份证件号",
        "联络电话", "联络地址", "见密封附件", "身体及精神状况", "同行者", "警察介入", "医疗", "法律援助", "司法鉴定",
        "庇护", "法律帮助", "心理辅导", "老人儿童照顾", "经济", "其他", "非常紧急（数小时内）", "紧急（一天内）",
        "轻微紧急（数天内）", "不紧急", "转介依据", "接收意见", "退回原因", "反馈日期",
        "办理事项", "转介方式", "用途", "调解", "转出人", "接收人",
    ):  # fmt: skip
        assert words in text, words


def test_the_slip_says_what_is_asked_for_and_the_limit_of_its_own_urgency(send, cast):
    slight = printed(send(urgency="slight"), "referral_slip", cast.mei)
    assert "办理事项法律援助" in slight
    assert "申请法律援助" in slight
    assert "接收后15日内回复" in slight
    assert "三个工作日" not in slight


def test_what_presses_has_its_hours_on_the_slip(send, cast):
    assert "接收后3日内回复" in printed(send(urgency="very_urgent"), "referral_slip", cast.mei)


@pytest.mark.parametrize(("stage", "needs"), [("mediation", ["mediation"]), ("legal_aid", ["legal_aid"])])
def test_the_needs_begin_with_what_fits_the_work(new_case, cast, sign_in, stage, needs):
    page = sign_in(cast.mei).get(f"/cases/{new_case(actor=cast.mei).ref}/refer?stage={stage}").text
    assert re.findall(r'<input(?=[^>]*checked)(?=[^>]*name="needs")[^>]*value="(\w+)"', page) == needs


def test_a_stranger_prints_no_receipt(send, cast):
    with pytest.raises(Missing):
        issue(send().case, "referral_receipt", "", actor=cast.qiu)


def test_nobody_asks_her_again_what_was_told_once(send, case, cast, sign_in):
    kinds = ["identity", "narrative", "wishes", "danger", "asked"]
    previewed = {**slip(case, cast.agency("legal_aid"), data_kinds=kinds), "confirmed": ""}
    page = sign_in(cast.mei).post(f"/cases/{case.ref}/refer", data=previewed).text
    assert "免重复询问单" in page
    referral = send(case=case, data_kinds=kinds)
    with pytest.raises(Missing):
        printed(referral, "told_once", cast.fang)
    assert "免重复询问单" not in sign_in(cast.fang).get(f"/referrals/{referral.ref}").text
    take(referral, "accept", actor=cast.fang, facts={"assignee": cast.gu.id})
    assert "打印免重复询问单" in sign_in(cast.fang).get(f"/referrals/{referral.ref}").text
    for who in (cast.fang, cast.gu, cast.mei):
        text = printed(referral, "told_once", who)
        for said in (
            STORY,
            "要求按月支付抚养费。",
            "已问过登记时的危险三问",
            "马上有危险吗——否",
            referral.slip_number,
        ):
            assert said in text
    agree(case, cast.agency("legal_aid"), cast.mei, [], answer="withdrawn")
    with pytest.raises(Missing):
        printed(referral, "told_once", cast.fang)


def test_a_package_without_story_and_answers_has_no_such_sheet(send, cast):
    with pytest.raises(Missing):
        printed(send(data_kinds=["identity"]), "told_once", cast.mei)
