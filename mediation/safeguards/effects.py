"""What opening a door, a review and a recusal bring about."""

from sqlalchemy import select

from mediation.audit.log import record_read
from mediation.cases.models import Case
from mediation.cases.openings import BROKEN_FOR, TOGETHER_FOR, Opening, Recusal
from mediation.cases.rules import case_of
from mediation.cases.screening import recuse, screen
from mediation.cases.tasks import DECIDE_RECUSAL, add_task, finish_tasks
from mediation.cases.ties import Unwanted, add_unwanted, is_tied, names_in
from mediation.db import db, now
from mediation.outbox.post import post
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.workflow.words import Taken

OPENINGS, SEALED = "/openings", "/sealed"
TOLD = "有人紧急打开了一件限定知情的案件，请复核。"


def tell_of_break_glass(taken: Taken) -> None:
    """Supervisor, leader and owner are told at once, whether or not there is such a case; two hours begin now. Nobody is
    told who is tied to the case."""
    opening: Opening = taken.item
    opening.until = now() + BROKEN_FOR
    reviewers = db.session.query(User).filter(
        User.agency_id == opening.agency_id, User.active, User.role.in_(("supervisor", "leader"))
    )
    case = opening.case
    told = {user.id for user in reviewers if case is None or not is_tied(case, user)}
    told |= {opening.owner_id} if opening.owner_id else set()
    for user_id in sorted(told - {opening.user_id}):
        post("break_glass", TOLD, link=OPENINGS, agency_id=opening.agency_id, user_id=user_id)
    if case:
        record_read("break_glass", actor=taken.actor, subject=case.ref, shown=[case.ref])


def keep_review(taken: Taken) -> None:
    """Who reviewed it; the worker hears that it was."""
    opening: Opening = taken.item
    opening.second_id = None
    post(
        "break_glass", "您的紧急打开已经复核，请看意见。", link=OPENINGS, agency_id=opening.agency_id,
        user_id=opening.user_id,
    )  # fmt: skip


def ask_second(taken: Taken) -> None:
    """The owner or a supervisor, whoever did not ask, is asked to open it too."""
    opening: Opening = taken.item
    case: Case = case_of(opening)
    supervisors = db.session.query(User).filter_by(agency_id=case.agency_id, role="supervisor", active=True)
    for user_id in ({user.id for user in supervisors} | {case.owner_id}) - {taken.actor.id, None}:
        text = "请与同事一同打开一件封存的案件。"
        post("sealed", text, link=f"{SEALED}/{case.ref}", agency_id=case.agency_id, user_id=user_id)


def open_together(taken: Taken) -> None:
    """Both see it from now on, for a working day."""
    opening: Opening = taken.item
    opening.second_id, opening.until = taken.actor.id, now() + TOGETHER_FOR


def ask_for_decision(taken: Taken) -> None:
    """The supervisor finds it in 今日工作."""
    recusal: Recusal = taken.item
    role = ROLES.get(recusal.user.role, "工作人员")
    link = f"/cases/{recusal.case.ref}/{recusal.ref}/uphold"
    add_task(
        recusal.case,
        DECIDE_RECUSAL,
        f"{role}申请回避，请决定",
        verb="决定",
        link=link,
        urgent=True,
        rule="XF-30",
    )


def recuse_worker(taken: Taken) -> None:
    """The worker does not see the case any more; what they had in hand waits for somebody else."""
    recusal: Recusal = taken.item
    _decided(recusal)
    recuse(recusal.case, recusal.user_id, actor=taken.actor)


def end_recusal_task(taken: Taken) -> None:
    """It was decided."""
    recusal: Recusal = taken.item
    _decided(recusal)
    text = "您申请的回避已经决定，请看意见。"
    link = f"/cases/{recusal.case.ref}"
    post("recusal", text, link=link, agency_id=recusal.user.agency_id, user_id=recusal.user_id)


def keep_unwanted(taken: Taken) -> None:
    """Whom she will not have told: from now on the case does not exist for them."""
    case, told = case_of(taken.item), taken.facts
    rows = [
        Unwanted(key_id=case.key_id, case_id=case.id, agency_id=int(one)) for one in told.get("houses", [])
    ]
    rows += [
        Unwanted(key_id=case.key_id, case_id=case.id, user_id=int(one)) for one in told.get("workers", [])
    ]
    db.session.add_all(rows)
    add_unwanted(case, names_in(told.get("unwanted_names")))
    screen(case, actor=taken.actor)


def _decided(recusal: Recusal) -> None:
    """The task goes with the last that waits: two colleagues may have asked in one case."""
    another = select(Recusal.id).where(
        Recusal.case_id == recusal.case_id, Recusal.id != recusal.id, Recusal.state == "asked"
    )
    if db.session.scalar(another.limit(1)) is None:
        finish_tasks(recusal.case, DECIDE_RECUSAL)
