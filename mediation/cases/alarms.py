"""She was heard to be in danger again: the danger is judged anew before anything else."""

from mediation.cases.models import Case
from mediation.cases.tasks import add_task, open_tasks
from mediation.db import today


def ask_anew(case: Case, text: str) -> None:
    """The owner is to judge the danger anew, today; work that waits for it already becomes urgent (PM-DV, PO-18).

    TEXT says what was heard, without anything personal.
    """
    waiting = open_tasks(case, "reassess_danger")
    for task in waiting:
        task.urgent = True
    if not waiting:
        add_task(
            case, "reassess_danger", text, verb="评估危险", link=f"/cases/{case.ref}/assess_danger",
            user_id=case.owner_id, due_on=today(), urgent=True, rule="PM-DV",
        )  # fmt: skip
