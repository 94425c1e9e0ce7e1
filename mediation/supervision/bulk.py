"""Several at once from 督办台: each row by its own steps and with its own result; a refusal of one stops no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from mediation.cases.access import NO_CONTENT
from mediation.cases.models import Case, Stage
from mediation.cases.reminding import urge
from mediation.cases.tasks import ASSIGN_OWNER
from mediation.db import db
from mediation.errors import Refusal
from mediation.people.models import User
from mediation.people.roles import ROLES
from mediation.supervision import queries
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS, take

ASSIGN = "assign"
URGED, URGED_BEFORE = "已催办，承办人会在今日工作里看到", "今天已经催办过"


@dataclass(frozen=True)
class Result:
    """What became of one row: the case, what of it, whether it was done, and what is said about it."""

    case: Case
    what: str
    done: bool
    said: str


def urge_all(refs: Iterable[str], *, actor: User) -> list[Result]:
    """Urge whoever has each of these overdue clocks in hand. What ACTOR may not know of is passed over."""
    results = []
    for ref in dict.fromkeys(refs):
        if found := queries.late_clock(ref, actor=actor):
            clock, case = found
            told = urge(clock, case, actor=actor)
            results.append(Result(case, clocks.label_of(clock.rule), told, URGED if told else URGED_BEFORE))
    return results


def assign_all(refs: Iterable[str], *, to: User, actor: User) -> list[Result]:
    """Give each of these cases of 待分派 TO a colleague: the case itself where it has no owner, and the stages here that
    nobody has in hand, where such a stage is simply assigned."""
    wanted = tuple(dict.fromkeys(refs))
    cases = db.session.scalars(queries.unassigned(actor).where(Case.ref.in_(wanted)).order_by(Case.id)).all()
    return [result for case in cases for result in _assign(case, to, actor)]


def colleagues_of(actor: User) -> Sequence[tuple[str, str]]:
    """Who may be given work here: ref and name with what they are."""
    return [
        (user.ref, f"{user.name}（{ROLES[user.role]}）") for user in db.session.scalars(_colleagues(actor))
    ]


def colleague(ref: str, *, actor: User) -> User | None:
    """One of those, by ref."""
    return db.session.scalar(_colleagues(actor).where(User.ref == ref))


def _colleagues(actor: User) -> Select[User]:
    query = select(User).where(User.agency_id == actor.agency_id, User.active, User.role.not_in(NO_CONTENT))
    return query.order_by(User.id)


def _assign(case: Case, to: User, actor: User) -> list[Result]:
    results = []
    if case.owner_id is None:
        results.append(_step(case, case, ASSIGN_OWNER, "案件", to, actor))
    for stage in case.stages:
        if stage.ended or stage.assignee_id is not None or stage.agency_id != actor.agency_id:
            continue
        label = str(WORKFLOWS[stage.workflow].label)
        if WORKFLOWS[stage.workflow].steps(ASSIGN, stage.state):
            results.append(_step(case, stage, ASSIGN, label, to, actor))
        else:
            results.append(Result(case, label, False, "这个环节现在要在案件里指派"))
    return results or [Result(case, "案件", False, "经办人请假，请在案件里换人或安排代班")]


def _step(case: Case, item: Case | Stage, trigger: str, what: str, to: User, actor: User) -> Result:
    try:
        take(item, trigger, actor=actor, facts={"assignee": to.id})
    except Refusal as refusal:
        return Result(case, what, False, refusal.reason)
    return Result(case, what, True, f"已交给{to.name}")
