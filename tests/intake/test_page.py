"""The page 登记求助, as a browser posts it."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.cases.models import Case
from mediation.db import db
from mediation.workflow.engine import take
from mediation.workflow.history import newest

PAGE = "/cases/new"
SHORTEST: dict[str, Any] = {
    "by": "register",
    "channel": "visit",
    "received_at": "2026-03-02T09:30",
    "applicants-0-name": "王芳",
    "applicants-0-sex": "0",
    "respondents-0-sex": "0",
    "q_hurt": "no",
    "q_violence": "no",
    "q_children": "no",
    "category_class": "婚姻家庭权益",
}


@pytest.fixture
def desk(sign_in, cast):
    """Lin at the page."""
    return sign_in(cast.lin)


def the_case() -> Case:
    return db.session.scalars(select(Case)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Case)) or 0


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in SHORTEST.items() if key != name}


def errors(page: str) -> list[str]:
    """What is said next to the fields, and only that."""
    return re.findall(r'<p class="error"[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]+)</p>', page)


def value_of(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', tag[0]) if tag else None
    return found[1] if found else ""


def test_the_shortest_way_ends_at_the_case(desk):
    answer = desk.post(PAGE, data=SHORTEST)
    case = the_case()
    assert answer.status_code == 302
    assert answer.location == f"/cases/{case.ref}"
    assert [party.role for party in case.parties] == ["applicant"]
    with desk.session_transaction() as session:
        assert case.register_number in str(session["_flashes"])


@pytest.mark.parametrize("login", ["tao", "fang", "gu", "an", "pei", "rao", "boss"])
def test_others_are_told_who_registers(sign_in, cast, login):
    answer = sign_in(getattr(cast, login)).get(PAGE)
    assert answer.status_code == 403
    assert "登记求助由维权站的接待员" in answer.text


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("channel", "请选择怎么来的。"),
        ("q_hurt", "请选一项；没问到的选“不清楚”。"),
        ("q_violence", "请选一项；没问到的选“不清楚”。"),
        ("q_children", "请选一项；没问到的选“不清楚”。"),
        ("category_class", "请选择属于哪一类；拿不准选“综合”，以后可以更正。"),
        ("applicants-0-name", "请写求助人的姓名；不愿说或不知道姓名的，勾选“匿名或姓名不详”。"),
    ],
)
def test_what_is_missing_is_said_next_to_it(desk, missing, said):
    answer = desk.post(PAGE, data=without(missing))
    assert answer.status_code == 422
    assert errors(answer.text) == [said]
    assert count() == 0


def test_nothing_typed_is_lost(desk):
    typed = {
        **without("q_hurt"),
        "applicants-1-name": "买买提·艾力",
        "applicants-1-sex": "1",
        "applicants-1-residence": "和平路8号",
        "children-0-name": "小宝",
        "children-0-sex": "0",
        "summary": "他说“再闹就打死你”。",
        "contact-ways": "phone",
        "contact-never": "不要打家里电话",
        "told_legal_aid": "y",
    }
    page = desk.post(PAGE, data=typed).text
    assert value_of(page, "applicants-1-name") == "买买提·艾力"
    assert value_of(page, "applicants-1-residence") == "和平路8号"
    assert value_of(page, "children-0-name") == "小宝"
    assert value_of(page, "contact-never") == "不要打家里电话"
    assert "再闹就打死你" in page
    assert re.search(r'<input checked id="told_legal_aid"', page)
    assert re.search(r'name="q_violence" value="no" checked', page)


def test_a_sixth_caller_of_one_matter_is_told_of_representatives(desk):
    """XF-20: five at most speak for all. It is said, and nobody is turned away."""
    rows = {f"applicants-{n}-name": f"王{n}" for n in range(4)}
    assert "推选代表" not in desk.post(PAGE, data={**SHORTEST, **rows}).text
    page = desk.post(PAGE, data={**SHORTEST, **rows, "add": "applicants"}).text
    assert "不超过5人" in page


def test_one_more_row_registers_nothing_and_keeps_what_was_typed(desk):
    page = desk.post(PAGE, data={**SHORTEST, "add": "children"}).text
    assert count() == 0
    assert value_of(page, "applicants-0-name") == "王芳"
    assert 'name="children-0-name"' in page
    assert not errors(page)


def test_empty_rows_are_no_people(desk):
    desk.post(
        PAGE, data={**SHORTEST, "children-0-sex": "0", "others-0-role": "relative", "others-0-sex": "0"}
    )
    assert [party.person.called for party in the_case().parties] == ["王芳"]


def test_a_guardian_of_the_second_child_keeps_her_though_the_first_row_is_empty(desk):
    rows = {
        "children-0-sex": "0",
        "children-1-name": "小红",
        "children-1-sex": "2",
        "others-0-name": "外婆",
        "others-0-sex": "2",
        "others-0-role": "guardian",
        "others-0-represents": "children-1",
        "others-0-linked": "no",
    }
    desk.post(PAGE, data={**SHORTEST, **rows})
    guardian = the_case().parties[-1]
    child = next(party for party in the_case().parties if party.role == "child")
    assert (guardian.role, guardian.represents_id) == ("guardian", child.id)


def test_nobody_acts_for_an_empty_row(desk):
    rows = {"others-0-name": "外婆", "others-0-sex": "2", "others-0-represents": "children-1"}
    answer = desk.post(PAGE, data={**SHORTEST, **rows})
    assert errors(answer.text) == ["所选的被代理人或被监护人还没有填写，请先填写这个人。"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("received_at", "2199-01-01T09:00", "这是将来的时间，请核对。"),
        ("received_on", "2199-01-01", "这是将来的日期，请核对。"),
        ("received_on", "上个月", "请写成 2026-11-22；只记得月份或年份时写 2026-11 或 2026。"),
        ("applicants-0-birth", "2199-01-01", "这是将来的日期，请核对。"),
        ("category_kind", "性骚扰", "“性骚扰”属于“人身和人格权益”，请核对上面选的类别。"),
        ("linked_case", "（2020）青维字第9999号", "没有找到这个编号的案件，或它不在您的工作范围内。请核对编号，或先不填。"),
        ("contact-hours", "上午", "请选择可以怎样联系；本人不愿被联系的，勾选“不联系”。"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_said_next_to_it_and_kept(desk, field, typed, said):
    answer = desk.post(PAGE, data={**SHORTEST, field: typed})
    assert answer.status_code == 422
    assert errors(answer.text) == [said]
    assert typed in answer.text
    assert count() == 0


def test_whoever_hands_over_is_named(desk):
    answer = desk.post(PAGE, data={**SHORTEST, "channel": "transferred"})
    assert errors(answer.text) == ["请写明是哪个单位转来的。"]
    desk.post(PAGE, data={**SHORTEST, "channel": "transferred", "from_agency": "城南派出所"})
    assert newest(the_case().ref, "start").facts["from_agency"] == "城南派出所"


def test_a_doubtful_number_is_accepted_with_a_reason(desk):
    doubtful = {**SHORTEST, "applicants-0-id_number": "110105194912310021"}
    answer = desk.post(PAGE, data=doubtful)
    assert answer.status_code == 422
    assert "身份证号校验不通过" in errors(answer.text)[0]
    assert 'type="text"' in re.search(r'<input[^>]*name="applicants-0-id_reason"[^>]*>', answer.text)[0]
    assert value_of(answer.text, "applicants-0-id_number") == "110105194912310021"
    desk.post(PAGE, data={**doubtful, "applicants-0-id_reason": "证件磨损，本人口述"})
    person = the_case().parties[0].person
    assert person.id_warning == "证件磨损，本人口述"
    assert person.id_number.reveal() == "110105194912310021"


def test_a_number_says_birth_and_sex(desk):
    desk.post(PAGE, data={**SHORTEST, "applicants-0-id_number": "11010519491231002x"})
    person = the_case().parties[0].person
    assert (person.id_kind, person.birth, person.sex) == ("id_card", "1949-12-31", "2")


def test_somebody_without_a_name_is_taken_in(desk):
    desk.post(PAGE, data={**SHORTEST, "applicants-0-name": "", "applicants-0-anonymous": "y"})
    assert the_case().parties[0].person.called == "匿名"


def test_a_man_asks_for_help(desk):
    desk.post(PAGE, data={**SHORTEST, "applicants-0-name": "李强", "applicants-0-sex": "1"})
    assert the_case().parties[0].person.sex == "1"


def test_two_applicants_and_rare_characters(desk):
    desk.post(PAGE, data={**SHORTEST, "applicants-1-name": " 𠮷田㼆 ", "applicants-1-sex": "0"})
    assert [party.person.name for party in the_case().parties] == ["王芳", "𠮷田㼆"]


def test_a_day_that_was_written_counts_instead_of_the_preset_minute(desk):
    desk.post(PAGE, data={**SHORTEST, "received_on": "2025年12月"})
    case = the_case()
    assert case.received_on == "2025-12"
    assert "received_at" not in newest(case.ref, "start").facts


def test_the_same_page_sent_twice_is_one_case(desk):
    page = desk.get(PAGE).text
    typed = {**SHORTEST, "key": value_of(page, "key")}
    first, second = desk.post(PAGE, data=typed), desk.post(PAGE, data=typed)
    assert first.location == second.location
    assert count() == 1


def test_sent_once_more_with_other_words_it_is_told_and_nothing_is_lost(desk):
    page = desk.get(PAGE).text
    typed = {**SHORTEST, "key": value_of(page, "key"), "summary": "离婚后不付抚养费。"}
    desk.post(PAGE, data=typed)
    answer = desk.post(
        PAGE, data={**typed, "summary": "又打来电话威胁。", "applicants-0-phone": "13900139000"}
    )
    assert answer.status_code == 409
    assert "这一页已经登记过一次" in answer.text
    assert f'href="/cases/{the_case().ref}"' in answer.text
    assert "又打来电话威胁。" in answer.text
    assert "13900139000" in answer.text
    told = re.findall(r"<li>([^<]+)</li>", answer.text.partition("没有录入的改动")[2].partition("</ul>")[0])
    assert sorted(told) == ["当事人资料、怎样联系才安全", "情况"]
    assert count() == 1
    assert the_case().summary == "离婚后不付抚养费。"


def test_sent_once_more_with_a_mistake_in_it_it_is_told_too(desk):
    page = desk.get(PAGE).text
    typed = {**SHORTEST, "key": value_of(page, "key")}
    desk.post(PAGE, data=typed)
    answer = desk.post(PAGE, data={**typed, "q_hurt": "", "summary": "又打来电话威胁。"})
    assert answer.status_code == 409
    assert "又打来电话威胁。" in answer.text
    assert count() == 1


def test_a_word_taken_back_is_another_submission_too(desk):
    page = desk.get(PAGE).text
    typed = {**SHORTEST, "key": value_of(page, "key"), "wishes": "要求按月支付。"}
    desk.post(PAGE, data=typed)
    assert desk.post(PAGE, data={**typed, "wishes": ""}).status_code == 409


def test_whoever_may_not_open_it_any_longer_gets_no_way_into_it(desk, cast):
    page = desk.get(PAGE).text
    typed = {**SHORTEST, "key": value_of(page, "key")}
    desk.post(PAGE, data=typed)
    case = the_case()
    facts = {"level": 3, "named": [cast.mei.id], "reason": "当事人要求"}
    take(case, "set_level", actor=cast.song, facts=facts)
    answer = desk.post(PAGE, data={**typed, "summary": "又打来电话威胁。"})
    assert answer.status_code == 409
    assert case.ref not in answer.text


def test_marks_that_turn_the_line_are_not_kept(desk):
    desk.post(
        PAGE,
        data={**SHORTEST, "applicants-0-name": "\u202e芳王\u2066", "summary": "他说\u200f“等着”。👩\u200d👧"},
    )
    case = the_case()
    assert case.parties[0].person.name == "芳王"
    assert case.summary == "他说“等着”。👩\u200d👧"


def test_markup_stays_text(desk):
    page = desk.post(PAGE, data={**without("channel"), "applicants-0-name": "<b>王</b>"}).text
    assert "<b>王" not in page
