"""What referrals add to 今日工作: the receiver signs, accepts and answers, the sender confirms or finds another way.

Before it is accepted the case does not exist for the receiver: the row names the slip, and of the person only the
danger, if the package tells it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.page import identity
from mediation.cases.queries import find_case
from mediation.cases.tasks import RETURNED
from mediation.cases.today import row
from mediation.cases.work import Task
from mediation.db import SHANGHAI, db
from mediation.errors import Missing
from mediation.people.absences import stands_in_for
from mediation.people.models import User
from mediation.referrals.handed_in import what_is_asked
from mediation.referrals.kinds import PRESSING
from mediation.referrals.models import Referral
from mediation.referrals.package import danger_told
from mediation.referrals.queries import LINK, TO_RECEIVER, TO_SENDER, come_back, package_open, to_take_in
from mediation.workflow.models import Clock

OWN_TASKS = frozenset({TO_RECEIVER, TO_SENDER, RETURNED})
# The step that comes next, by where the referral stands: it is signed for, then read, then accepted or sent back.
NEXT = {"sent": "sign_for", "signed_for": "accept", "accepted": "answer"}


def received_rows(actor: User) -> list[dict[str, Any]]:
    """What ACTOR takes in and nobody has answered yet, and what was asked again."""
    found = to_take_in(actor)
    asked, due = _tasks(found, [TO_RECEIVER]), due_of(found)
    return [
        _received(referral, asked.get(_url(referral)), due.get(referral.ref), actor) for referral in found
    ]


def sent_rows(actor: User) -> list[dict[str, Any]]:
    """What ACTOR sent, or sends as the owner of the case, and what came back: an answer, or the referral itself."""
    found = come_back(actor)
    open_tasks = _tasks(found, [TO_SENDER, RETURNED])
    mine = {actor.id, *stands_in_for(actor)}
    return [
        _sent(referral, task, actor)
        for referral in found
        if (task := open_tasks.get(_url(referral)))
        and mine.intersection((task.user_id or actor.id, referral.owner_id))
    ]


def _received(referral: Referral, task: Task | None, due: Any, actor: User) -> dict[str, Any]:
    step = _step(referral, NEXT[referral.state], actor)
    told = danger_told(referral.package) if package_open(referral) else ""
    left = ""
    if referral.state == "accepted":
        left = "：请回复结果" if task else "：请反馈进展或回复结果"
    return row(
        referral.ref,
        {"name": referral.slip_number, "url": _url(referral)},
        f"{what_is_asked(referral)}（{referral.from_agency.name}转来）{left}",
        step["label"] if step else "查看",
        step["url"] if step else _url(referral),
        danger=told,
        urgent=referral.urgency in PRESSING or bool(task and task.urgent),
        due=due or (task.due_on if task else None),
        stage="转介收件",
    )


def _sent(referral: Referral, task: Task, actor: User) -> dict[str, Any]:
    case = _case_for(referral, actor)
    about = identity(case, actor=actor) if case else {"name": referral.slip_number, "url": _url(referral)}
    return row(
        case.ref if case else referral.ref,
        about,
        f"{what_is_asked(referral)}（{referral.to_agency.name}）：{task.text.removeprefix('转介')}",
        task.verb,
        _url(referral),
        danger=about["danger"] if case else "",
        urgent=task.urgent,
        due=task.due_on,
        stage="已发出的转介",
    )


def _url(referral: Referral) -> str:
    return f"{LINK}{referral.ref}"


def _step(referral: Referral, trigger: str, actor: User) -> dict[str, Any] | None:
    steps = step_entries(referral, actor=actor, url=_url(referral))
    return next((step for step in steps if step["trigger"] == trigger and not step["reason"]), None)


def _case_for(referral: Referral, actor: User) -> Case | None:
    """The case, for those who may open it."""
    try:
        return find_case(referral.chain, actor=actor)
    except Missing:
        return None


def _tasks(found: Sequence[Referral], kinds: list[str]) -> dict[str, Task]:
    """The open tasks of these referrals, by their link; who may see them was asked of the referral."""
    links = [_url(referral) for referral in found]
    query = select(Task).where(Task.link.in_(links), Task.kind.in_(kinds), Task.done_at.is_(None))
    return {task.link: task for task in db.session.scalars(query.order_by(Task.id))}


def due_of(found: Sequence[Referral]) -> dict[str, Any]:
    """The end of the time limit that is most pressing for each: of the law (XF-23B), or of the house."""
    refs = [referral.ref for referral in found]
    # The latest first: the earliest of a referral stays.
    running = select(Clock).where(Clock.subject.in_(refs), Clock.state == "running")
    running = running.order_by(Clock.due_at.desc())
    return {clock.subject: clock.due_at.astimezone(SHANGHAI).date() for clock in db.session.scalars(running)}
