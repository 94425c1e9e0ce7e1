"""What must hold before a case is destroyed: its term is over, nothing forbids it, and two people say so."""

from typing import Any

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.db import db, today
from mediation.documents.models import Document
from mediation.people.models import User
from mediation.retention.models import Disposal
from mediation.retention.queries import held, retention_of
from mediation.workflow.history import newest
from mediation.workflow.words import rests_on

LIST = "disposal_list"


@rests_on("AR-1", "PI-19")
def term_over(item: Any, actor: Any) -> str | None:
    """The term of the case is over."""
    return None if _over(item) else "保管期限还没有届满，不能销毁"


@rests_on("PI-19", "DV-20")
def not_held(item: Any, actor: Any) -> str | None:
    """No hold is in force."""
    return "案卷正在停止销毁，请先由负责人“解除停止销毁”" if held(item) else None


@rests_on("AR-1")
def proposed_by_another(item: Any, actor: Any) -> str | None:
    """Nobody approves what they put forward themselves."""
    return (
        "提出销毁的人不能自己审批，请另一位负责人或分管领导审批" if item.proposed_by_id == actor.id else None
    )


@rests_on("AR-1")
def approved_by_another(item: Any, actor: Any) -> str | None:
    """Nobody carries out what they approved themselves."""
    approved = newest(item.ref, "approve")
    if approved is None or approved.actor_id != actor.id:
        return None
    return "审批的人不能自己执行销毁，请档案登记员办理"


@rests_on("AR-1", "PI-19")
def all_still_due(item: Any, actor: Any) -> str | None:
    """Every case of the list may still be destroyed: none was reopened, none is held."""
    disposal: Disposal = item
    wrong = [row.number for row in disposal.items if not _over(row.case) or held(row.case)]
    if not wrong:
        return None
    return f"清册里有不能销毁的案卷：{'、'.join(wrong)}（已重新打开或者停止销毁）。请“撤销清册”后重新列"


@rests_on("AR-1")
def list_printed(item: Any, actor: Any) -> str | None:
    """The list is on paper: it is signed and kept for good."""
    query = select(Document.id).filter_by(chain=item.ref, name=LIST)
    return None if db.session.scalar(query.limit(1)) else "还没有打印销毁清册，请先打印、签名"


def who_witnesses(told: Any, actor: User) -> User | None:
    """The colleague of the own agency who looked on, if there is one and it is somebody else."""
    witness = db.session.get(User, int(told.get("witness") or 0))
    if witness is None or witness.id == actor.id or witness.agency_id != actor.agency_id:
        return None
    return witness


def _over(case: Case) -> bool:
    term = retention_of(case)
    return term is not None and term.due_on is not None and term.due_on <= today()
