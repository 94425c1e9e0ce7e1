"""Give the work of one worker to another, and confirm that one has it."""

from collections.abc import Collection

from mediation.audit.log import Subject, record
from mediation.cases.access import may_open
from mediation.cases.handing_on import ask_to_confirm
from mediation.cases.models import Case
from mediation.cases.work import Task
from mediation.db import atomic, now
from mediation.errors import Forbidden, Incomplete, Refusal
from mediation.handover.queries import points
from mediation.people.models import User
from mediation.workflow.engine import take

OWNER, STAND_IN = "owner", "stand_in"
GIVEN, ASKED = "已交给", "已请代办，承办人不变："
SHUT = "这件限于指定的人，请先在案件页“调整保密级别”里加上，再请代办"


def give(case: Case, receiver: User, how: str, *, actor: User) -> tuple[bool, str]:
    """Whether CASE passed to RECEIVER, and what to say of it: for good (OWNER), or while its owner is away (STAND_IN)."""
    try:
        if how == OWNER:
            take(case, "assign_owner", actor=actor, facts={"assignee": receiver.id})
            return True, f"{GIVEN}{receiver.name}"
        _ask(case, receiver, actor)
    except Refusal as refusal:
        return False, refusal.reason
    return True, f"{ASKED}{receiver.name}"


def _ask(case: Case, receiver: User, actor: User) -> None:
    """RECEIVER, who may open the case already, is asked to look at it. Raises Incomplete, Forbidden."""
    if actor.role != "supervisor" or actor.agency_id != case.agency_id:
        raise Forbidden("由本单位负责人安排。")
    if receiver.agency_id != case.agency_id or not receiver.active:
        raise Incomplete("请从本单位在岗的人员中选择。")
    if not may_open(case, actor=receiver):
        raise Incomplete(SHUT)
    with atomic():
        task = ask_to_confirm(case, receiver.id)
        record("handover.ask", actor=actor, subject=Subject(case.ref, "task", task.ref))


def confirm(task: Task, seen: Collection[str], *, actor: User) -> None:
    """ACTOR has looked at everything that is open, point by point. Raises Incomplete where a point was left out."""
    left = [one for group in points(task, actor=actor).values() for one in group if one.key not in seen]
    if left:
        raise Incomplete(f"还有{len(left)}项没有核对，请逐项看过再勾选")
    with atomic():
        task.done_at = now()
        record("handover.confirm", actor=actor, subject=Subject(task.case.ref, "task", task.ref))
