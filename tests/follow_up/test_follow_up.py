"""Follow-ups: planned, kept, and needed before a case is closed."""

from datetime import timedelta
from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.cases.tasks import open_tasks
from mediation.db import today
from mediation.errors import Incomplete
from mediation.follow_up.panel import follow_up_panel
from mediation.follow_up.queries import follow_ups_of
from mediation.follow_up.rules import followed_up, not_left_in_danger
from mediation.people.models import User
from mediation.workflow.engine import take
from mediation.workflow.history import steps_in
from tests.cases.test_danger import answers as scale
from tests.conftest import stage_of

REACHED = {
    "way": "phone",
    "reached": True,
    "safe": "yes",
    "satisfaction": "satisfied",
    "text": "按月收到抚养费。",
}
IN_VAIN = {"way": "phone", "reached": False, "safe": "unknown"}


@pytest.fixture
def case(new_case, cast):
    """A case that has come to its follow-up: answered on the spot."""
    case = new_case(actor=cast.mei)
    stage = stage_of(case, "help_request")
    take(stage, "accept", actor=cast.mei, facts={"accepted_on": today().isoformat()})
    take(stage, "answer", actor=cast.mei, facts={"reply": "已告知起诉办法。", "way": "in_person"})
    take(case, "begin_follow_up", actor=cast.mei)
    return case


def follow_up(case: Case, actor: User, **facts: Any) -> None:
    take(case, "record_follow_up", actor=actor, facts=facts)


def test_follow_ups_are_planned_for_a_week_a_month_and_a_quarter(case):
    planned = [(task.due_on - today()).days for task in open_tasks(case, "follow_up")]
    assert planned == [7, 30, 90]


def test_a_case_is_not_closed_before_somebody_asked_after_her(case, cast):
    assert "还没有回访" in followed_up(case, cast.mei)
    follow_up(case, cast.mei, **REACHED)
    assert followed_up(case, cast.mei) is None


def test_her_wish_not_to_be_contacted_counts(case, cast):
    follow_up(case, cast.mei, way="other", reached=False, safe="unknown", no_contact_by_wish=True)
    assert followed_up(case, cast.mei) is None


def in_vain(case, actor, days_ago):
    follow_up(case, actor, **IN_VAIN, happened_on=(today() - timedelta(days=days_ago)).isoformat())


def test_calls_in_vain_count_on_three_days_and_not_three_times_on_one(case, cast):
    for days_ago in (2, 2, 1):
        in_vain(case, cast.mei, days_ago)
    assert "没有联系上" in followed_up(case, cast.mei)
    in_vain(case, cast.mei, 0)
    assert followed_up(case, cast.mei) is None


def test_silence_never_closes_a_case_of_violence(case, cast):
    """Whoever hits her may keep her from answering: only her own word, or her recorded wish, is an answer (PO-18)."""
    registered = next(row for row in steps_in(case.ref, "start") if row.subject == case.ref)
    violent = {"entry": registered.id, "field": "violence", "new_value": "是", "reason": "她后来说的"}
    take(case, "correct", actor=cast.mei, facts=violent)
    for days_ago in (4, 3, 2, 1):
        in_vain(case, cast.mei, days_ago)
    follow_up(case, cast.mei, way="wechat", reached=True, safe="unknown")
    assert "没有听本人说过是否安全" in followed_up(case, cast.mei)
    follow_up(case, cast.mei, way="other", reached=False, safe="unknown", no_contact_by_wish=True)
    assert "更新安全联系方式" in followed_up(case, cast.mei)
    her = next(party for party in case.parties if party.side == "applicant")
    changed = {"party": her.id, "contact": {"no_contact": True}, "confirmed_with_her": True}
    take(case, "change_safe_contact", actor=cast.mei, facts=changed)
    assert followed_up(case, cast.mei) is None
    changed = {**changed, "contact": {"ways": ["phone"]}}
    take(case, "change_safe_contact", actor=cast.mei, facts=changed)
    assert followed_up(case, cast.mei) is not None
    follow_up(case, cast.mei, **REACHED)
    assert followed_up(case, cast.mei) is None


def test_a_follow_up_of_an_earlier_round_does_not_count(case, cast):
    follow_up(case, cast.mei, **REACHED)
    take(case, "lead_help_request", actor=cast.mei, facts={"reason": "又有新情况"})
    take(case, "begin_follow_up", actor=cast.mei)
    assert followed_up(case, cast.mei) is not None
    assert len(open_tasks(case, "follow_up")) == 3


def test_a_follow_up_meets_the_planned_one_and_plans_the_next(case, cast):
    next_on = today() + timedelta(days=14)
    follow_up(case, cast.mei, **REACHED, next_on=next_on)
    assert sorted(task.due_on for task in open_tasks(case, "follow_up")) == [
        next_on, today() + timedelta(days=30), today() + timedelta(days=90),
    ]  # fmt: skip
    (row,) = follow_ups_of(case)
    assert (row.satisfaction, row.safe, row.text, row.author) == (
        "satisfied",
        "yes",
        "按月收到抚养费。",
        cast.mei,
    )


def test_a_call_in_vain_meets_nothing(case, cast):
    follow_up(case, cast.mei, **IN_VAIN)
    assert len(open_tasks(case, "follow_up")) == 3


@pytest.mark.parametrize("found", [{"safe": "no"}, {"safe": "yes", "violence_again": True}])
def test_what_is_not_safe_asks_for_a_new_assessment_at_once(case, cast, found):
    assert not open_tasks(case, "reassess_danger")
    follow_up(case, cast.mei, **{**REACHED, **found})
    (task,) = open_tasks(case, "reassess_danger")
    assert task.urgent
    follow_up(case, cast.mei, **{**REACHED, **found})
    assert len(open_tasks(case, "reassess_danger")) == 1


def test_a_safe_follow_up_raises_no_alarm(case, cast):
    follow_up(case, cast.mei, **REACHED)
    assert not open_tasks(case, "reassess_danger")


def test_the_page_shows_what_is_planned_and_what_was_found(case, cast, sign_in):
    follow_up(case, cast.mei, **REACHED)
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    for words in ("计划的回访", "回访：30天", "已做的回访", "安全", "满意"):
        assert words in page
    assert "13800138000" not in page


def test_nobody_else_sees_the_follow_ups(case, cast):
    assert follow_up_panel(case, cast.tao) is None
    assert follow_up_panel(case, cast.mei) is not None


def test_a_case_with_nothing_to_follow_up_has_no_panel(new_case, cast):
    assert follow_up_panel(new_case(), cast.mei) is None


CLOSING = {"outcome": "resolved", "summary": "已经办完。"}
UNSAFE = [{"safe": "no"}, {"safe": "yes", "violence_again": True}]


def told(case, cast):
    """She knows of the protection order and of legal aid: nothing else stands in the way of closing."""
    her = next(party.id for party in case.parties if party.side == "applicant")
    for notice in ("protection_order", "legal_aid"):
        take(case, "inform", actor=cast.mei, facts={"party": her, "notice": notice, "way": "spoken"})


@pytest.mark.parametrize("found", UNSAFE)
@pytest.mark.parametrize("answer", ["assess_danger", "open_protection", "safe"])
def test_who_was_found_in_danger_is_not_closed_upon_until_somebody_answered_it(case, cast, found, answer):
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    follow_up(case, cast.mei, **{**REACHED, **found})
    told(case, cast)
    with pytest.raises(Incomplete, match="评估危险"):
        take(case, "close", actor=cast.mei, facts=CLOSING)
    if answer == "assess_danger":
        take(case, "assess_danger", actor=cast.mei, facts={"answers": scale(2)})
    elif answer == "open_protection":
        take(case, "open_protection", actor=cast.mei, facts={"reason": "回访发现不安全"})
        reason = not_left_in_danger(case, cast.mei)
        assert reason is None
        return
    else:
        follow_up(case, cast.mei, **REACHED)
    take(case, "close", actor=cast.mei, facts=CLOSING)
    assert case.state == "closed"


@pytest.mark.parametrize("found", UNSAFE)
def test_the_next_step_after_bad_news_is_to_judge_the_danger_and_not_to_close(case, cast, sign_in, found):
    follow_up(case, cast.mei, **{**REACHED, **found})
    page = sign_in(cast.mei).get(f"/cases/{case.ref}").text
    big = page.split('class="btn btn-primary"')[1].split("</a>")[0]
    assert f"/cases/{case.ref}/assess_danger" in big
    assert f"/cases/{case.ref}/open_protection" in page.split("</section>")[0]


def test_bad_news_of_a_closed_case_can_be_judged_there_and_keeps_it_out_of_the_archive(case, cast, sign_in):
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    follow_up(case, cast.mei, **REACHED)
    take(case, "close", actor=cast.mei, facts=CLOSING)
    follow_up(case, cast.mei, **{**REACHED, "safe": "no"})
    assert not_left_in_danger(case, cast.mei)
    (task,) = open_tasks(case, "reassess_danger")
    assert sign_in(cast.mei).get(task.link).status_code == 200
    take(case, "assess_danger", actor=cast.mei, facts={"answers": scale(7)})
    assert not open_tasks(case, "reassess_danger")
    assert not_left_in_danger(case, cast.mei) is None
