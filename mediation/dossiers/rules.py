"""What must hold before a case goes to the archive."""

from typing import Any

from mediation.cases.rules import case_of
from mediation.dossiers.contents import missing_in


def dossier_complete(item: Any, actor: Any) -> str | None:
    """Everything that the dossiers must hold is there (PM-27, AR-1; workflows/dossiers.yaml)."""
    missing = list(dict.fromkeys(missing_in(case_of(item))))
    return f"卷宗还缺：{'、'.join(missing)}。请在案件页的“卷宗”中补齐" if missing else None
