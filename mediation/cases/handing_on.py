"""Work passes from one person to another: what was open goes along, and whoever takes it over is asked to look at each
promise, date and danger. What one worker knew and the next did not is how a call is made to the wrong number."""

from mediation.cases.danger import in_danger
from mediation.cases.models import Case, Stage
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Task
from mediation.db import new_ref, now, today

KIND = "handover"


def handed_on(case: Case, before: int | None, after: int | None, *, stage: Stage | None = None) -> None:
    """The case, or one stage of it, was in the hands of BEFORE and is in those of AFTER (ids of users) from now on."""
    if before == after or before is None:
        return
    for task in asked(case, stage):
        task.done_at = now()
    if stage is not None:
        _pass_on(stage, before, after)
    if after is not None:
        ask_to_confirm(case, after, stage=stage)


def ask_to_confirm(case: Case, user_id: int, *, stage: Stage | None = None) -> Task:
    """That user is asked to go through what is open, once."""
    for task in asked(case, stage):
        if task.user_id == user_id:
            return task
    task = add_task(
        case, KIND, "接手：逐项核对承诺、日期和危险", verb="核对接手", stage=stage, user_id=user_id, due_on=today(),
        agency_id=stage.agency_id if stage else None, urgent=in_danger(case),
    )  # fmt: skip
    task.ref = new_ref()
    task.link = f"/handover/confirm/{task.ref}"
    return task


def asked(case: Case, stage: Stage | None) -> list[Task]:
    """The open requests to confirm the case, or that stage of it."""
    return [task for task in open_tasks(case, KIND) if task.stage_id == (stage.id if stage else None)]


def _pass_on(stage: Stage, before: int, after: int | None) -> None:
    """The open work of BEFORE in a stage. What outlives it (an agreement) hangs on the case, in the same hands."""
    for task in open_tasks(stage.case):
        bound = task.stage_id == stage.id
        loose = task.stage_id is None and before != stage.owner_id
        if task.user_id == before and task.agency_id == stage.agency_id and (bound or loose):
            task.user_id = after
