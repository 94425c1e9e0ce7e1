"""What one worker has in hand, and what of a case whoever takes it over must have looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mediation.cases.access import visible_stages, visible_to
from mediation.cases.bookings import bookings_of
from mediation.cases.clock_words import running_clocks
from mediation.cases.danger import in_danger
from mediation.cases.handed_over import danger_shown
from mediation.cases.handing_on import KIND
from mediation.cases.models import OVER, Case, Party, Stage
from mediation.cases.queries import stages_of
from mediation.cases.tasks import NEWS, open_tasks
from mediation.cases.work import Task
from mediation.dates import local
from mediation.db import db, now
from mediation.errors import Missing
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS

DANGERS = {"high": "高危险", "lethal": "有生命危险"}


@dataclass(frozen=True)
class Point:
    """One thing to look at. `key` names it in the form; `pressing`: it is late, or a danger."""

    key: str
    text: str
    when: str = ""
    pressing: bool = False


def cases_of(user: User, *, actor: User) -> Sequence[Case]:
    """The cases that USER owns and that are not at their end, of those that ACTOR may open."""
    query = (
        visible_to(actor)
        .where(Case.owner_id == user.id, Case.agency_id == actor.agency_id)
        .where(or_(Case.state.not_in(OVER), Case.state == "closed"))
        .options(selectinload(Case.parties).joinedload(Party.person))
    )
    return db.session.scalars(query.order_by(Case.id)).all()


def workers(*, actor: User) -> Sequence[User]:
    """Everybody of the agency of ACTOR, those first who are at work; whoever has left may still have work in hand."""
    query = select(User).where(User.agency_id == actor.agency_id).order_by(User.active.desc(), User.id)
    return db.session.scalars(query).all()


def stages_in_hand(user: User, *, actor: User) -> Sequence[Stage]:
    """The open stages that USER has in hand, of those that ACTOR sees."""
    query = (
        visible_stages(actor)
        .where(Stage.assignee_id == user.id, ~Stage.ended, Stage.agency_id == actor.agency_id)
        .options(joinedload(Stage.case).selectinload(Case.parties).joinedload(Party.person))
    )
    return db.session.scalars(query.order_by(Stage.id)).all()


def find_asked(ref: str, *, actor: User) -> Task:
    """The open request to confirm. Raises Missing where it is not for ACTOR, or the case is shut to them by now."""
    mine = and_(Task.ref == ref, Task.kind == KIND, Task.user_id == actor.id, Task.done_at.is_(None))
    opened = Task.case_id.in_(visible_to(actor).with_only_columns(Case.id))
    task = db.session.scalar(select(Task).where(mine, opened))
    if task is None:
        raise Missing
    return task


def points(task: Task, *, actor: User) -> dict[str, list[Point]]:
    """What is to be looked at before ACTOR takes over what TASK names: dangers, dates, promises."""
    case, stage = task.case, task.stage
    seen = [one for one in stages_of(case, actor=actor) if stage is None or one.id == stage.id]
    return {
        "dangers": _dangers(case, actor),
        "dates": [*_bookings(case, seen), *_clocks(case, seen, stage)],
        "promises": _promises(case, stage, actor),
    }


def _dangers(case: Case, actor: User) -> list[Point]:
    if not danger_shown(case, actor=actor):
        return []
    found = []
    if in_danger(case):
        level = DANGERS.get(case.danger, "危险还没有评估完，暂按高危处理")
        found.append(Point("danger", f"{level}：先看安全联系方式，再做别的", pressing=True))
    if case.violence:
        found.append(Point("violence", "有家庭暴力：现住址、电话、单位不能让对方知道", pressing=True))
    if case.level > 1:
        found.append(Point("level", "限于指定的人知道：不要和别的同事谈论"))
    return found


def _bookings(case: Case, seen: Sequence[Stage]) -> list[Point]:
    ids = {stage.id for stage in seen if not stage.ended}
    return [
        Point(f"b{row.ref}", f"约好的{WORKFLOWS[row.stage.workflow].label}", local(row.starts_at))
        for row in bookings_of(case)
        if row.stage_id in ids and row.starts_at > now()
    ]


def _clocks(case: Case, seen: Sequence[Stage], stage: Stage | None) -> list[Point]:
    subjects = [one.ref for one in seen] + ([case.ref] if stage is None else [])
    return [
        Point(
            f"c{subject} {clock['rule']} {clock['about']}",
            str(clock["label"]),
            str(clock["conservative"]),
            bool(clock["late"]),
        )
        for subject, clocks in running_clocks(subjects).items()
        for clock in clocks
    ]


def _promises(case: Case, stage: Stage | None, actor: User) -> list[Point]:
    """Every open piece of work of the own agency, whoever has it in hand; of one stage what belongs to that stage."""
    return [
        Point(f"t{task.ref}", task.text, task.due_on.isoformat() if task.due_on else "", task.urgent)
        for task in open_tasks(case)
        if task.agency_id == actor.agency_id and task.kind not in (KIND, NEWS)
        if stage is None or task.stage_id == stage.id or task.user_id == actor.id
    ]
