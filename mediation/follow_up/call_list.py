"""Whom to ask after: those who may be called at this moment first, and of the others why not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mediation.cases.access import visible_to
from mediation.cases.calling import calls, may_call
from mediation.cases.contact_lock import USUAL_HOURS
from mediation.cases.models import Case, Party
from mediation.cases.page import identity
from mediation.cases.tasks import where_done
from mediation.cases.work import Task
from mediation.db import db, today
from mediation.people.models import User

AHEAD, MOST = timedelta(days=7), 100
KINDS = ("follow_up", "redo_work")
BY_DANGER = ("lethal", "high", "medium")


def call_list(at: datetime, *, actor: User) -> list[dict[str, Any]]:
    """Whom to call or visit within a week, one row a case (MOST pieces of work at most).

    Of the cases in which ACTOR is one of those who speak with her: callable at the moment AT first, then by danger, then by
    day. No number: it is shown by a press of its own.
    """
    by_case: dict[int, list[Task]] = {}
    for task in _due(actor):
        by_case.setdefault(task.case_id, []).append(task)
    rows = [_row(tasks, at, actor) for tasks in by_case.values() if may_call(tasks[0].case, actor)]
    return sorted(rows, key=lambda row: (not row["now"], row["rank"], row["due"] or today()))


def _due(actor: User) -> Sequence[Task]:
    query = (
        select(Task)
        .where(Task.done_at.is_(None), Task.kind.in_(KINDS), Task.agency_id == actor.agency_id)
        .where(Task.due_on <= today() + AHEAD)
        .where(Task.case_id.in_(visible_to(actor).with_only_columns(Case.id)))
        .options(joinedload(Task.case).selectinload(Case.parties).joinedload(Party.person))
        .order_by(Task.due_on, Task.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def _row(tasks: Sequence[Task], at: datetime, actor: User) -> dict[str, Any]:
    """What is due first; one call may answer the others, too."""
    task = tasks[0]
    case = task.case
    said = calls(case, at)
    return {
        "case": case.ref,
        "identity": identity(case, actor=actor),
        "what": task.text,
        "more": len(tasks) - 1,
        "due": task.due_on,
        "late": task.due_on is not None and task.due_on < today(),
        "rank": BY_DANGER.index(case.danger) if case.danger in BY_DANGER else len(BY_DANGER),
        "now": any(why_not is None for _party, why_not in said),
        "calls": [
            (party.person.called, why_not or "", _hours(party) if why_not is None else "")
            for party, why_not in said
        ],
        "url": where_done(task),
    }


def _hours(party: Party) -> str:
    contact = party.person.safe_contact
    return contact.hours if contact and contact.hours else USUAL_HOURS
