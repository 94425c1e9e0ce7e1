"""After question 9: is there a plan, a means, a time; a safety plan, and who was called (RS-PHQ, PI-PSY2)."""

from collections.abc import Collection, Mapping
from typing import Any

from mediation.cases.models import Party, Stage
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Assessment
from mediation.counselling.notes import notes_key
from mediation.counselling.rules import SUICIDE
from mediation.counselling.sides import clients_of
from mediation.db import db, now, today
from mediation.errors import Incomplete
from mediation.workflow.words import Taken

RULES = ("RS-PHQ", "PI-PSY2")
QUESTIONS = {"has_plan": "有没有打算", "has_means": "有没有办法", "has_time": "有没有想过时间"}
HOTLINE = "12356"
# With a plan and a means nobody is left alone.
AT_ONCE = frozenset({"stay", "120", "110", "hospital"})


def owe_suicide_questions(taken: Taken, client: Party | None) -> None:
    """Whoever took the scale asks CLIENT on, today; the words of the task say nothing of why."""
    stage: Stage = taken.item
    about = f"?party={client.id}" if client else ""
    add_task(
        stage.case,
        SUICIDE,
        "请当面问清风险，做安全计划",
        verb="问清",
        link=f"/cases/{stage.case.ref}/{stage.ref}/ask_about_suicide{about}",
        agency_id=taken.actor.agency_id,
        user_id=taken.actor.id,
        stage=stage,
        due_on=today(),
        urgent=True,
        rule="RS-PHQ",
    )


def ask_about_suicide(taken: Taken) -> None:
    """The answers and the plan, sealed with the counsellor's notes. Raises Incomplete where one was not asked, or
    somebody else was: what one person says is no answer of another."""
    stage, told = taken.item, taken.facts
    if told.get("party") not in [client.id for client in clients_of(stage)]:
        raise Incomplete("问的要是本环节的来访人本人。", rules=RULES, field="party")
    if missing := [
        words for name, words in QUESTIONS.items() if str(told.get(name)) not in ("True", "False")
    ]:
        raise Incomplete(f"还没有问清：{'、'.join(missing)}。没有回答不是“没有”，请再问。", rules=RULES)
    if not told.get("safety_plan"):
        raise Incomplete("请和本人一起写好安全计划。", rules=RULES)
    if wrong := why_not_done(told, told.get("done", ())):
        raise Incomplete(wrong, rules=RULES)
    row = Assessment(
        key_id=notes_key(stage),
        case_id=stage.case_id,
        stage_id=stage.id,
        party_id=told.get("party"),
        instrument=SUICIDE,
        version="1",
        level="sealed",
        by_id=taken.actor.id,
        made_at=now(),
    )
    row.answers = {name: told[name] for name in (*QUESTIONS, "safety_plan", "risk_note") if name in told}
    db.session.add(row)
    for task in open_tasks(stage.case, SUICIDE, stage=stage):
        if task.link.endswith((f"?party={told['party']}", "/ask_about_suicide")):
            task.done_at = now()


def why_not_done(said: Mapping[str, Any], done: Collection[str]) -> str | None:
    """What was left undone, in words, or None."""
    if HOTLINE not in done:
        return "请告诉本人全国统一心理援助热线12356，再勾选。"
    if said.get("has_plan") and said.get("has_means") and not AT_ONCE & set(done):
        return "有打算、有办法的，要有人陪着不离开，并拨打120或者110；请先处理，再登记。"
    return None
