"""Who is in high danger and has not been heard from: looked for by the worker, told in 今日工作 and on 督办台.

Silence is counted from the last day on which she herself was met, spoken to or wrote (`Case.heard_on`). What it asks for
is a look at the safe contact first: where she wants none, the supervisor decides who goes.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import exists, or_, select

from mediation.audit.log import hold
from mediation.cases.danger import IN_DANGER
from mediation.cases.models import OVER, Case
from mediation.cases.rules import case_of
from mediation.cases.tasks import add_task, finish_tasks
from mediation.cases.work import Task
from mediation.db import atomic, db, today
from mediation.law.calendar import local_day
from mediation.outbox.post import post
from mediation.workflow.facts import plain
from mediation.workflow.words import Taken

KIND, RULE = "silence", "PM-DV"
MESSAGE = "有一件事超过期限没有消息，请登录查看。"
MOST = 200


def days_of_silence() -> int:
    """After how many days without word from her somebody is told; the station's own number."""
    return int(current_app.config["SILENCE_DAYS"])


def silent_cases() -> Sequence[int]:
    """The ids of cases under way in high danger, without word from her for so long, of which nobody was told yet."""
    told = exists().where(Task.case_id == Case.id, Task.kind == KIND, Task.done_at.is_(None))
    query = select(Case.id).where(
        Case.state.not_in(OVER),
        or_(Case.danger.in_(IN_DANGER), Case.danger_provisional),
        Case.heard_on <= _cutoff().isoformat(),
        ~told,
    )
    return db.session.scalars(query.order_by(Case.id).limit(MOST)).all()


def tell_of_silence(case_id: int) -> None:
    """Put it on the list of the owner, once. Does nothing where she was heard from, or another worker was faster."""
    with atomic() as session:
        case = session.get_one(Case, case_id)
        hold(case.chain)
        if case_id not in silent_cases():
            return
        days = (today() - date.fromisoformat(case.heard_on)).days
        add_task(
            case,
            KIND,
            f"高危险，{days}天没有本人的消息：先看联系须知再联系，联系不上的报负责人",
            verb="登记联系",
            link=f"/cases/{case.ref}/contact_her",
            user_id=case.owner_id,
            due_on=today(),
            urgent=True,
            rule=RULE,
        )
        post(KIND, MESSAGE, link=f"/cases/{case.ref}", agency_id=case.agency_id, user_id=case.owner_id)


def heard(case: Case, told: Any = None) -> None:
    """She was met, spoken to or wrote: on the day TOLD (as steps tell it: a moment, a day, a month), else today."""
    day = _day(told)
    case.heard_on = max(case.heard_on or local_day(case.registered_at).isoformat(), day)
    if day > _cutoff().isoformat():
        finish_tasks(case, KIND)


def heard_from_her(taken: Taken) -> None:
    """The step was done together with her."""
    heard(case_of(taken.item), taken.happened_on)


def _cutoff() -> date:
    return today() - timedelta(days=days_of_silence())


def _day(told: Any) -> str:
    """An ISO day, never in the future; of a month or a year alone its first, for nobody knows of a later one."""
    words = str(plain(told)) if told else today().isoformat()
    return min(f"{words}-01-01"[:10] if len(words) < len("2026-01-01") else words[:10], today().isoformat())
