"""What must hold before a material comes or goes."""

from typing import Any

from mediation.cases.rules import case_of


def dossier_open(item: Any, actor: Any) -> str | None:
    """Nothing is put into a dossier that is in the archive, and nothing taken out (AR-1)."""
    if case_of(item).state != "archived":
        return None
    return "案件已经归档，卷宗不再增减；确需补充的，请先“重新打开”案件"
