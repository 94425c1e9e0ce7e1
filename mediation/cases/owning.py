"""Who owns a case: nobody is found out too late, for what the owner alone may do waits for somebody."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mediation.cases.danger import in_danger, name_person
from mediation.cases.handing_on import handed_on
from mediation.cases.models import Case, GivenBefore, NamedPerson
from mediation.cases.rules import case_of
from mediation.cases.screening import screen_around
from mediation.cases.tasks import ASSIGN_OWNER, add_task, finish_tasks, open_tasks
from mediation.db import db, now
from mediation.workflow.models import StepTaken
from mediation.workflow.words import Taken

GIVES = frozenset({ASSIGN_OWNER, "assign"})
UNDO_WITHIN = timedelta(minutes=10)
ONLY_OWNERS = "还没有承办人，请指定承办人"


def ask_for_owner(taken: Taken) -> None:
    """The case was taken on and belongs to nobody: whoever may assign is asked to, once (DV-13)."""
    want_owner(case_of(taken.item), ONLY_OWNERS)


def want_owner(case: Case, text: str, *, urgent: bool = False) -> None:
    """TEXT stands in the list of the agency that owns the case, unless there is an owner or it stands there already."""
    if case.owner_id is None and not open_tasks(case, ASSIGN_OWNER):
        link = f"/cases/{case.ref}/{ASSIGN_OWNER}"
        pressing = urgent or in_danger(case)
        add_task(case, ASSIGN_OWNER, text, verb="指定承办人", link=link, urgent=pressing)


def own_case(taken: Taken) -> None:
    """Whoever takes the step owns the case from now on."""
    give_case(taken.item, taken.actor.id)


def give_case(case: Case, user_id: int) -> None:
    """The owner is that user, who may open it though it is restricted; the work of the owner goes along."""
    before = case.owner_id
    for task in open_tasks(case):
        if task.user_id == before and task.stage_id is None and task.agency_id == case.agency_id:
            task.user_id = user_id
    named = case.level >= 2 and db.session.get(NamedPerson, (case.id, user_id)) is None
    db.session.merge(GivenBefore(subject=case.ref, user_id=case.owner_id, named=named))
    case.owner_id = user_id
    handed_on(case, before, user_id)
    finish_tasks(case, ASSIGN_OWNER)
    if case.level >= 2:
        name_person(case, user_id)
    screen_around(case)


def nobody_owns(item: Any, actor: Any) -> str | None:
    """The case has no owner: taking it over from a colleague is a decision of whoever assigns."""
    case = case_of(item)
    return None if case.owner_id is None else "已经有承办人；要换人，请“指定承办人”"


def assigned_just_now(item: Any, actor: Any) -> str | None:
    """The last step of ITEM gave it to somebody, taken by ACTOR less than ten minutes ago."""
    query = select(StepTaken).where(StepTaken.subject == item.ref, StepTaken.version == item.version)
    last = db.session.scalar(query)
    if (
        last
        and last.trigger in GIVES
        and last.actor_id == actor.id
        and now() - last.recorded_at <= UNDO_WITHIN
    ):
        return None
    return "只能由指派的人在10分钟内撤销；指派以后又办过别的，也不能撤销，请重新指派"
