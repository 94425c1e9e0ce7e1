"""今日工作 asks nobody for what others must do, puts a danger to life first, and lets go of what was read."""

import re
from datetime import timedelta

import pytest

from mediation.cases.gathering import by_case
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.today import rows_for
from mediation.db import atomic, today
from mediation.workflow.engine import take
from tests.cases.test_danger import answers as scale
from tests.conftest import decline, referred, stage_of
from tests.counselling.conftest import consent_of, scale_of


def headlines(actor):
    return by_case(rows_for(actor))


def overdue(case, who):
    with atomic():
        add_task(
            case, "next_date", "到期跟进", link=f"/cases/{case.ref}", user_id=who.id, due_on=today() - timedelta(days=170)
        )  # fmt: skip


def test_an_alarm_stands_above_old_work_and_is_the_headline_of_its_case(new_case, cast):
    old, alarmed = new_case(), new_case()
    for case in (old, alarmed):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
        overdue(case, cast.mei)
    stage = referred(alarmed, "counselling", to="social", assignee=cast.an)
    her = next(party for party in alarmed.parties if party.side == "applicant")
    take(stage, "consent", actor=cast.an, facts=consent_of(her))
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", 0, 0, 0, 0, 0, 0, 0, 0, 1))
    first = headlines(cast.mei)[0]
    assert (first["case"], first["verb"], first["alarm"]) == (alarmed.ref, "处置", 0)
    assert first["url"].endswith("/answer_alarm")
    assert any(row["what"] == "到期跟进" for row in first["others"])
    # Whoever asked the questions asks on, before anything else too.
    assert headlines(cast.an)[0]["verb"] == "问清"


def test_what_a_follow_up_found_is_first_even_where_no_danger_is_known_yet(new_case, cast):
    dangerous, called = new_case(q_violence="yes"), new_case()
    take(dangerous, "assess_danger", actor=cast.mei, facts={"answers": scale(7)})
    for case in (dangerous, called):
        take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    overdue(dangerous, cast.mei)
    stage = stage_of(called, "help_request")
    take(stage, "accept", actor=cast.mei, facts={"accepted_on": today().isoformat()})
    take(stage, "answer", actor=cast.mei, facts={"reply": "已告知起诉办法。", "way": "in_person"})
    take(called, "begin_follow_up", actor=cast.mei)
    take(
        called, "record_follow_up", actor=cast.mei,
        facts={"way": "phone", "reached": True, "safe": "no", "text": "说到这里挂了。"},
    )  # fmt: skip
    assert (headlines(cast.mei)[0]["case"], headlines(cast.mei)[0]["verb"]) == (called.ref, "评估危险")


def test_an_alarm_for_several_people_stands_once_on_the_page_of_the_case(new_case, cast, sign_in):
    case = new_case()
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    stage = referred(case, "counselling", to="social", assignee=cast.an)
    her = next(party for party in case.parties if party.side == "applicant")
    take(stage, "consent", actor=cast.an, facts=consent_of(her))
    take(stage, "take_scale", actor=cast.an, facts=scale_of("phq9", 0, 0, 0, 0, 0, 0, 0, 0, 1))
    assert len(open_tasks(case, "counselling_alarm")) == 2
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    work = page[page.index("<h2>待办</h2>") :].split("</section>")[0]
    assert work.count("风险告警") == 1


@pytest.mark.parametrize(("who", "gets"), [("fang", True), ("gu", False), ("rao", False), ("xu", False)])
def test_a_new_stage_is_the_work_of_those_who_can_begin_it(new_case, cast, who, gets):
    case = new_case(actor=cast.mei)
    referred(case, "legal_aid", to="legal_aid")
    mine = [row for row in rows_for(getattr(cast, who)) if row["case"] == case.ref]
    assert bool(mine) is gets
    assert not any(row["what"].startswith("新的环节") and row["verb"] == "办理" for row in mine)


def test_whoever_was_given_the_new_stage_hears_of_it(new_case, cast):
    case = new_case(actor=cast.mei)
    referred(case, "legal_aid", to="legal_aid", assignee=cast.gu)
    assert any(row["case"] == case.ref for row in rows_for(cast.gu))


@pytest.fixture
def refused(new_case, cast):
    """A case of Mei's in which Lin recorded that the court refused the order."""
    case = new_case(actor=cast.mei, q_violence="yes", category_kind="家庭暴力")
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    take(case, "open_protection", actor=cast.mei, facts={"reason": "有人身危险"})
    stage = stage_of(case, "protection")
    filed = {
        "po_filed_at": f"{today()}T00:01:00+08:00",
        "court": "青山区人民法院",
        "way": "oral",
        "by": "self",
    }
    take(stage, "file_order", actor=cast.song, facts=filed)
    no = {"po_made_at": f"{today()}T00:02:00+08:00", "reason": "现有材料不足。", "told_reconsideration": True}
    take(stage, "refuse_order", actor=cast.song, facts=no)
    return case


def test_news_says_what_happened_and_is_gone_once_it_was_noted(refused, cast, sign_in):
    (task,) = open_tasks(refused, "news")
    assert task.text == "知悉：安全保护，驳回申请"
    (row,) = [row for row in rows_for(cast.mei) if row["kind"] == "news"]
    assert (row["verb"], row["url"]) == ("知道了", f"/tasks/{task.ref}/noted")
    browser, url = sign_in(cast.mei), f"/tasks/{task.ref}/noted"
    assert sign_in(cast.qiu).post(url).status_code == 404
    assert sign_in(cast.an).post(url).status_code == 404
    assert open_tasks(refused, "news")
    assert browser.post(url).status_code == 302
    assert not open_tasks(refused, "news")
    assert browser.post(url).status_code == 302
    assert not [row for row in rows_for(cast.mei) if row["kind"] == "news"]


def test_whoever_did_it_is_not_told_of_it(refused, cast):
    stage = stage_of(refused, "protection")
    made = {"po_made_at": f"{today()}T00:03:00+08:00", "po_effective_on": today().isoformat(),
            "po_expires_on": (today() + timedelta(days=100)).isoformat(), "measures": ["no_violence"]}  # fmt: skip
    take(stage, "make_order", actor=cast.mei, facts=made)
    take(stage, "revoke_order", actor=cast.mei, facts={"reason": "本人申请撤销"})
    assert len(open_tasks(refused, "news")) == 1


def test_an_order_in_force_asks_for_its_service_first(refused, cast, sign_in):
    stage = stage_of(refused, "protection")
    made = {"po_made_at": f"{today()}T00:03:00+08:00", "po_effective_on": today().isoformat(),
            "po_expires_on": (today() + timedelta(days=100)).isoformat(), "measures": ["no_violence"]}  # fmt: skip
    take(stage, "make_order", actor=cast.mei, facts=made)
    assert f"{stage.ref}/record_service" in next_box(sign_in(cast.mei), refused)
    served = {"po_served_at": f"{today()}T00:04:00+08:00", "served": ["applicant", "respondent"]}
    take(stage, "record_service", actor=cast.mei, facts=served)
    assert f"{stage.ref}/record_service" not in next_box(sign_in(cast.mei), refused)


def next_box(browser, case):
    page = browser.get(f"/cases/{case.ref}").text
    return page[page.index('id="next-step-title"') :].split("</section>")[0]


def big(box):
    return box.split('class="btn btn-primary"')[1].split("</a>")[0]


def test_who_refused_mediation_is_not_asked_again_and_the_reason_says_only_that(new_case, cast, sign_in):
    stage = referred(new_case(actor=cast.mei), "mediation", to="committee", assignee=cast.tao)
    case = stage.case
    for party, answer in zip(case.parties, ("agreed", "refused"), strict=False):
        take(
            stage, "record_consent", actor=cast.tao,
            facts={"party": party.id, "kind": "mediation", "answer": answer, "way": "in_person"},
        )  # fmt: skip
    box = next_box(sign_in(cast.tao), case)
    assert f"{stage.ref}/decline" in big(box)
    form = sign_in(cast.tao).get(f"/cases/{case.ref}/{stage.ref}/decline").text
    assert re.search(r'value="party_refuses" checked', form)
    page = sign_in(cast.tao).get(f"/cases/{case.ref}").text
    assert "不同意调解，不得调解" in page
    assert "同意调解的记录" not in page


def test_the_question_where_the_case_goes_leads_to_the_choice(new_case, cast, sign_in):
    case = new_case(actor=cast.mei)
    stage = referred(case, "mediation", to="committee", manner="refer", assignee=cast.tao)
    decline(stage, cast)
    (task,) = open_tasks(case, "next_stage")
    assert task.link == f"/cases/{case.ref}#next-step-title"
    box = next_box(sign_in(cast.mei), case)
    assert f"/cases/{case.ref}/open_stage" in box
    assert "可以申请法律援助、起诉" in box
