"""What must hold before a door is opened or somebody is recused."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from mediation.cases.models import Case
from mediation.cases.openings import BREAK_GLASS, Opening, Recusal
from mediation.db import db, now
from mediation.workflow.words import rests_on

# A review is due within one working day; over a weekend nobody is there to review (P19).
REVIEW_WITHIN = timedelta(days=1)
OVER_A_WEEKEND = timedelta(days=3)
MOST_OVERDUE = 2
SEALED = 3


@rests_on("PI-13")
def reviews_in_time(item: Any, actor: Any) -> str | None:
    """Whoever has two openings that nobody reviewed in time opens no third (P19)."""
    query = select(func.count()).where(
        Opening.user_id == actor.id,
        Opening.workflow == BREAK_GLASS,
        Opening.state == "open",
        Opening.asked_at < now() - _allowed(),
    )
    late = db.session.scalar(query) or 0
    return "您有两次紧急打开还没有复核，请先请负责人或分管领导复核" if late >= MOST_OVERDUE else None


def _allowed() -> timedelta:
    return OVER_A_WEEKEND if now().weekday() in (5, 6, 0) else REVIEW_WITHIN


@rests_on("PI-13")
def reviewed_by_another(item: Any, actor: Any) -> str | None:
    """Nobody reviews what they broke open themselves."""
    opening: Opening = item
    return "紧急打开由另一人复核：这一次是您自己打开的" if opening.user_id == actor.id else None


@rests_on("DV-05")
def case_sealed(item: Any, actor: Any) -> str | None:
    """The case is sealed, and still under way or kept."""
    case: Case | None = item.case
    return None if case is not None and case.level == SEALED else "案件没有封存，可以直接打开"


@rests_on("DV-05")
def confirmed_by_another(item: Any, actor: Any) -> str | None:
    """Two people open it."""
    opening: Opening = item
    return "封存案件由两个人一同打开：请另一人确认" if opening.user_id == actor.id else None


@rests_on("XF-30")
def decided_by_another(item: Any, actor: Any) -> str | None:
    """Nobody decides on themselves."""
    recusal: Recusal = item
    return "回避由另一人决定：这是您自己提出的" if recusal.user_id == actor.id else None
