"""今日工作: what one person has to do today, danger first, then what is due first; one verb a row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.elements import ColumnElement

from mediation.cases.access import SUPERVISORS, visible_stages, visible_to
from mediation.cases.doers import may_do, shown_elsewhere
from mediation.cases.gathering import NO_ALARM, pressing_first
from mediation.cases.models import Case, Party, Stage
from mediation.cases.next_steps import step_entries
from mediation.cases.page import identity
from mediation.cases.tasks import ASSIGN_OWNER, NEW_STAGE, NEWS, NOTED, where_shown
from mediation.cases.ties import Tie
from mediation.cases.turns import turn_of
from mediation.cases.work import Task
from mediation.db import SHANGHAI, db, new_ref, now, today
from mediation.law.time_limits import NO_NUMBER
from mediation.people.absences import away, stands_in_for, stood_in_for
from mediation.people.models import Absence, User
from mediation.people.roles import phrases_of
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import Clock

MOST = 100
REMINDERS = frozenset({"order_expiry"})
LOOK = "查看"
TAKE_ON = "take_on"
# Whose turn it is besides the one whom the file names: what is closed goes into the archive.
ALSO_TURN = {("one_stop", "closed"): "registrar of the case"}
# Whose time limits are the work of somebody who signs in.
WORK = frozenset({"us", "mediation_committee", "mandatory_reporter", "legal_aid"})


def rows_for(actor: User) -> list[dict[str, Any]]:
    """At most MOST rows: tasks of this person or of the agency, stages and cases whose turn is this person's, and what
    the features add."""
    stages = _stages(actor)
    told = {row["stage_ref"] for row in stages}
    # A new stage is told once: by the row of the stage, whose button is its first step.
    tasks = [row for row in _tasks(actor) if not (row["kind"] == NEW_STAGE and row["stage_ref"] in told)]
    rows = [*_newest_reminders(tasks), *stages, *_cases(actor), *_of_features(actor)]
    rows.sort(key=pressing_first)
    return rows[:MOST]


def _of_features(actor: User) -> list[dict[str, Any]]:
    features = current_app.extensions["features"]
    return [dict(one) for feature in features for offer in feature.today for one in offer(actor)]


def _alarm(task: Task) -> int:
    """Its place among the alarms, if it tells of a danger to life that presses."""
    ranks = (feature.alarms.get(task.kind) for feature in current_app.extensions["features"])
    rank = next((rank for rank in ranks if rank is not None), NO_ALARM)
    return rank if task.urgent else NO_ALARM


def _row(actor: User, case: Case, what: str, verb: str, url: str, **more: Any) -> dict[str, Any]:
    about = identity(case, actor=actor)
    return row(case.ref, about, what, verb, url, danger=about["danger"], stage=about["stage"], **more)


def row(ref: str, about: Mapping[str, Any], what: str, verb: str, url: str, **more: Any) -> dict[str, Any]:
    """One row of the list: REF of what is shown (for the log), ABOUT with its name and address, what to do, where."""
    due = more.get("due")
    return {
        "case": ref,
        "identity": about,
        "danger": more.get("danger", ""),
        "what": what,
        "verb": verb,
        "url": url,
        "stage": more.get("stage", ""),
        "kind": more.get("kind", ""),
        "stage_ref": more.get("stage_ref", ""),
        "urgent": more.get("urgent", False),
        "alarm": more.get("alarm", NO_ALARM),
        "post": more.get("post"),
        "also": more.get("also"),
        "due": due,
        "when": _when(due),
        "late": bool(due and due < today()),
    }


def _when(due: date | None) -> str:
    if due is None:
        return ""
    days = (due - today()).days
    return "今天" if days == 0 else f"还有{days}天" if days > 0 else f"已超{-days}天"


def _tasks(actor: User) -> list[dict[str, Any]]:
    """Tasks of this person, of the agency, and of a colleague who is away, for whoever stands in or supervises."""
    covered = {actor.id, *stands_in_for(actor)}
    whose: list[ColumnElement[bool]] = [Task.user_id.in_(covered), Task.user_id.is_(None)]
    if actor.role in SUPERVISORS:
        covered_by_nobody = or_(~stood_in_for(Task.user_id), _substitute_tied())
        whose.append(and_(away(Task.user_id), covered_by_nobody))
    query = (
        select(Task)
        .where(Task.done_at.is_(None), Task.agency_id == actor.agency_id)
        .where(or_(*whose), Task.kind.not_in(shown_elsewhere()))
        .where(Task.case_id.in_(visible_to(actor).with_only_columns(Case.id)))
        .options(joinedload(Task.case).selectinload(Case.parties).joinedload(Party.person))
        .order_by(Task.urgent.desc(), Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(MOST)
    )
    return [
        _task_row(actor, task)
        for task in db.session.scalars(query)
        if not _begun(task) and (task.user_id is not None or may_do(task, actor=actor))
        if task.due_on is None or task.due_on <= today() or (task.due_on - today()).days <= 7
    ]


def _substitute_tied() -> ColumnElement[bool]:
    """Whoever stands in has a tie in this case and does not know of it: the supervisor sees to it."""
    return exists().where(
        Absence.user_id == Task.user_id,
        ~Absence.dropped,
        Absence.since <= today(),
        Absence.until >= today(),
        Tie.case_id == Task.case_id,
        Tie.user_id == Absence.substitute_id,
    )


def _task_row(actor: User, task: Task) -> dict[str, Any]:
    """What is given to this person and another must do is looked at; a case of nobody's is taken on at once."""
    verb, url = (
        (task.verb, where_shown(task)) if may_do(task, actor=actor) else (LOOK, f"/cases/{task.case.ref}")
    )
    if task.kind == NEW_STAGE and task.stage and verb != LOOK:
        url = f"/cases/{task.case.ref}/{task.stage.ref}"
        return _item_row(task.stage, task.case, url, actor, task.due_on) | {"kind": NEW_STAGE}
    more: dict[str, Any] = {}
    if task.kind == NEWS:
        more = {"post": {"key": new_ref()}, "also": (LOOK, f"/cases/{task.case.ref}")}
        verb, url = NOTED, f"/tasks/{task.ref}/noted"
    if task.kind == ASSIGN_OWNER and actor.role == "caseworker":
        more = {"post": {"seen": task.case.version, "key": new_ref()}, "also": (verb, url)}
        verb, url = (
            str(WORKFLOWS["one_stop"].step(TAKE_ON, task.case.state).label),
            f"/cases/{task.case.ref}/{TAKE_ON}",
        )
    return _row(
        actor,
        task.case,
        task.text if task.user_id in (None, actor.id) else f"{task.text}（经办人请假）",
        verb,
        url,
        due=task.due_on,
        urgent=task.urgent,
        alarm=_alarm(task),
        kind=task.kind,
        stage_ref=task.stage.ref if task.stage else "",
        **more,
    )


def _newest_reminders(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Thirty, fourteen and seven days before the same end are one reminder: the last that has come."""
    last = {row["case"]: row for row in sorted(rows, key=_due_day) if row["kind"] in REMINDERS}
    return [row for row in rows if row["kind"] not in REMINDERS or last[row["case"]] is row]


def _due_day(row: dict[str, Any]) -> date:
    return row["due"] or date.max


def _begun(task: Task) -> bool:
    """Whether it only says that a stage is new, and the stage has moved since, or somebody else has it in hand."""
    stage = task.stage
    if task.kind != NEW_STAGE or stage is None:
        return False
    return stage.version > 1 or stage.ended or stage.assignee_id not in (None, task.user_id)


def _stages(actor: User) -> list[dict[str, Any]]:
    """Open stages in which the turn is this person's, each with its next step."""
    query = (
        visible_stages(actor)
        .where(~Stage.ended, Stage.agency_id == actor.agency_id)
        .options(joinedload(Stage.case).selectinload(Case.parties).joinedload(Party.person))
        .limit(MOST)
    )
    stages = [stage for stage in db.session.scalars(query) if _turn(stage, actor)]
    due = _due([stage.ref for stage in stages])
    return [
        _item_row(stage, stage.case, f"/cases/{stage.case.ref}/{stage.ref}", actor, due.get(stage.ref))
        for stage in stages
    ]


def _cases(actor: User) -> list[dict[str, Any]]:
    """Cases that wait for this person to move them on: nothing is open any more, or they are closed."""
    query = (
        visible_to(actor)
        .where(Case.agency_id == actor.agency_id, Case.state.in_(("follow_up", "closed")))
        .options(selectinload(Case.parties).joinedload(Party.person))
        .limit(MOST)
    )
    cases = [case for case in db.session.scalars(query) if _turn(case, actor)]
    due = _due([case.ref for case in cases])
    return [_item_row(case, case, f"/cases/{case.ref}", actor, due.get(case.ref)) for case in cases]


def _turn(item: Any, actor: User) -> bool:
    turn, phrases = turn_of(item), phrases_of(actor, item)
    if ALSO_TURN.get((item.workflow, item.state)) in phrases:
        return True
    if turn and turn.startswith("the assigned") and item.assignee_id is None:
        return f"{turn.removeprefix('the assigned ')} in charge" in phrases
    return turn in phrases


def _item_row(item: Any, case: Case, url: str, actor: User, due: date | None) -> dict[str, Any]:
    flow = WORKFLOWS[item.workflow]
    steps = step_entries(item, actor=actor, url=url)
    following = next((step for step in steps if step["primary"]), None)
    waiting = next((step for step in steps if step["leads_on"] and step["reason"]), None)
    what = f"{flow.label}：{flow.stop(item.state).label}"
    if waiting and not following:
        what = f"{what}，还不能{waiting['label']}"
    verb, target = (following["label"], following["url"]) if following else (LOOK, f"/cases/{case.ref}")
    if not following and item.state == "closed":
        verb = "备齐卷宗"
    return _row(actor, case, what, verb, target, due=due, stage_ref=item.ref)


def _due(refs: list[str]) -> dict[str, date]:
    """The earliest conservative date of each thing."""
    rows = db.session.execute(
        select(Clock.subject, Clock.due_at)
        .where(Clock.subject.in_(refs), Clock.state == "running", Clock.amount != NO_NUMBER)
        # A right that was not used, and what a court or the police let pass, is nobody's overdue work here.
        .where(or_(Clock.duty.in_(WORK), Clock.due_at >= now()))
        .order_by(Clock.due_at.desc())
    )
    return {subject: _local(moment) for subject, moment in rows}


def _local(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
