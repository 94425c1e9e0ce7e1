"""What a step brings about in the case: who works on it, who is in it, what is due when."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.cases.access import may_open
from mediation.cases.conflicts import why_double_role, why_not_colleague
from mediation.cases.danger import in_danger, name_person
from mediation.cases.enrolling import enrol
from mediation.cases.guardians import why_barred
from mediation.cases.handing_on import handed_on
from mediation.cases.models import Case, GivenBefore, NamedPerson, Stage
from mediation.cases.notices import party_in
from mediation.cases.opening import open_stage as open_stage
from mediation.cases.owning import ONLY_OWNERS, give_case, want_owner
from mediation.cases.queries import known_person
from mediation.cases.rules import case_of
from mediation.cases.screening import screen, screen_around
from mediation.cases.tasks import NEWS, NOTED, add_task, finish_tasks, open_tasks
from mediation.cases.work import Session
from mediation.dates import local
from mediation.db import SHANGHAI, db, now
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.words import Taken

URGENT_NEWS = frozenset({"refuse_order", "record_breach", "report_breach"})


def tell_supervisors(taken: Taken) -> None:
    """The supervisors of the agency of the case who may open it hear of it at once, to take note; the actor knows."""
    case = case_of(taken.item)
    line = select(User).where(User.active, User.role == "supervisor", User.agency_id == case.agency_id)
    for user in db.session.scalars(line):
        if user.id != taken.actor.id and may_open(case, actor=user):
            text = f"知悉：{taken.step.label}"
            add_task(case, NEWS, text, verb=NOTED, agency_id=user.agency_id, user_id=user.id, urgent=True)


def tell_owner(taken: Taken) -> None:
    """The owner hears what happened, to take note of it; whoever did it knows."""
    case, item = case_of(taken.item), taken.item
    if case.owner_id is not None and case.owner_id == taken.actor.id:
        return
    what = str(taken.step.label).removeprefix("登记")
    add_task(
        case,
        NEWS,
        f"知悉：{WORKFLOWS[item.workflow].label}，{what}",
        verb=NOTED,
        user_id=case.owner_id,
        stage=item if isinstance(item, Stage) else getattr(item, "stage", None),
        urgent=taken.step.trigger in URGENT_NEWS,
    )


def set_assignee(taken: Taken) -> None:
    """The stage is given to a person of the agency in charge, or to nobody. Refuses a stranger."""
    stage: Stage = taken.item
    user = _colleague(taken.facts.get("assignee"), stage.agency_id, stage.case)
    if user and (warning := why_double_role(stage.case, user, stage.workflow, taken.facts)):
        raise Incomplete(warning, field="assignee")
    db.session.merge(GivenBefore(subject=stage.ref, user_id=stage.assignee_id))
    before, stage.assignee_id = stage.assignee_id, user.id if user else None
    handed_on(stage.case, before, stage.assignee_id, stage=stage)
    screen_around(stage.case, actor=taken.actor)
    for task in open_tasks(stage.case, "work", stage=stage):
        task.user_id = stage.assignee_id


def give_back_stage(taken: Taken) -> None:
    """The stage, and the work in it, is with whoever had it before it was given away."""
    stage: Stage = taken.item
    before = _before(stage.ref)
    stage.assignee_id = before.user_id
    for task in open_tasks(stage.case, "work", stage=stage):
        task.user_id = before.user_id


def give_back_case(taken: Taken) -> None:
    """The case is with whoever owned it before, or waits for an owner again; whoever it was given to by mistake may not
    open it any longer because of that."""
    case: Case = taken.item
    wrong, before = case.owner_id, _before(case.ref)
    for task in open_tasks(case):
        if task.user_id == wrong and task.stage_id is None and task.agency_id == case.agency_id:
            task.user_id = before.user_id
    if before.named:
        db.session.query(NamedPerson).filter_by(case_id=case.id, user_id=wrong).delete()
        db.session.expire(case, ["named"])
    case.owner_id = before.user_id
    want_owner(case, ONLY_OWNERS)


def _before(ref: str) -> GivenBefore:
    """Who had the thing of that ref before it was given away. Raises Incomplete where it never was."""
    before = db.session.get(GivenBefore, ref)
    if before is None:
        raise Incomplete("没有可以撤销的指派。")
    return before


def set_owner(taken: Taken) -> None:
    """The case is given to an owner of the agency that owns it; she may open it though it is restricted."""
    case: Case = taken.item
    owner = _colleague(taken.facts.get("assignee"), case.agency_id, case)
    if owner is None:
        raise Incomplete("请选择案件承办人。")
    give_case(case, owner.id)


def _colleague(user_id: Any, agency_id: int, case: Case) -> User | None:
    """The user, if there is one to be named. Raises Incomplete where the work cannot be given to them."""
    if not user_id:
        return None
    user = db.session.get(User, int(user_id))
    if user is None:
        raise Incomplete("请从列表中选择人员。")
    if reason := why_not_colleague(case, agency_id, user):
        raise Incomplete(reason)
    return user


def set_level(taken: Taken) -> None:
    """Who may open the case: when restricted, the named people, the owner and whoever set it.

    Raises Incomplete where danger is high: then the case stays restricted (PM-DV).
    """
    case: Case = taken.item
    if int(taken.facts["level"]) < 2 and in_danger(case):
        raise Incomplete(
            "危险等级为高危或暂按高危的案件，至少“限于指定的人”，不能调为一般。", rules=("PM-DV",)
        )
    case.level = int(taken.facts["level"])
    if case.level < 2:
        return
    named = {int(user_id) for user_id in taken.facts.get("named", [])}
    for user_id in named:
        _colleague(user_id, case.agency_id, case)
    db.session.query(NamedPerson).filter_by(case_id=case.id).delete()
    db.session.expire(case, ["named"])
    for user_id in named | {taken.actor.id, case.owner_id or taken.actor.id}:
        name_person(case, user_id)


def keep_party(taken: Taken) -> None:
    """One more person in the case: known already, or new."""
    case, told = case_of(taken.item), {**taken.facts, **taken.facts.get("who", {})}
    if told.get("represents"):
        party_in(case, told["represents"])
    known = told.get("person")
    person = known_person(known, actor=taken.actor) if known else None
    enrol(case, told, role=told["role"], person=person)
    screen(case, actor=taken.actor)


def plan_session(taken: Taken) -> None:
    """A session on the calendar of whoever holds it."""
    stage: Stage = taken.item
    for party_id in taken.facts.get("invited", []):
        if reason := why_barred(party_in(stage.case, int(party_id))):
            raise Incomplete(f"{reason}。", rules=("PI-31",), field="invited")
    planned: datetime = _moment(taken.facts["planned_at"])
    # The place stays sealed with the step: a task is read by whoever holds the database.
    add_task(
        stage.case,
        "session",
        f"会谈 {local(planned)}",
        verb="登记会谈",
        agency_id=stage.agency_id,
        user_id=stage.assignee_id,
        stage=stage,
        due_on=planned.astimezone(SHANGHAI).date(),
    )


def keep_no_show(taken: Taken) -> None:
    """Nothing took place, and who was not there; the next date, if one was agreed."""
    stage, told = taken.item, taken.facts
    absent = [party_in(stage.case, int(party_id)) for party_id in told.get("absent", [])]
    row = Session(
        key_id=stage.key_id,
        case_id=stage.case_id,
        stage_id=stage.id,
        kind=stage.workflow,
        held_on=taken.happened_on[:16],
        took_place=False,
        author_id=taken.actor.id,
        recorded_at=now(),
    )
    names = "、".join(party.person.called for party in absent) or "当事人"
    row.result = f"{names}未到场" + (f"：{told['reason']}" if told.get("reason") else "")
    db.session.add(row)
    finish_tasks(stage.case, "session", stage=stage)
    keep_next_date(taken)


def keep_next_date(taken: Taken) -> None:
    """Work on the date that was named for the next step, if one was."""
    due, item = _day(taken.facts.get("next_on")), taken.item
    if due is None:
        return
    stage = item if isinstance(item, Stage) else getattr(item, "stage", None)
    held = stage or item
    add_task(
        case_of(item),
        "next_date",
        f"到期跟进：{taken.step.label}",
        verb="跟进",
        agency_id=stage.agency_id if stage else None,
        user_id=held.assignee_id if stage else held.owner_id,
        stage=stage,
        due_on=due,
    )


def _day(told: Any) -> date | None:
    """A date, from ISO text too; a month or a year is no day on which something is due."""
    if isinstance(told, str):
        return date.fromisoformat(told) if len(told) == len("2026-01-01") else None
    return told if isinstance(told, date) else None


def _moment(told: Any) -> datetime:
    """An aware moment, from ISO text too."""
    moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
