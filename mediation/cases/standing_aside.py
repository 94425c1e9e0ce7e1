"""Work of somebody who must stand aside: it goes back to whoever assigns, at once, and a case is left to nobody."""

from collections.abc import Collection

from sqlalchemy import select

from mediation.cases.models import Case, Stage
from mediation.cases.tasks import ASSIGN_OWNER, NEW_STAGE, add_task, open_tasks
from mediation.cases.ties import Tie
from mediation.db import db

OWN_HOUSE = "own_house"


def take_work_away(case: Case) -> None:
    """Whoever is tied has nothing in hand here: their agency, or the one that owns the case, finds somebody else."""
    ties = db.session.scalars(select(Tie).where(Tie.case_id == case.id)).all()
    tied = {tie.user_id for tie in ties if tie.user_id}
    houses = {tie.agency_id for tie in ties if tie.agency_id}
    for task in open_tasks(case):
        if task.user_id in tied:
            task.user_id = None
    if case.owner_id in tied:
        case.owner_id = None
        _want_owner(case)
    for stage in [one for one in case.stages if not one.ended]:
        if stage.assignee_id in tied:
            stage.assignee_id = None
            _ask_again(stage, tied)
        if stage.agency_id in houses:
            text = "承办单位需要回避，请收回，另找单位"
            if not open_tasks(case, OWN_HOUSE, stage=stage):
                add_task(
                    case, OWN_HOUSE, text, verb="处理", user_id=case.owner_id, stage=stage, urgent=True, rule="XF-30"
                )  # fmt: skip
    db.session.flush()


def _want_owner(case: Case) -> None:
    text, link = "原承办人需要回避，请另行指定承办人", f"/cases/{case.ref}/{ASSIGN_OWNER}"
    if case.running and not open_tasks(case, ASSIGN_OWNER):
        add_task(case, ASSIGN_OWNER, text, verb="指定承办人", link=link, urgent=True)


def _ask_again(stage: Stage, tied: Collection[int | None]) -> None:
    add_task(
        stage.case,
        NEW_STAGE if stage.version == 1 else "assign_again",
        "原承办人需要回避，请另行指派",
        verb="指派",
        agency_id=stage.agency_id,
        stage=stage,
        urgent=True,
    )


def ask_for_another_house(case: Case) -> None:
    """The other side works in the very agency that owns the case: for named people only, and it should go to another."""
    case.level = max(case.level, 2)
    if not open_tasks(case, OWN_HOUSE):
        text = "对方在本单位工作，请移交上级或者其他单位办理"
        add_task(case, OWN_HOUSE, text, verb="移交", user_id=case.owner_id, urgent=True, rule="XF-30")
