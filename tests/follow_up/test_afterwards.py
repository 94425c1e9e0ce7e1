"""What goes on after a call: a complaint is decided by somebody else, and a household in difficulty is not forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from mediation.cases.models import Case
from mediation.cases.tasks import open_tasks
from mediation.cases.work import Task
from mediation.db import SHANGHAI, atomic, now, today
from mediation.errors import Incomplete
from mediation.follow_up.call_list import call_list
from mediation.workflow.engine import take
from tests.conftest import Cast, stage_of
from tests.follow_up.test_follow_up import REACHED, case, follow_up
from tests.guards.conftest import CLOSING, accepted, told

__all__ = ["case"]


def days_planned(case: Case) -> list[int]:
    return [(task.due_on - today()).days for task in open_tasks(case, "follow_up") if task.due_on]


def test_the_greater_the_danger_the_sooner_and_the_more_often_she_is_asked_after(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case(actor=cast.mei)
    accepted(case, cast.mei)
    triage = {"stages": [], "reason": "当场已解决。"}
    take(stage_of(case, "help_request"), "triage", actor=cast.mei, facts=triage)
    with atomic():
        case.danger = "high"
    take(case, "begin_follow_up", actor=cast.mei)
    assert days_planned(case) == [3, 7, 14, 30, 90]


def test_who_is_not_satisfied_is_decided_on_by_the_supervisor_before_the_case_is_closed(
    case: Case, cast: Cast
) -> None:
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    with pytest.raises(Incomplete, match="没有等待决定"):
        take(case, "decide_redo", actor=cast.song, facts={"decision": "redo", "reason": "没有说清。"})
    for _twice in range(2):
        follow_up(case, cast.mei, **{**REACHED, "satisfaction": "dissatisfied"})
    (asked,) = open_tasks(case, "redo")
    assert asked.user_id is None
    told(case, cast.mei, "protection_order", "legal_aid")
    with pytest.raises(Incomplete, match="决定是否重办"):
        take(case, "close", actor=cast.mei, facts=CLOSING)
    take(case, "decide_redo", actor=cast.song, facts={"decision": "explain", "reason": "已按法律办理。"})
    (work,) = open_tasks(case, "redo_work")
    assert (work.user_id, work.text) == (cast.mei.id, "向本人说明处理意见，登记回访")
    take(case, "close", actor=cast.mei, facts=CLOSING)
    follow_up(case, cast.mei, **{**REACHED, "satisfaction": "dissatisfied"})
    take(case, "decide_redo", actor=cast.song, facts={"decision": "redo", "reason": "办得不全。"})
    assert open_tasks(case, "redo_work")[-1].link.endswith("/reopen")


def test_a_household_in_difficulty_is_visited_by_plan_after_the_case_is_closed(
    case: Case, cast: Cast
) -> None:
    follow_up(case, cast.mei, **REACHED)
    told(case, cast.mei, "protection_order", "legal_aid")
    take(case, "assign_owner", actor=cast.song, facts={"assignee": cast.mei.id})
    take(case, "close", actor=cast.mei, facts=CLOSING)

    def visits() -> list[Task]:
        return [task for task in open_tasks(case, "follow_up") if "走访" in task.text]

    plan: dict[str, Any] = {
        "ground": "孩子多、没有收入。",
        "every": 30,
        "until": today() + timedelta(days=70),
    }
    with pytest.raises(Incomplete, match="排不上"):
        take(case, "plan_visits", actor=cast.mei, facts={**plan, "until": today() + timedelta(days=20)})
    take(case, "plan_visits", actor=cast.mei, facts=plan)
    (first,) = visits()
    assert first.due_on == today() + timedelta(days=30)
    follow_up(case, cast.mei, way="visit", reached=False, safe="unknown")
    assert visits() == [first]
    with atomic():
        first.due_on = today()
    follow_up(case, cast.mei, **{**REACHED, "way": "visit"})
    (second,) = visits()
    assert second.due_on == today() + timedelta(days=30)
    assert second is not first
    take(case, "plan_visits", actor=cast.mei, facts={**plan, "every": 60})
    (other,) = visits()
    assert other.due_on == today() + timedelta(days=60)
    with pytest.raises(Incomplete, match="结束走访计划"):
        take(case, "archive", actor=cast.rao, facts={})
    take(case, "end_visits", actor=cast.mei, facts={"reason": "已找到工作。"})
    assert not visits()
    with pytest.raises(Incomplete, match="没有走访计划"):
        take(case, "end_visits", actor=cast.mei, facts={"reason": "再一次。"})


def test_the_list_says_whom_to_call_now_and_why_not_the_others(
    case: Case, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    day = today() + timedelta(days=(7 - today().weekday()) % 7 or 7)
    morning, night = (
        datetime.combine(day, datetime.min.time(), SHANGHAI).replace(hour=hour) for hour in (10, 23)
    )
    (row,) = call_list(morning, actor=cast.mei)
    assert (row["now"], row["calls"][0][2]) == (True, "工作日 9:00-11:00")
    (row,) = call_list(night, actor=cast.mei)
    assert not row["now"]
    assert "不在本人同意的时段" in row["calls"][0][1]
    for stranger in (cast.qiu, cast.tao, cast.boss):
        assert call_list(now(), actor=stranger) == []
    page = sign_in(cast.mei).get("/follow-up").text
    assert "王芳" in page
    assert "13800138000" not in page
    assert sign_in(cast.tao).get("/follow-up").status_code == 404
