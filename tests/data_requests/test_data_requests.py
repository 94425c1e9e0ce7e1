"""Whoever is kept data of may ask for it: safely verified, answered in writing, with nobody else's data and no address."""

import json
import re
from datetime import date

import pytest
import time_machine

from mediation.cases.handed_over import cut_off
from mediation.cases.papers import bytes_of, issue
from mediation.cases.persons import PersonToken
from mediation.cases.work import Consent, Task
from mediation.data_requests.models import DataRequest
from mediation.data_requests.registering import register_request
from mediation.db import db, today
from mediation.documents.check import text_of_pdf
from mediation.errors import Forbidden, Incomplete
from mediation.retention.proposing import place_hold
from mediation.workflow.clocks import running
from mediation.workflow.engine import take
from mediation.workflow.history import newest
from tests.conftest import referred

# A Monday morning within the hours that she named.
AT_TEN = "2026-01-05T10:00:00+08:00"
HIM = {
    "name": "李强", "sex": "1", "relation": "前配偶", "phone": "13911112222", "residence": "青山区胜利街9号2单元301",
}  # fmt: skip
CHANNEL = {
    "name": "王芳", "sex": "2", "phone": "13800138000", "residence": "青山区和平路8号3单元502",
    "contact_channel": "青山区妇女联合会维权站代收", "workplace": "青山华联超市有限公司", "relation": "前配偶",
}  # fmt: skip
REMEDY = {"told_remedy": True, "way": "in_person", "data_request_answered_on": date(2026, 1, 6)}


@pytest.fixture
def case(new_case, cast):
    """Registered by Mei, on the day of the requests."""
    with time_machine.travel(AT_TEN, tick=False):
        yield new_case(
            actor=cast.mei, applicants=[CHANNEL], respondents=[HIM], summary="李强不付抚养费，说他忙。"
        )


@pytest.fixture
def asked(case, cast):
    """A request of the applicant (or of WHOSE), registered by Lin."""

    def go(about: str, *, whose: str = "applicant", **given):
        party = next(party for party in case.parties if party.role == whose)
        told = {"party": party.id, "about": about, "wish": "请办理。", "by_whom": "self", "channel": "visit"}
        return register_request(case, {**told, "data_request_received_on": today(), **given}, actor=cast.lin)

    return go


@pytest.fixture
def verified(asked, cast):
    """The same, with papers looked at."""

    def go(*args, **given):
        item = asked(*args, **given)
        take(item, "verify_identity", actor=cast.lin, facts={"identity_way": "papers"})
        return item

    return go


def answered(item, cast):
    """Printed, then handed over."""
    with pytest.raises(Incomplete, match="还没有打印"):
        take(item, "answer", actor=cast.lin, facts=REMEDY)
    paper = issue(item.case, "data_answer", item.ref, actor=cast.mei)
    take(item, "answer", actor=cast.lin, facts=REMEDY)
    return text_of_pdf(bytes_of(paper, actor=cast.mei))


def test_a_copy_holds_her_own_data_and_nobody_elses(case, verified, cast, sign_in):
    item = verified("copy")
    clock = running(item.ref, "PI-45")[0]
    assert clock.conservative == "2026-02-04"
    take(item, "grant", actor=cast.mei, facts={"scope": "granted"})
    with pytest.raises(Incomplete, match="个人信息副本"):
        take(item, "carry_out", actor=cast.mei, facts={"done": "交给本人。"})
    text = text_of_pdf(bytes_of(issue(case, "personal_copy", item.ref, actor=cast.mei), actor=cast.mei))
    told = json.loads(sign_in(cast.mei).get(f"/data-requests/{item.ref}/copy").text)
    for known in ("王芳", "不付抚养费", "青山区妇女联合会维权站代收"):
        assert known in text
        assert known in json.dumps(told, ensure_ascii=False)
    for secret in (
        "李强",
        "13911112222",
        "胜利街",
        "13800138000",
        "和平路",
        "华联超市",
        "李小宝",
        case.register_number,
    ):
        assert secret not in text
        assert secret not in json.dumps(told, ensure_ascii=False)
    assert "现住址" in told["not_printed"]
    take(item, "carry_out", actor=cast.mei, facts={"done": "打印交给本人。"})
    assert "同意您的请求" in answered(item, cast)
    assert running(item.ref, "PI-45") == []
    take(item, "close", actor=cast.lin)
    for nobody in (cast.qiu, cast.fang, cast.boss):
        assert sign_in(nobody).get(f"/data-requests/{item.ref}/copy").status_code == 404


def test_what_she_told_of_his_address_stays_his(case, verified, cast):
    item = verified("copy")
    facts = {"entry": newest(item.case.ref, "start").id, "field": "summary", "reason": "补充。"}
    take(
        item.case,
        "correct",
        actor=cast.mei,
        facts={**facts, "new_value": "李强住在青山区胜利街9号2单元301。"},
    )
    take(item, "grant", actor=cast.mei, facts={"scope": "granted"})
    with pytest.raises(Incomplete, match="别人的信息"):
        issue(item.case, "personal_copy", item.ref, actor=cast.mei)


def test_nobody_is_verified_by_an_unsafe_call(case, asked, cast):
    item = asked("read")
    with (
        time_machine.travel("2026-01-05T20:00:00+08:00"),
        pytest.raises(Incomplete, match="不在本人同意的时段"),
    ):
        take(item, "verify_identity", actor=cast.lin, facts={"identity_way": "safe_call"})
    with pytest.raises(Incomplete, match="授权委托书"):
        take(item, "verify_identity", actor=cast.lin, facts={"identity_way": "mandate"})
    his = asked("read", whose="respondent")
    with pytest.raises(Incomplete, match="没有登记安全联系方式"):
        take(his, "verify_identity", actor=cast.lin, facts={"identity_way": "safe_call"})
    take(item, "verify_identity", actor=cast.lin, facts={"identity_way": "safe_call"})
    assert (item.state, his.state) == ("deciding", "received")


def test_the_other_side_is_not_told_that_there_is_a_case(case, verified, cast):
    item = verified("read", whose="respondent")
    with pytest.raises(Incomplete, match="他还不知道本案"):
        take(item, "grant", actor=cast.mei, facts={"scope": "granted"})
    take(item, "refuse", actor=cast.mei, facts={"ground": "secret", "reason": "依法应当保密。"})
    text = answered(item, cast)
    assert "不表示本单位保存或者没有保存" in re.sub(r"\s", "", text)
    for word in ("王芳", "依法应当保密。", "查阅", "抚养"):
        assert word not in text


def test_a_guardian_of_the_other_side_does_not_ask_for_the_child(case, new_case, asked, cast):
    item = asked("read", whose="child", by_whom="guardian")
    assert item.state == "received"
    with pytest.raises(Incomplete, match="由本人提出"):
        asked("read", by_whom="guardian")
    alone = new_case(actor=cast.mei, applicants=[{"name": "李小宝", "birth": "2018-05-01"}], children=[])
    told = {"party": alone.parties[0].id, "about": "read", "wish": "看。", "by_whom": "guardian"}
    with pytest.raises(Incomplete, match="站在孩子一边的监护人"):
        register_request(alone, told, actor=cast.lin)


def test_a_correction_is_recorded_as_one(case, verified, cast):
    item = verified("correct")
    take(item, "grant", actor=cast.mei, facts={"scope": "granted"})
    with pytest.raises(Incomplete, match="更正记录"):
        take(item, "carry_out", actor=cast.mei, facts={"done": "已经改。"})
    facts = {"entry": newest(case.ref, "start").id, "field": "occupation", "party": item.party_id}
    take(case, "correct", actor=cast.mei, facts={**facts, "new_value": "教师", "reason": "本人更正。"})
    take(item, "carry_out", actor=cast.mei, facts={"done": "职业已更正。"})
    assert item.party.person.occupation == "教师"
    assert "职业已更正" in answered(item, cast)


def test_consent_taken_back_cuts_off_whoever_reads_by_it(case, verified, cast, sign_in):
    referred(case, "legal_aid", to="legal_aid")
    assert not cut_off(case, actor=cast.fang)
    item = verified("consent")
    take(item, "grant", actor=cast.mei, facts={"scope": "granted"})
    take(item, "carry_out", actor=cast.mei, facts={"done": "已停止提供。"})
    assert cut_off(case, actor=cast.fang)
    assert {one.withdrawn_on for one in db.session.query(Consent).filter_by(kind="referral")} == {
        "2026-01-05"
    }
    assert db.session.query(Task).filter_by(kind="consent_withdrawn", done_at=None).count() == 1
    page = sign_in(cast.fang).get(f"/cases/{case.ref}").text
    assert "王芳" not in page


def test_what_the_law_keeps_is_not_deleted_and_what_is_not_needed_is(case, verified, cast):
    item = verified("delete")
    with pytest.raises(Incomplete, match="部分同意"):
        take(item, "grant", actor=cast.mei, facts={"scope": "granted", "fields": ["workplace", "phone"]})
    hold = place_hold(case, {"ground": "evidence", "reason": "可能用作证据。"}, actor=cast.song)
    partly = {"scope": "partly", "fields": ["workplace", "phone"], "reason": "其余仍然必要（第四十七条）。"}
    with pytest.raises(Incomplete, match="停止销毁"):
        take(item, "grant", actor=cast.mei, facts=partly)
    take(hold, "lift", actor=cast.song, facts={"reason": "不需要了。"})
    tokens = db.session.query(PersonToken).filter_by(person_id=item.party.person_id).count()
    take(item, "grant", actor=cast.mei, facts=partly)
    take(item, "carry_out", actor=cast.mei, facts={"done": "已删除电话和单位。"})
    person = item.party.person
    assert (person.phone, person.workplace, person.phone_index) == (None, None, None)
    assert person.name == "王芳"
    assert db.session.query(PersonToken).filter_by(person_id=person.id).count() < tokens
    assert "第四十七条" in answered(item, cast)


def test_a_closed_door_names_its_article_and_she_may_object(case, verified, cast):
    told = {
        "party": case.parties[0].id,
        "in_her_words": "不用了。",
        "spoken_alone": True,
        "told_may_return": True,
    }
    take(case, "withdraw", actor=cast.mei, facts=told)
    item = verified("delete")
    with pytest.raises(Incomplete, match="第四十七条第二款"):
        take(item, "grant", actor=cast.mei, facts={"scope": "partly", "fields": ["phone"], "reason": "x"})
    take(item, "refuse", actor=cast.mei, facts={"ground": "term", "reason": "要保存到2029年。"})
    text = answered(item, cast)
    assert "第四十七条第二款" in text
    assert "提起诉讼" in text
    take(item, "review", actor=cast.song, facts={"reason": "本人有异议。"})
    take(item, "withdraw", actor=cast.lin, facts={"reason": "本人撤回。"})
    assert item.state == "withdrawn"


def test_who_has_no_part_in_the_case_registers_nothing_and_a_letter_goes_nowhere_unsafe(
    case, verified, cast, sign_in
):
    told = {"party": case.parties[0].id, "about": "read", "wish": "看。"}
    for nobody in (cast.qiu, cast.fang):
        with pytest.raises(Forbidden):
            register_request(case, told, actor=nobody)
        assert sign_in(nobody).get(f"/cases/{case.ref}/data-requests/new").status_code == 404
    item = verified("explain", whose="respondent")
    take(item, "refuse", actor=cast.mei, facts={"ground": "secret", "reason": "依法应当保密。"})
    issue(case, "data_answer", item.ref, actor=cast.mei)
    with pytest.raises(Incomplete, match="没有选可以寄信的联系地址"):
        take(item, "answer", actor=cast.lin, facts={**REMEDY, "way": "post"})


def test_the_way_on_the_pages_loses_nothing_that_was_typed(case, cast, sign_in):
    browser = sign_in(cast.lin)
    address = f"/cases/{case.ref}/data-requests/new"
    empty = browser.post(address, data={"wish": "想看看记了什么。"})
    assert empty.status_code == 422
    assert "想看看记了什么。" in empty.text
    told = {
        "party": str(case.parties[0].id), "about": "read", "wish": "想看看记了什么。", "by_whom": "self",
        "channel": "visit", "data_request_received_on": "2026-01-05",
    }  # fmt: skip
    assert browser.post(address, data=told).status_code == 302
    page = browser.get(f"/cases/{case.ref}").text
    assert "核实身份" in page
    assert "法律只写“及时”" in page
    item = db.session.query(DataRequest).one()
    unsafe = {"identity_way": "mandate", "seen": "1", "happened_on": "2026-01-05"}
    answer = browser.post(f"/cases/{case.ref}/{item.ref}/verify_identity", data=unsafe)
    assert answer.status_code == 422
    assert "授权委托书" in answer.text
