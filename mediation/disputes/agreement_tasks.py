"""The tasks of an agreement: found again by the address of the page where they are done."""

from typing import Any

from mediation.cases.models import Case
from mediation.cases.tasks import add_task, open_tasks
from mediation.db import now
from mediation.disputes.models import Agreement

KIND = "agreement"


def link_of(agreement: Agreement, trigger: str) -> str:
    """The path of the page of one step of an agreement."""
    return f"/cases/{agreement.chain}/{agreement.ref}/{trigger}"


def add(agreement: Agreement, text: str, trigger: str, **more: Any) -> None:
    """A task for the mediator. Not bound to the stage, which ends while the agreement is still watched."""
    case: Case = agreement.stage.case
    agency_id, user_id = agreement.stage.agency_id, agreement.assignee_id
    link = link_of(agreement, trigger)
    add_task(case, KIND, text, agency_id=agency_id, user_id=user_id, link=link, **more)


def wait(agreement: Agreement, trigger: str) -> bool:
    """Whether tasks of this step of the agreement are open."""
    wanted = link_of(agreement, trigger)
    return any(task.link == wanted for task in open_tasks(agreement.stage.case, KIND))


def finish(agreement: Agreement, trigger: str = "") -> None:
    """Finish the tasks of this agreement, or those of one step of it."""
    wanted = link_of(agreement, trigger)
    for task in open_tasks(agreement.stage.case, KIND):
        if task.link == wanted or (not trigger and task.link.startswith(wanted)):
            task.done_at = now()
