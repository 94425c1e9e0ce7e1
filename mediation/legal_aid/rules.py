"""What must hold before a step of legal aid."""

from typing import Any

from mediation.cases.models import Stage
from mediation.cases.tasks import open_tasks
from mediation.workflow.words import rests_on

PAPERS_OWED = "legal_aid_papers"


@rests_on("LA-44")
def legal_aid_papers_owed(item: Stage, actor: Any) -> str | None:
    """Papers are handed in later only where help came first (LA-44, Legal Aid Law art. 44)."""
    if open_tasks(item.case, PAPERS_OWED, stage=item):
        return None
    return "没有待补的手续：只有先行援助的，才需要事后补办。"
