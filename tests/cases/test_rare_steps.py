"""What the rarely taken steps show: before, while and after they are taken."""

import re

import pytest

from mediation.cases.access import OWN_STAGE, field_groups
from mediation.cases.papers import issue
from mediation.cases.timeline import timeline
from mediation.db import now
from mediation.errors import Incomplete
from mediation.workflow.engine import WORKFLOWS, take, why_not
from mediation.workflow.history import steps_of
from tests.cases.test_danger import answers
from tests.conftest import REFUSAL, referred, stage_of

LOW = answers(1)


@pytest.fixture
def case(new_case):
    return new_case()


def entry(case, actor, title):
    return next(one for one in timeline(case, actor=actor) if one["title"].startswith(title))


def labels(page):
    """What a form offers to choose from."""
    return re.findall(r"<span>([^<]+)<", page)


def test_the_timeline_tells_the_level_that_each_assessment_found(case, cast):
    take(case, "assess_danger", actor=cast.song, facts={"answers": LOW})
    assert entry(case, cast.song, "评估危险")["body"].startswith("危险等级：低危")
    take(case, "assess_danger", actor=cast.song, facts={"answers": LOW, "override_up": True})
    found = [
        one["body"].splitlines()[0] for one in timeline(case, actor=cast.song) if one["title"] == "评估危险"
    ]
    assert found == ["危险等级：高危", "危险等级：低危"]


def test_a_correction_names_the_record_by_its_title_and_time(case, cast):
    begun = steps_of(case.ref, "start")[0]
    facts = {"entry": begun.id, "field": "wishes", "new_value": "要求按月支付。", "reason": "记错了。"}
    take(case, "correct", actor=cast.mei, facts=facts)
    line = entry(case, cast.mei, "更正记录")["body"].splitlines()[0]
    assert re.fullmatch(r"更正哪一条记录：\d{4}-\d\d-\d\d \d\d:\d\d 登记求助", line)


def test_nobody_is_chosen_by_not_looking(case, cast, sign_in):
    client, owner = sign_in(cast.song), case.owner_id
    page = client.get(f"/cases/{case.ref}/assign_owner").text
    assert re.search(r'<select[^>]*name="assignee"[^>]*>\s*<option[^>]*value="">请选择', page)
    answer = client.post(f"/cases/{case.ref}/assign_owner", data={"key": "a", "seen": case.version})
    assert answer.status_code == 422
    assert case.owner_id == owner


def test_a_case_in_danger_stays_restricted(new_case, cast):
    case = new_case(q_hurt="yes", told_protection_order=True, told_legal_aid=True)
    with pytest.raises(Incomplete, match="限于指定的人"):
        take(case, "set_level", actor=cast.song, facts={"level": 1, "named": [], "reason": "方便办理"})
    assert case.level == 2


def test_a_request_for_help_is_not_refused_for_what_stands_against_mediation(case, cast, sign_in):
    client = sign_in(cast.song)
    offered = labels(client.get(f"/cases/{case.ref}/draft_refusal").text)
    assert "不属职权" in offered
    assert not {"一方拒绝", "高危家暴", "涉及身份关系"} & set(offered)
    for missing in ("请先“拟不予受理”", "还没有打印《不予受理告知书》"):
        with pytest.raises(Incomplete, match=missing):
            take(case, "decline", actor=cast.song, facts={"notice_way": "signed"})
        take(case, "draft_refusal", actor=cast.song, facts=REFUSAL)
    assert "打印不予受理告知书" in client.get(f"/cases/{case.ref}").text
    issue(case, "refusal_notice", "", actor=cast.song)
    assert "口头" not in client.get(f"/cases/{case.ref}/decline").text
    take(case, "decline", actor=cast.song, facts={"notice_way": "signed"})
    assert case.state == "declined"


def test_a_confirmation_says_where_the_case_stands_afterwards(case, cast, sign_in):
    data = {
        "party": str(case.parties[0].id), "in_her_words": "我不想继续了。", "spoken_alone": "no",
        "told_may_return": "yes", "happened_on": "2026-01-01", "key": "k", "seen": str(case.version),
    }  # fmt: skip
    client = sign_in(cast.song)
    assert (
        "李强"
        not in client.get(f"/cases/{case.ref}/withdraw").text.split('name="party"')[1].split("</select>")[0]
    )
    page = client.post(f"/cases/{case.ref}/withdraw", data=data).text
    assert re.search(r"没有旁人在场</dt>\s*<dd[^>]*>\s*否", page)
    assert "请核对：求助人撤回" in page
    assert "办理以后" in page
    assert "一站式维权：撤回" in page


def test_a_question_without_anything_to_choose_is_not_asked(new_case, cast, sign_in):
    case = new_case(children=[])
    take(case, "open_protection", actor=cast.song, facts={"reason": "需要安全计划"})
    stage = stage_of(case, "protection")
    page = sign_in(cast.song).get(f"/cases/{case.ref}/{stage.ref}/enter_shelter").text
    assert "庇护地点" in page
    assert "一起入住的子女" not in page


def test_who_sees_one_stage_reads_no_assessment_of_the_case(case, cast):
    take(case, "assess_danger", actor=cast.song, facts={"answers": LOW})
    referred(case, "counselling", to="social", assignee=cast.an)
    assert field_groups(cast.an, case) == OWN_STAGE
    assert not [one for one in timeline(case, actor=cast.an) if one["title"] == "评估危险"]


def test_a_violent_case_is_not_withdrawn_in_company_nor_before_the_child_was_reported_for(
    new_case, cast, sign_in
):
    case = new_case(
        actor=cast.mei, q_violence="yes", q_children="yes", told_protection_order=True, told_legal_aid=True
    )
    said = {
        "party": case.parties[0].id,
        "in_her_words": "不告了。",
        "spoken_alone": False,
        "told_may_return": True,
    }
    leaving = [
        step
        for step in WORKFLOWS["one_stop"].steps(source=case.state)
        if step.trigger in ("withdraw", "transfer")
    ]
    assert all("强制报告" in why_not(case, step, cast.song).reason for step in leaving)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}/report_minor").text
    # What the desk was told is not asked again, and of the pair of which one must be answered none is called optional.
    assert re.search(
        r'name="minor_risk_found_at"[^>]*value="20|value="20[^>]*name="minor_risk_found_at"', page
    )
    assert "（可不填）" not in page.split("发现未成年人受侵害或面临危险的时间")[1][:60]
    reported = {"party": case.parties[-1].id, "minor_reported_at": now(), "station": "城南派出所"}
    take(case, "report_minor", actor=cast.mei, facts=reported)
    with pytest.raises(Incomplete, match="单独听本人说"):
        take(case, "withdraw", actor=cast.mei, facts=said)
    take(case, "withdraw", actor=cast.mei, facts={**said, "spoken_alone": True})
