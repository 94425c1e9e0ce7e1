"""What a step of a referral brings about, on both sides; for the sending itself see `send_effects`."""

from typing import Any

from sqlalchemy import select

from mediation.cases.effects import open_stage
from mediation.cases.models import Case, NamedPerson, Stage
from mediation.cases.opening import MAKE_LEAD
from mediation.cases.owning import want_owner
from mediation.cases.planning import drop_plans_with
from mediation.cases.rules import case_of
from mediation.cases.screening import screen
from mediation.cases.tasks import ASSIGN_OWNER, RETURNED, add_task, finish_tasks, open_tasks
from mediation.db import db, now, today
from mediation.errors import Incomplete
from mediation.outbox.announcing import announce
from mediation.outbox.post import post
from mediation.people.models import Agency, User
from mediation.people.program import SYSTEM
from mediation.referrals.desk import people_at
from mediation.referrals.handed_in import origin_told
from mediation.referrals.kinds import PRESSING, RETURN_REASONS, words
from mediation.referrals.link_effects import end_links
from mediation.referrals.models import Referral
from mediation.referrals.queries import LINK, TO_RECEIVER, TO_SENDER
from mediation.workflow.engine import WORKFLOWS, workflow_of
from mediation.workflow.words import Taken

LEADS = ("legal_aid", "mediation", "counselling")
# What the sender is told to do, by step; the other steps are messages only.
BACK = ("send_back", "return_on_paper")
SENDER_DOES = {
    **dict.fromkeys(BACK, (RETURNED, "转介被退回，请另行安排", "另行安排")),
    "answer": (TO_SENDER, "转介已有回复，请确认", "确认回复"),
}


# What the receiver is told of an end that it did not bring about itself.
ENDED = {
    "recall": "一份转介已由转出单位收回。",
    "end_with_case": "一份转介已随案件结束，请停止办理，材料不再开放。",
}


def tell_receiver(taken: Taken) -> None:
    """A task in the queue of the receiver, or none any more after a recall; and a neutral message."""
    item: Referral = taken.item
    step = taken.step.trigger
    if step in ENDED:
        _done(item, TO_RECEIVER)
        return _to_desk(item, ENDED[step])
    if step == "urge":
        for task in _tasks(item, TO_RECEIVER):
            task.urgent, task.due_on = True, today()
        return _to_desk(item, "转出单位催办一份转介。")
    _done(item, TO_SENDER)
    _arranged(item.case, item.stage_wanted)
    text = "请补充回复转介" if step == "ask_again" else "收到一份转介，请签收并答复"
    _task(item, TO_RECEIVER, text, "查看", item.to_agency_id, urgent=item.urgency in PRESSING)
    return _to_desk(item, f"{text}。")


def tell_sender(taken: Taken) -> None:
    """The answer reaches whoever sent it: a task where something is to be done, a message always."""
    item: Referral = taken.item
    step = taken.step.trigger
    if step in SENDER_DOES:
        kind, text, verb = SENDER_DOES[step]
        _done(item, TO_RECEIVER)
        text += _why(taken)
        urgent = step in BACK and (item.urgency in PRESSING or item.case.danger in ("high", "lethal"))
        _task(item, kind, text, verb, item.from_agency_id, user_id=sender_of(item), urgent=urgent)
    # Whoever registers a paper knows what it says.
    if taken.actor.ref != item.sent_by.ref:
        _message(item, item.from_agency_id, f"转介有新进展：{taken.step.label}。", user_id=sender_of(item))


def _why(taken: Taken) -> str:
    """The reason of a return as the list has it; what was typed beside it stands on the slip alone."""
    reason = words(RETURN_REASONS, taken.facts.get("reason")) if taken.step.trigger in BACK else ""
    return f"（{reason}）" if reason else ""


def announce_step(taken: Taken) -> None:
    """The systems of both sides hear that the referral moved: its ref and its state, nothing of a person."""
    item: Referral = taken.item
    announce(
        f"referral.{taken.step.trigger}", subject=item.ref, state=item.state,
        agency_ids=(item.from_agency_id, item.to_agency_id),
    )  # fmt: skip


def settle_return(taken: Taken) -> None:
    """The stage that was sent back is not needed any more: nothing else has to be found for it."""
    _arranged(case_of(taken.item), taken.facts["kind"])


def _arranged(case: Case, wanted: str) -> None:
    """What came back undone has found another way: the same work was asked of somebody else."""
    waiting = {task.link: task for task in open_tasks(case, RETURNED)}
    again = select(Referral).where(Referral.case_id == case.id, Referral.stage_wanted == wanted)
    for link in map(_link, db.session.scalars(again) if waiting else ()):
        if link in waiting:
            waiting[link].done_at = now()


def shut_link(taken: Taken) -> None:
    """The referral has ended: the receiver no longer reads the package, no link opens it, and nobody is reminded of it."""
    item: Referral = taken.item
    if workflow_of(item).stop(item.state).final:
        item.shut_at = now()
        end_links(taken)
        _done(item, TO_RECEIVER)
        _done(item, TO_SENDER)


def hand_over(taken: Taken) -> None:
    """The receiver has it: a stage of its own, or with a transfer the case.

    Opened by the program, for the receiver has no part in the case yet. Raises Incomplete where mediation is locked.
    """
    item: Referral = taken.item
    assignee = _assignee(item, taken.facts.get("assignee"))
    _done(item, TO_RECEIVER)
    if item.manner == "transfer":
        return _transfer(item, taken.actor, assignee)
    told = {
        "agency": item.to_agency_id,
        "assignee": assignee.id if assignee else None,
        "lead": "beside" if item.manner == "co_handle" else "lead",
    }
    stage = open_stage(
        item.case, item.stage_wanted, SYSTEM, {name: value for name, value in told.items() if value}
    )
    db.session.flush()
    item.stage_id = stage.id
    return _ask_to_lead(item, stage)


def take_back(taken: Taken) -> None:
    """What was handed over is with the agency of the case again, and nobody's in particular.

    The sender may have transferred the case meanwhile: then it has no part in it any longer (PI-23). What was handed in
    has an end of its own (`give_back_handed_in`).
    """
    item: Referral = taken.item
    if item.stage is not None and not item.stage.ended:
        item.stage.agency_id, item.stage.assignee_id = item.case.agency_id, None
    if item.manner == "transfer" and not origin_told(item):
        _move_case(item, from_id=item.to_agency_id, to_id=item.from_agency_id)


def _transfer(item: Referral, actor: Any, assignee: User | None) -> None:
    """The case changes hands with what is open in it; whoever took it over is named in it."""
    _move_case(item, from_id=item.from_agency_id, to_id=item.to_agency_id)
    for user in {user.id: user for user in (actor, assignee) if isinstance(user, User)}.values():
        if user.agency_id == item.to_agency_id:
            db.session.merge(NamedPerson(case_id=item.case_id, user_id=user.id))
    finish_tasks(item.case, ASSIGN_OWNER)
    want_owner(item.case, "接手移交的案件，请确定承办人", urgent=True)


def _move_case(item: Referral, *, from_id: int, to_id: int) -> None:
    case: Case = item.case
    stages = [stage for stage in case.stages if not stage.ended and stage.agency_id == from_id]
    if item.moved:
        stages = [stage for stage in stages if stage.id in item.moved]
    for stage in stages:
        stage.agency_id, stage.assignee_id = to_id, None
    item.moved = [stage.id for stage in stages]
    for task in open_tasks(case):
        if task.agency_id == from_id and task.kind not in (TO_RECEIVER, TO_SENDER):
            task.agency_id, task.user_id = to_id, None
    finish_tasks(case, RETURNED)
    case.agency_id, case.owner_id = to_id, None
    drop_plans_with(case, db.session.get_one(Agency, to_id))
    screen(case)


def _ask_to_lead(item: Referral, stage: Stage) -> None:
    """Only a person moves the case on: the owner is asked to, with the step at hand."""
    case: Case = item.case
    if not stage.lead or stage.workflow not in LEADS or case.state == stage.workflow:
        return
    label = WORKFLOWS[stage.workflow].label
    link = f"/cases/{case.ref}/lead_{stage.workflow}"
    add_task(
        case, MAKE_LEAD, f"转介已被接收，请把案件转入{label}", verb="转入", link=link, user_id=case.owner_id
    )


def _assignee(item: Referral, user_id: int | None) -> User | None:
    user = db.session.get(User, user_id) if user_id else None
    if user_id and (user is None or not user.active or user.agency_id != item.to_agency_id):
        raise Incomplete("承办人必须是接收单位的在岗工作人员，请重新选择。")
    return user


def sender_of(item: Referral) -> int | None:
    """Whoever sent it, if still at work there; else the queue of the agency, as with all that was handed in."""
    user = item.sent_by
    if origin_told(item):
        return None
    return user.id if user.active and user.agency_id == item.from_agency_id else None


def _link(item: Referral) -> str:
    return f"{LINK}{item.ref}"


def _tasks(item: Referral, kind: str) -> list[Any]:
    return [task for task in open_tasks(item.case, kind) if task.link == _link(item)]


def _done(item: Referral, kind: str) -> None:
    for task in _tasks(item, kind):
        task.done_at = now()


def _task(
    item: Referral,
    kind: str,
    text: str,
    verb: str,
    agency_id: int,
    *,
    user_id: int | None = None,
    urgent: bool,
) -> None:
    day = today()
    add_task(
        item.case,
        kind,
        text,
        verb=verb,
        link=_link(item),
        agency_id=agency_id,
        user_id=user_id,
        due_on=day,
        urgent=urgent,
    )


def _to_desk(item: Referral, text: str) -> None:
    """To everybody who takes it in, and to nobody else at the receiver; for an agency without accounts, to its queue."""
    people: list[int | None] = [user.id for user in people_at(item)]
    for user_id in people or [None]:
        _message(item, item.to_agency_id, text, user_id=user_id)


def _message(item: Referral, agency_id: int, text: str, *, user_id: int | None = None) -> None:
    post("referral", text, link=_link(item), agency_id=agency_id, user_id=user_id)
