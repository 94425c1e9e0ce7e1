"""What another agency is to do: put on the list as a referral to send, off it once it is sent or not needed.

Her name and what she came for are given to nobody by a decision of the desk alone: each receiver needs her separate
consent or a ground of law, and the package that rests on it (PI-23, PI-13). So the desk plans, and the referral hands over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mediation.cases.conflicts import why_not_agency
from mediation.cases.danger import in_danger, mediation_not_locked
from mediation.cases.models import Case
from mediation.cases.rules import case_of
from mediation.cases.tasks import add_task, open_tasks
from mediation.cases.work import Task
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.people.models import Agency
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.words import Taken

TO_REFER = "to_refer"
ONLY_BY_REFERRAL = "本单位不能替其他单位开启环节：请先转介，本人同意、对方接收后才开启。"
_OWN_AGENCY = "本单位的环节不用转介，请直接开启。"
_THEIR_PEOPLE = "对方单位的承办人由对方接收时指派，请不要在这里选。"


def plan_referral(case: Case, row: Mapping[str, Any], actor: Any) -> None:
    """The owner is to refer a stage, as the ROW of the form says it. Nothing is shared yet.

    Raises Incomplete where that agency could not take it on, or mediation is locked.
    """
    agency, kind = db.session.get(Agency, row.get("agency") or 0), str(row["kind"])
    if agency is None:
        raise Incomplete("请从列表中选择承办单位。")
    if agency.id == case.agency_id:
        raise Incomplete(_OWN_AGENCY)
    if row.get("assignee"):
        raise Incomplete(_THEIR_PEOPLE)
    if reason := why_not_agency(case, agency, kind):
        raise Incomplete(reason)
    if kind == "mediation" and (reason := mediation_not_locked(case, actor)):
        raise Incomplete(reason, rules=("PM-DV",))
    if _planned(case, kind, agency):
        return
    add_task(
        case,
        TO_REFER,
        f"转介{WORKFLOWS[kind].label}给{agency.name}",
        verb="转介",
        link=f"{_page(case, kind, agency)}&kind={'refer' if row.get('lead') == 'lead' else 'co_handle'}",
        user_id=case.owner_id,
        urgent=in_danger(case),
        rule="PI-23",
    )


def to_refer(case: Case) -> Sequence[Task]:
    """What is still to be referred."""
    return open_tasks(case, TO_REFER)


def planned_kinds(case: Case) -> set[str]:
    """The kinds of stage that are still to be referred."""
    return {kind for kind in WORKFLOWS if _planned(case, kind)}


def referred(case: Case, kind: str, agency: Agency) -> None:
    """A stage of that kind was asked of AGENCY: one plan is carried out, also where another agency was planned."""
    for task in (_planned(case, kind, agency) or _planned(case, kind))[:1]:
        task.done_at = now()


def drop_plans_with(case: Case, agency: Agency) -> None:
    """AGENCY owns the case now: it has nothing to refer to itself."""
    for task in to_refer(case):
        if f"&to={agency.ref}&" in task.link:
            task.done_at = now()


def drop_plans(taken: Taken) -> None:
    """A stage that is skipped is not referred either."""
    for task in _planned(case_of(taken.item), taken.facts["kind"]):
        task.done_at = now()


def nothing_to_refer(item: Any, actor: Any) -> str | None:
    """Everything planned was referred, or skipped with a reason."""
    waiting = "、".join(task.text for task in to_refer(case_of(item)))
    return f"还没有办：{waiting}；不再需要的，请“跳过环节”并写明理由" if waiting else None


def _planned(case: Case, kind: str, agency: Agency | None = None) -> list[Task]:
    return [task for task in to_refer(case) if task.link.startswith(_page(case, kind, agency))]


def _page(case: Case, kind: str, agency: Agency | None = None) -> str:
    """Where it is sent. Codes and refs alone: an address is read by many."""
    return f"/cases/{case.ref}/refer?stage={kind}&to=" + (agency.ref if agency else "")
