"""Cases that had ended before terms were kept: each gets its own, from the step by which it ended."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.access import DESTROYED
from mediation.cases.models import OVER, Case
from mediation.db import atomic, db
from mediation.retention.effects import keep_term
from mediation.retention.models import Retention
from mediation.workflow.history import newest

MOST = 200
# The step that led to each end.
BY = {"archived": "archive", "declined": "decline", "withdrawn": "withdraw", "transferred": "transfer"}


def without_term() -> Sequence[int]:
    """The ids of ended cases whose term is not written down."""
    ended = Case.state.in_(OVER & BY.keys())
    query = (
        select(Case.id)
        .outerjoin(Retention, Retention.case_id == Case.id)
        .where(ended, Case.state != DESTROYED, Retention.case_id.is_(None))
    )
    return db.session.scalars(query.order_by(Case.id).limit(MOST)).all()


def write_term(case_id: int) -> None:
    """Write down the term of one of them. Does nothing where another worker was faster."""
    with atomic() as session:
        case = session.get_one(Case, case_id)
        step = newest(case.ref, BY[case.state]) if case.state in BY else None
        if step is None or session.get(Retention, case_id) is not None:
            return
        facts = step.facts or {}
        keep_term(case, str(facts.get("retention") or ""), str(facts.get("archived_on") or step.happened_on))
