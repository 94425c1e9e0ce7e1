"""Dated work: put a task on somebody's list, and take it off again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from mediation.cases.models import Case, Stage
from mediation.cases.work import Task
from mediation.db import db, now

# A new stage, told to those who begin it: where the stage itself is shown, it says nothing.
NEW_STAGE = "work"
ASSIGN_OWNER = "assign_owner"
# Something to know: it is gone once somebody has taken note of it.
NEWS, NOTED = "news", "知道了"
# A referral came back: something else must be found. Done once it is said where the case goes.
RETURNED = "arrange"
# Two answers are possible, and the reason stands beside them: it is decided on the page of the case.
DECIDE_RECUSAL = "decide_recusal"
# Owed by the case, done in the safety track.
CAN_REOPEN = ("closed", "archived")
IN_PROTECTION = {"report_to_police": "report_to_police", "report_upwards": "report_upwards"}


def add_task(
    case: Case,
    kind: str,
    text: str,
    *,
    verb: str = "办理",
    link: str = "",
    agency_id: int | None = None,
    user_id: int | None = None,
    stage: Stage | None = None,
    due_on: date | None = None,
    urgent: bool = False,
    rule: str = "",
    clock_id: int | None = None,
) -> Task:
    """A task for an agency (the owner's, unless AGENCY_ID says another) or for one person in it.

    KIND names it for `finish_tasks`; TEXT says what to do, without anything personal. LINK is the path of the page
    where it is done; without one, the page of the case.
    """
    task = Task(
        case=case,
        stage=stage,
        kind=kind,
        text=text,
        verb=verb,
        link=link or f"/cases/{case.ref}",
        agency_id=agency_id or case.agency_id,
        user_id=user_id,
        due_on=due_on,
        urgent=urgent,
        rule=rule,
        clock_id=clock_id,
        made_at=now(),
    )
    db.session.add(task)
    return task


def where_done(task: Task) -> str:
    """The path of the page where a task is done now. What is done in a stage that is not open yet begins by opening it."""
    step = IN_PROTECTION.get(task.kind)
    if step is None:
        return task.link
    case = task.case
    running = [stage for stage in case.stages if stage.workflow == "protection" and not stage.ended]
    if running:
        return f"/cases/{case.ref}/{running[-1].ref}/{step}"
    return f"/cases/{case.ref}/{'reopen' if case.state in CAN_REOPEN else 'open_protection'}"


def where_shown(task: Task) -> str:
    """Where somebody who may do the task is sent: the page where it is done, or where one chooses between two answers."""
    if task.kind == DECIDE_RECUSAL:
        return f"/cases/{task.case.ref}#recusals"
    return where_done(task)


def open_tasks(case: Case, *kinds: str, stage: Stage | None = None) -> Sequence[Task]:
    """The tasks of a case (or of one stage) that are not done; all, or those of these kinds."""
    query = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.id)
    if stage is not None:
        query = query.where(Task.stage_id == stage.id)
    return db.session.scalars(query.where(Task.kind.in_(kinds)) if kinds else query).all()


def finish_tasks(case: Case, *kinds: str, stage: Stage | None = None) -> None:
    """They are done now."""
    for task in open_tasks(case, *kinds, stage=stage):
        task.done_at = now()
