"""What must hold before a case goes to the archive."""

from typing import Any

from mediation.cases.rules import case_of
from mediation.dossiers.owing import calls, owed_in
from mediation.workflow.words import rests_on


@rests_on("PM-27", "AR-1")
def dossier_complete(item: Any, actor: Any) -> str | None:
    """Everything that the dossiers must hold is there (workflows/dossiers.yaml); else what is missing, and who brings it."""
    owed = owed_in(case_of(item))
    if not owed:
        return None
    missing = dict.fromkeys(f"{one.dossier}的{one.label}" for one in owed)
    return f"卷宗还缺：{'、'.join(missing)}。{'；'.join(calls(owed))}。案件页的“卷宗”里有按钮"
