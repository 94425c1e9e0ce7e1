"""The application for a protection order, filled from the draft."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from mediation.cases.papers import bytes_of, issue
from mediation.db import atomic
from mediation.documents.check import text_of_pdf
from mediation.errors import Incomplete, Missing
from mediation.outbox.neutral import banned_in
from mediation.protection.papers import protection_order_application, protection_papers
from tests.protection.conftest import DRAFT, FILED


def printed(stage, actor):
    paper = issue(stage.case, "protection_order_application", stage.ref, actor=actor)
    return "".join(text_of_pdf(bytes_of(paper, actor=actor)).split())


def ticked(choices):
    return [choice["label"] for choice in choices if choice["chosen"]]


def facts_of(stage, actor):
    return protection_order_application(stage.case, stage.ref, actor)


def test_nothing_is_needed_before_it_can_be_printed(stage, cast):
    text = printed(stage, cast.mei)
    assert "王芳" in text
    assert "李强" in text
    assert "√" not in text


def test_the_measures_asked_for_are_ticked_with_their_reach(stage, step, cast):
    measures = ["no_violence", "keep_away"]
    step("prepare_order", DRAFT, measures=measures, measure_scope="二百米内", order_facts="多次殴打。")
    text = printed(stage, cast.mei)
    for words in (
        "√禁止被申请人实施家庭暴力",
        "√保护申请人人身安全的其他措施",
        "（范围：二百米内）",
        "多次殴打。",
    ):
        assert words in text
    assert "√责令被申请人迁出" not in text


@pytest.mark.parametrize(
    ("relation", "sex", "box", "basis"),
    [
        ("spouse", "2", "1配偶", "反家庭暴力法"),
        ("sibling", "2", "3兄弟姐妹", "反家庭暴力法"),
        ("maternal", "1", "5外祖孙", "反家庭暴力法"),
        ("cohabitant", "1", "6共同生活的人", "反家庭暴力法"),
        ("in_law", "2", "6共同生活的人", "反家庭暴力法"),
        ("former_spouse", "2", "9离婚", "妇女权益保障法"),
        ("former_partner", "2", "8终止恋爱关系", "妇女权益保障法"),
        # Art. 29 protects women: for a man the ground is for the court and the pen.
        ("former_partner", "1", "8终止恋爱关系", ""),
        ("other", "2", "", ""),
    ],
)
def test_relation_and_ground_go_by_the_law(stage, step, cast, relation, sex, box, basis):
    woman = next(party for party in stage.case.parties if party.role == "applicant")
    with atomic():
        woman.person.sex = sex
        for party in stage.case.parties:
            party.relation = None  # what was registered of them decides nothing here
    step("prepare_order", DRAFT, relation=relation)
    facts = facts_of(stage, cast.mei)
    assert ticked(facts["relations"]) == ([box] if box else [])
    assert [basis in label for label in ticked(facts["bases"])] == ([True] if basis else [])


def test_who_applies_for_her_stands_on_it_with_ground_and_will(stage, step, cast):
    told = {"applicant_kind": "coerced", "agent_kind": "federation", "will_recorded": "3月4日录音"}
    step("prepare_order", DRAFT, **told)
    text = printed(stage, cast.mei)
    for words in ("青山区妇女联合会", "因受到强制、威吓等原因无法申请", "3月4日录音"):
        assert words in text


def test_without_an_agent_nobody_is_named_for_her(stage, step, cast):
    step("prepare_order", DRAFT)
    assert facts_of(stage, cast.mei)["on_behalf"] is None


@pytest.mark.parametrize("kind", ["civil_affairs", "disabled_federation", "elder_body"])
def test_the_wider_list_is_for_the_wider_ground(filled, kind):
    coerced = {**DRAFT, "applicant_kind": "coerced", "will_recorded": "录音", "agent_kind": kind}
    assert "才能由民政" in str(
        filled("order_draft", **coerced, happened_on="2026-03-06").errors["agent_kind"]
    )
    ill = {**coerced, "applicant_kind": "old_or_ill"}
    assert not filled("order_draft", **ill, happened_on="2026-03-06").errors


def test_the_court_that_was_told_is_addressed(stage, step, cast):
    step("prepare_order", DRAFT)
    assert "人民法院" in printed(stage, cast.mei)
    step("file_order", FILED)
    assert "青山区人民法院" in printed(stage, cast.mei)


def test_who_moved_out_has_no_address_on_it(stage, step, cast):
    woman = next(party for party in stage.case.parties if party.role == "applicant")
    with atomic():
        woman.person.moved_out = True
    step("prepare_order", DRAFT)
    text = printed(stage, cast.mei)
    assert "联络地址：见保密附件" in text
    assert "和平路" not in text


@pytest.mark.parametrize(
    ("typed", "what"), [("住和平路8号3单元502室", "现住址"), ("电话138 0013 8000", "电话")]
)
def test_an_address_typed_into_the_reasons_stops_it(stage, step, cast, typed, what):
    step("prepare_order", DRAFT, order_facts=typed)
    with pytest.raises(Incomplete, match=what):
        issue(stage.case, "protection_order_application", stage.ref, actor=cast.mei)


def test_a_distance_that_names_the_home_stops_it(stage, step, cast):
    step("prepare_order", DRAFT, measures=["keep_away"], measure_scope="和平路8号3单元周围二百米")
    with pytest.raises(Incomplete, match="现住址"):
        issue(stage.case, "protection_order_application", stage.ref, actor=cast.mei)


def test_partners_and_strangers_do_not_print_it(stage, cast):
    for who in (cast.ning, cast.qiu, cast.fang):
        with pytest.raises(Missing):
            issue(stage.case, "protection_order_application", stage.ref, actor=who)


def test_her_plan_is_printed_as_a_memo_that_tells_nobody_anything(stage, step, cast):
    case = stage.case
    with pytest.raises(Missing):
        issue(case, "safety_plan", stage.ref, actor=cast.mei)
    step("plan_safety", {}, plan="证件放在布袋里。\n他再家暴就报警。")
    with pytest.raises(Incomplete, match="家暴”“报警"):
        issue(case, "safety_plan", stage.ref, actor=cast.mei)
    (offer,) = [one for one in protection_papers(case, cast.mei) if one.name == "safety_plan"]
    assert "平常的话" in offer.why_not
    step("plan_safety", {}, plan="证件放在布袋里。\n先去和平路8号3单元502。")
    with pytest.raises(Incomplete, match="现住址"):
        issue(case, "safety_plan", stage.ref, actor=cast.mei)
    step("plan_safety", {}, plan="证件放在布袋里。\n先去老同学那里。")
    data = bytes_of(issue(case, "safety_plan", stage.ref, actor=cast.mei), actor=cast.mei)
    text = text_of_pdf(data)
    assert not banned_in(text)
    for words in ("王芳", "青山区", "校验码", case.register_number):
        assert words not in text
    assert "□" in text
    assert PdfReader(BytesIO(data)).metadata.title == "备忘"
