"""What a quick registration left open: a list per case, gone once everything is there or nobody can say it any more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from mediation.audit.log import Subject, record
from mediation.cases.access import field_groups, may_register, visible_to, whole_to
from mediation.cases.models import Case
from mediation.cases.page import identity
from mediation.cases.queries import answers, find_case, parties_of
from mediation.cases.tasks import add_task, finish_tasks, open_tasks
from mediation.cases.today import row
from mediation.cases.work import Assessment, Task
from mediation.db import atomic, db, today
from mediation.errors import Missing
from mediation.people.absences import stands_in_for
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow.words import Taken

KIND = "complete_registration"
COMPLETED = "intake.completed"
WITHIN = timedelta(days=1)
MOST = 100


def want_completion(taken: Taken) -> None:
    """Whoever took the call goes on asking: on the list from now, due the day after."""
    if taken.facts.get("quick"):
        add_task(
            taken.item,
            KIND,
            "来电快记，请补齐登记",
            verb="补齐",
            user_id=taken.actor.id,
            due_on=today() + WITHIN,
        )


def missing_in(case: Case) -> list[tuple[str, str]]:
    """What is not known yet: in words, and the name of the step that records it."""
    applicants = parties_of(case, "applicant")
    told = [
        ("怎样联系才安全", "change_safe_contact", any(party.person.safe_contact for party in applicants)),
        ("没问清的安全问题", "assess_danger", not _unanswered(case)),
        ("本人的意愿", "correct", bool(case.wishes)),
        ("姓名（仍不愿说的不用补）", "correct", any(party.person.name for party in applicants)),
        ("对方是谁", "add_party", bool(parties_of(case, "respondent"))),
        ("个人信息同意", "record_privacy_consent", bool(answers(case, "privacy"))),
    ]
    return [(words, step) for words, step, known in told if not known]


def _unanswered(case: Case) -> bool:
    newest = select(Assessment).where(Assessment.case_id == case.id).order_by(Assessment.id.desc()).limit(1)
    last = db.session.scalar(newest)
    return last is not None and last.instrument == "three_questions" and last.unanswered > 0


def panel(case: Case, actor: User) -> Panel | None:
    """来电快记还要补的, on the page of a case that is on the list."""
    if "narrative" not in field_groups(actor, case) or not open_tasks(case, KIND):
        return None
    return Panel(
        "来电快记：还要补的", "intake/_to_complete.html", {"case": case, "missing": missing_in(case)}, order=5
    )


def rows(actor: User) -> list[dict[str, Any]]:
    """The calls that this person took, or somebody for whom they stand in, and that are not complete."""
    mine = or_(Task.user_id.in_({actor.id, *stands_in_for(actor)}), Task.user_id.is_(None))
    return [_row(task, actor) for task in _waiting(actor, mine)]


def listed(actor: User) -> list[dict[str, Any]]:
    """All of the station that ACTOR may see as a whole, what is due first."""
    return [_row(task, actor) for task in _waiting(actor)] if may_register(actor) else []


def _waiting(actor: User, *more: Any) -> Sequence[Task]:
    known = visible_to(actor).where(whole_to(actor)).with_only_columns(Case.id)
    query = select(Task).where(Task.kind == KIND, Task.done_at.is_(None), Task.case_id.in_(known), *more)
    return db.session.scalars(query.order_by(Task.due_on, Task.id).limit(MOST)).all()


def _row(task: Task, actor: User) -> dict[str, Any]:
    about = identity(task.case, actor=actor)
    missing = "、".join(words for words, _step in missing_in(task.case))
    what = f"来电快记，还要补：{missing}" if missing else "来电快记，已经补齐，请核对"
    url = f"/cases/{task.case.ref}#to-complete"
    return row(
        task.case.ref, about, what, task.verb, url,
        danger=about["danger"], stage=about["stage"], due=task.due_on, kind=task.kind,
    )  # fmt: skip


def complete(ref: str, *, actor: User) -> Case:
    """Everything that could be asked was asked: off the list, and the log says who said so. Raises Missing."""
    case = find_case(ref, actor=actor)
    if "narrative" not in field_groups(actor, case):
        raise Missing
    with atomic():
        if open_tasks(case, KIND):
            finish_tasks(case, KIND)
            record(COMPLETED, actor=actor, subject=Subject(case.ref, "case", case.ref))
    return case
