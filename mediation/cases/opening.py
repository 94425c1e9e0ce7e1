"""Stages begin and end. A case itself moves on by a person only."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.conflicts import why_double_role, why_not_agency, why_not_colleague
from mediation.cases.danger import mediation_not_locked
from mediation.cases.models import Case, Stage
from mediation.cases.planning import ONLY_BY_REFERRAL, plan_referral
from mediation.cases.rules import MAY_LEAD, case_of, open_stages_of
from mediation.cases.screening import screen_around
from mediation.cases.tasks import NEW_STAGE, NEWS, RETURNED, add_task, finish_tasks, open_tasks
from mediation.cases.work import Task
from mediation.db import db, new_ref, now
from mediation.errors import Incomplete
from mediation.people.models import Agency, User
from mediation.people.program import SYSTEM
from mediation.workflow.clocks import LIVE, stop_all
from mediation.workflow.engine import WORKFLOWS, start, take, why_not
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

NEXT_STAGE = "next_stage"
# A partner has taken on what is to lead: the owner moves the case.
MAKE_LEAD = "lead"
# They outlive the stage and the case in which they arose (PM-DV).
REPORTS = ("report_to_police", "report_upwards")


def open_help_request(taken: Taken) -> None:
    """The first stage of every case, in the hands of the agency that owns it; it leads."""
    open_stage(taken.item, "help_request", taken.actor, {"lead": "lead"})


def open_stage(
    case: Case, workflow: str, actor: Any, told: Mapping[str, Any], *, agency_id: int | None = None
) -> Stage:
    """Start a stage in CASE, at the agency TOLD, at AGENCY_ID, or at the agency that owns the case.

    TOLD holds the facts of `stage_opening`. ACTOR starts it where they may, the program where they have
    no part in it. Raises Incomplete where the stage may not stand there or not at all: at another agency it stands
    only by an accepted referral, whoever opens it (PI-23; the need `own_or_handed_over`).
    """
    db.session.flush()
    stage = Stage(
        ref=new_ref(),
        case=case,
        workflow=workflow,
        agency_id=told.get("agency") or agency_id or case.agency_id,
        assignee_id=told.get("assignee"),
        lead=told.get("lead") in ("lead", True),
        opened_at=now(),
    )
    with db.session.no_autoflush:
        barred = why_not(stage, WORKFLOWS[workflow].start, actor)
        outsider = barred is not None and why_not(stage, WORKFLOWS[workflow].start, SYSTEM) is None
    start(stage, actor=SYSTEM if outsider else actor, facts=told)
    return stage


def open_stage_row(taken: Taken) -> None:
    """The new stage is in order: an agency that takes it on, a person of it; and somebody has work."""
    stage: Stage = taken.item
    agency = db.session.get_one(Agency, stage.agency_id)
    # The agency that owns the case is in it already, and never turned away from helping.
    elsewhere = stage.agency_id != stage.case.agency_id
    if elsewhere and (reason := why_not_agency(stage.case, agency, stage.workflow)):
        raise Incomplete(reason)
    if stage.assignee_id:
        user = db.session.get_one(User, stage.assignee_id)
        if reason := why_not_colleague(stage.case, stage.agency_id, user):
            raise Incomplete(reason)
        if warning := why_double_role(stage.case, user, stage.workflow, taken.facts):
            raise Incomplete(warning)
        screen_around(stage.case, actor=taken.actor)
    if stage.lead:
        for other in stage.case.stages:
            other.lead = other is stage
    label = str(WORKFLOWS[stage.workflow].label)
    add_task(
        stage.case,
        NEW_STAGE,
        f"新的环节：{label}",
        agency_id=stage.agency_id,
        user_id=stage.assignee_id,
        stage=stage,
        urgent=stage.case.danger in ("high", "lethal"),
    )


def open_stages(taken: Taken) -> None:
    """Open each stage of the list, the leading one last; what others are to do becomes a referral to send, the leading
    one first.

    Mediation stays shut while it is locked.
    """
    case = case_of(taken.item)
    here, elsewhere = taken.facts.get("stages", []), taken.facts.get("to_refer", [])
    if sum(map(_leads, [*here, *elsewhere])) > 1:
        raise Incomplete("主办环节只能有一个，其余请选“协办”。")
    for row in sorted(here, key=_leads):
        _open_row(case, row, taken.actor)
    for row in sorted(elsewhere, key=_leads, reverse=True):
        plan_referral(case, row, taken.actor)
    finish_tasks(case, NEXT_STAGE, RETURNED)


def _open_row(case: Case, row: Mapping[str, Any], actor: Any) -> None:
    kind = row["kind"]
    if kind == "mediation" and (reason := mediation_not_locked(case, actor)):
        raise Incomplete(reason, rules=("PM-DV",))
    if row.get("agency", case.agency_id) != case.agency_id:
        raise Incomplete(ONLY_BY_REFERRAL, rules=("PI-23",))
    open_stage(case, kind, actor, {name: value for name, value in row.items() if name != "kind"})
    if _leads(row) and kind in MAY_LEAD and case.state != kind:
        take(case, f"lead_{kind}", actor=actor, facts={"reason": row["reason"]} if row.get("reason") else {})


def _leads(row: Mapping[str, Any]) -> bool:
    return row.get("lead") in ("lead", True)


def open_protection(taken: Taken) -> None:
    """The safety track, at the agency that owns the case, unless one is open. Without condition (DV-13)."""
    case = case_of(taken.item)
    if not any(stage.workflow == "protection" for stage in open_stages_of(case)):
        open_stage(case, "protection", taken.actor, {"lead": "beside"})


def close_stage(taken: Taken) -> None:
    """The stage is over: its tasks are off the lists, its time limits no longer run."""
    stage: Stage = taken.item
    stage.ended, stage.ended_at, stage.outcome = True, now(), taken.step.trigger
    for task in open_tasks(stage.case, stage=stage):
        if task.kind not in REPORTS:
            task.done_at = now()
    stop_all(taken)


def end_open_stages(taken: Taken) -> None:
    """With the case every stage ends, and the work in it; what had to be reported stays to be reported, and what was
    said of a right that runs on in the archive is still to be taken note of."""
    case = case_of(taken.item)
    for stage in open_stages_of(case):
        take(stage, "end_with_case", actor=SYSTEM)
    for task in open_tasks(case):
        if case.state == "archived" and _reminds_of_a_right(task):
            task.kind = NEWS
        elif task.kind not in REPORTS:
            task.done_at = now()


def _reminds_of_a_right(task: Task) -> bool:
    clock = db.session.get(Clock, task.clock_id) if task.clock_id else None
    return clock is not None and clock.duty == "party" and clock.state in LIVE


def ask_next_stage(taken: Taken) -> None:
    """The owner, or whoever of the agency, says where the case goes now."""
    case = case_of(taken.item)
    if not open_tasks(case, NEXT_STAGE):
        urgent = case.danger in ("high", "lethal")
        link = f"/cases/{case.ref}#next-step-title"
        add_task(
            case, NEXT_STAGE, "确定下一环节", verb="确定", link=link, user_id=case.owner_id, urgent=urgent
        )


def next_stage_chosen(taken: Taken) -> None:
    """It was said where the case goes: nobody is asked any longer."""
    finish_tasks(case_of(taken.item), NEXT_STAGE, MAKE_LEAD, RETURNED)
