"""Whether a person may do what a task asks for: a row that ends in a refusal is no work of theirs."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from mediation.cases.access import CASEWORK, SUPERVISORS, WHOLE, field_groups
from mediation.cases.models import Case
from mediation.cases.opening import NEXT_STAGE
from mediation.cases.tasks import NEW_STAGE, NEWS, NOTED, where_done, where_shown
from mediation.cases.work import Task
from mediation.db import db, today
from mediation.people.models import User
from mediation.people.roles import phrase_in_words, phrases_of
from mediation.workflow.definition import Step
from mediation.workflow.engine import WORKFLOWS

SOON = timedelta(days=7)
# Tasks whose link is the page of the case: the step that they ask for.
STEPS = {"assess_danger": "assess_danger", "reassess_danger": "assess_danger", NEXT_STAGE: "open_stage"}
_REF = re.compile("[0-9a-f]{32}")
NAMED = "指定能看这个案件的人"


def may_do(task: Task, *, actor: User) -> bool:
    """Whether ACTOR is among those who may take the step that TASK asks for; true where it names none."""
    if task.kind == NEW_STAGE and task.stage is not None:
        return leads_on(task.stage, actor)
    item, step = _asked(task, actor)
    if step is None and _unknown_to(actor, task):
        return False
    if step is None:
        return task.user_id is not None or actor.role != "registrar" or not task.case.running
    if item is task.case and field_groups(actor, task.case) != WHOLE:
        return False
    return bool(phrases_of(actor, item).intersection(step.by))


def leads_on(item: Any, actor: User) -> bool:
    """Whether ACTOR is among those who may take a step that leads on from where ITEM stands."""
    ahead = WORKFLOWS[item.workflow].steps(source=item.state)
    phrases = phrases_of(actor, item)
    return any(step.leads(phrases) and phrases.intersection(step.by) for step in ahead)


def who_may(task: Task, *, actor: User) -> str:
    """Those who may take the step that TASK asks for, in words; empty where it names none.

    A restricted case is opened by the named people and the supervisor line alone: nobody else is sent to it.
    """
    step = _asked(task, actor)[1]
    if step is None:
        return ""
    shut_to = CASEWORK - SUPERVISORS if task.case.level > 1 else frozenset()
    could = [phrase for phrase in step.by if phrase.partition(" ")[0] not in shut_to] or list(step.by)
    words = list(dict.fromkeys(map(phrase_in_words, could)))
    return "、".join([*words, NAMED] if len(could) < len(step.by) else words)


def task_entries(tasks: Iterable[Task], *, actor: User) -> list[dict[str, Any]]:
    """The tasks of a case as its page lists them: with a link for whoever may do it, else with those who may. What is to be
    decided about something that ACTOR may not see (a colleague's recusal) is not listed."""
    return [
        {
            "text": task.text,
            "urgent": task.urgent,
            "due": task.due_on,
            "url": where_shown(task) if mine else None,
            "who": "" if mine else who_may(task, actor=actor),
            "verb": NOTED if task.kind == NEWS else task.verb,
            "noted": f"/tasks/{task.ref}/noted" if task.kind == NEWS else None,
        }
        for task in tasks
        if not _unknown_to(actor, task)
        for mine in [may_do(task, actor=actor)]
    ]


def _asked(task: Task, actor: User) -> tuple[Any, Step | None]:
    """The thing and the step to which the task leads, if it is a step of something in its case."""
    case, names = task.case, _names(task)
    if len(names) == 1 and task.kind in STEPS:
        names.append(STEPS[task.kind])
    if len(names) < 2 or names[0] != case.ref:
        return None, None
    item = case if len(names) == 2 else _item(task, names[1], actor)
    steps = WORKFLOWS[item.workflow].steps(names[-1]) if item is not None else ()
    return item, next(iter(steps), None)


def _names(task: Task) -> list[str]:
    """The words of the path where the task is done, behind `/cases`."""
    return where_done(task).partition("#")[0].partition("?")[0].split("/")[2:]


def _unknown_to(actor: User, task: Task) -> bool:
    """Whether the task leads to a thing of its case that ACTOR does not find there."""
    names = _names(task)
    of_a_thing = len(names) == 3 and names[0] == task.case.ref and _REF.fullmatch(names[1]) is not None
    return of_a_thing and _item(task, names[1], actor) is None


def _item(task: Task, ref: str, actor: User) -> Any:
    stage = next((stage for stage in task.case.stages if stage.ref == ref), None)
    finders = (find for feature in current_app.extensions["features"] for find in feature.items)
    return stage or next(filter(None, (find(task.case, ref, actor) for find in finders)), None)


def shown_elsewhere() -> list[str]:
    """Kinds of task for which a feature has rows of its own."""
    return [kind for feature in current_app.extensions["features"] for kind in feature.own_tasks]


def tasks_of(case: Case, *, actor: User) -> list[Task]:
    """The open tasks of ACTOR's agency in this case that are due within a week; those of ACTOR whenever they are due."""
    soon = or_(Task.due_on.is_(None), Task.due_on <= today() + SOON, Task.user_id == actor.id)
    query = (
        select(Task)
        .where(Task.case_id == case.id, Task.agency_id == actor.agency_id, Task.done_at.is_(None), soon)
        .where(Task.kind.not_in([NEW_STAGE, *shown_elsewhere()]))
    )
    found = db.session.scalars(query.order_by(Task.urgent.desc(), Task.due_on, Task.id)).all()
    # The same alarm goes to several people: on the page of the case it stands once, as that of whoever looks.
    mine_first = sorted(found, key=lambda task: task.user_id != actor.id)
    once = {(task.kind, task.stage_id, task.text, task.link): task for task in reversed(mine_first)}
    return [task for task in found if task in once.values()]
