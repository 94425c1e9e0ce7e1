"""What goes on after a call: whoever is not satisfied is heard by somebody else, and a household in difficulty is visited
by plan, also once the case is closed (动态管理)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mediation.cases.models import Case
from mediation.cases.tasks import add_task, finish_tasks, open_tasks
from mediation.db import now, today
from mediation.errors import Incomplete
from mediation.workflow.facts import plain
from mediation.workflow.history import steps_in
from mediation.workflow.words import Taken, rests_on

REDO, REDO_WORK, VISIT = "redo", "redo_work", "follow_up"
PLAN, VISIT_TEXT = "visiting_plan", "走访（动态管理）"
REDO_WITHIN = timedelta(days=7)


def ask_for_redo(case: Case) -> None:
    """The supervisor is to decide, once, whether it is done again: nobody judges a complaint about the own work."""
    if not open_tasks(case, REDO):
        add_task(
            case, REDO, "本人不满意，决定是否重办", verb="决定", link=f"/cases/{case.ref}/decide_redo",
            due_on=today() + REDO_WITHIN, rule="PM-HF",
        )  # fmt: skip


def keep_redo(taken: Taken) -> None:
    """Done again, or explained to her: either is work of the owner, with a day."""
    case: Case = taken.item
    finish_tasks(case, REDO)
    again = taken.facts["decision"] == "redo"
    step = "reopen" if again and case.state == "closed" else "record_follow_up"
    text = "重办，按负责人的决定" if again else "向本人说明处理意见，登记回访"
    add_task(
        case, REDO_WORK, text, verb="办理", link=f"/cases/{case.ref}/{step}", user_id=case.owner_id,
        due_on=today() + REDO_WITHIN, rule="PM-HF",
    )  # fmt: skip


def keep_visiting_plan(taken: Taken) -> None:
    """The first visit of the plan stands on the list; the next follow one another. A new plan replaces the old one.

    Raises Incomplete where no visit fits before its end.
    """
    drop_visits(taken)
    every, until = _plan_of(taken.facts)
    first = today() + every
    if first > until:
        raise Incomplete("截止日期以前排不上一次走访，请改频次或者截止日期", rules=("PM-HF",), field="until")
    _visit(taken.item, first)


def drop_visits(taken: Taken) -> None:
    """No visit of a plan is due any more."""
    for task in open_tasks(taken.item, VISIT, PLAN):
        if task.kind == PLAN or task.text == VISIT_TEXT:
            task.done_at = now()


def plan_next_visit(case: Case, day: date) -> None:
    """She was visited on DAY: the next visit of the plan; after the last one somebody says whether it goes on."""
    plan = _running(case)
    if plan is None or any(task.text == VISIT_TEXT for task in open_tasks(case, VISIT)):
        return
    every, until = _plan_of(plan)
    if day + every <= until:
        _visit(case, day + every)
    elif not open_tasks(case, PLAN):
        link = f"/cases/{case.ref}/plan_visits"
        text = "走访计划到期：延长，或者结束"
        add_task(case, PLAN, text, link=link, user_id=case.owner_id, due_on=until, rule="PM-HF")


def _visit(case: Case, day: date) -> None:
    add_task(
        case, VISIT, VISIT_TEXT, verb="登记回访", link=f"/cases/{case.ref}/record_follow_up", user_id=case.owner_id,
        due_on=day, rule="PM-HF",
    )  # fmt: skip


def _running(case: Case) -> Mapping[str, Any] | None:
    """The facts of the plan that holds; None where there is none, or it was ended."""
    rows = steps_in(case.ref, "plan_visits", "end_visits")
    return rows[-1].facts if rows and rows[-1].trigger == "plan_visits" else None


def _plan_of(facts: Mapping[str, Any]) -> tuple[timedelta, date]:
    return timedelta(days=int(facts["every"])), date.fromisoformat(str(plain(facts["until"]))[:10])


@rests_on("PM-HF")
def redo_asked_for(item: Any, actor: Any) -> str | None:
    """Somebody said that she is not satisfied, and nobody decided on it."""
    return None if open_tasks(item, REDO) else "没有等待决定的重办请求"


@rests_on("PM-HF")
def redo_decided(item: Any, actor: Any) -> str | None:
    """A case is not closed over the head of whoever was not satisfied."""
    return "本人对办理不满意，请负责人先“决定是否重办”" if open_tasks(item, REDO) else None


@rests_on("PM-HF")
def visits_planned(item: Any, actor: Any) -> str | None:
    """There is a plan to end."""
    return None if _running(item) else "没有走访计划"


@rests_on("PM-HF")
def no_visits_left(item: Any, actor: Any) -> str | None:
    """A dossier is not shut while the household is still visited by plan."""
    return "走访计划（动态管理）还没有结束，归档前请先“结束走访计划”" if _running(item) else None
