"""Reminders of time limits, and the ladder that an overdue duty climbs: as tasks in 今日工作 and neutral messages.

Each notice is claimed by compare-and-set on `clock.next_at`, so that two workers, or one that was away for a week, tell
it once. Nothing in a task or a message is personal.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from mediation.audit.log import Subject, hold, record
from mediation.cases.access import may_open
from mediation.cases.clock_words import DUTIES, local_text
from mediation.cases.models import Case, Stage
from mediation.cases.tasks import NEWS, add_task
from mediation.cases.work import Task
from mediation.db import atomic, db, now, today
from mediation.outbox.post import post
from mediation.people.models import User
from mediation.people.program import SYSTEM
from mediation.workflow import clocks
from mediation.workflow.clock_plan import due_now, next_after, plan, rung_number
from mediation.workflow.models import Clock, ClockEvent

KIND = "time_limit"
MOST = 500
SOON_TEXT = "有一项期限快到了，请登录查看。"
LATE_TEXT = "有一项期限已经超期，请登录查看。"
LEADERS_TEXT = "有超期事项报到您这里，请登录督办台查看。"
# A leader sees no case; of a sealed one, not even that it is late.
LEADERS_LEVEL = 2


def clocks_due() -> Sequence[int]:
    """The ids of the clocks about which somebody is to be told now, the longest waiting first."""
    query = select(Clock.id).where(Clock.next_at <= now()).order_by(Clock.next_at).limit(MOST)
    return db.session.scalars(query).all()


def remind(clock_id: int) -> None:
    """Tell what has come due of one clock. Does nothing where another worker was faster or the clock has ended."""
    with atomic():
        clock = db.session.get(Clock, clock_id)
        if clock is None:
            return
        for what in _claimed(clock):
            _tell(clock, what)


def urge(clock: Clock, case: Case, *, actor: User) -> bool:
    """A supervisor asks whoever has it in hand to see to it. False where it was urged today already."""
    with atomic():
        day = today().isoformat()
        again = select(ClockEvent.id).where(
            ClockEvent.clock_id == clock.id, ClockEvent.kind == "urged", ClockEvent.happened_on == day
        )
        hold(clock.chain)
        if db.session.scalar(again.limit(1)):
            return False
        record("clock.urge", actor=actor, subject=Subject(clock.chain, "clock", clock.ref))
        _to_worker(case, clock, f"负责人催办：{clocks.label_of(clock.rule)}", LATE_TEXT, urgent=True)
        db.session.add(
            ClockEvent(clock_id=clock.id, kind="urged", recorded_at=now(), happened_on=day, actor_id=actor.id)
        )
    return True


def _claimed(clock: Clock) -> list[str]:
    """What is to be told, if nobody else has taken it on meanwhile."""
    moment, seen = now(), clock.next_at
    if seen is None or seen > moment:
        return []
    notices = plan(clock, clocks.limit_of(clock), clocks.ladder())
    told = due_now(notices, since=seen, now=moment)
    rung = max([clock.rung, *map(rung_number, told)])
    changed = db.session.execute(
        update(Clock)
        .where(Clock.id == clock.id, Clock.next_at == seen, Clock.state == clock.state)
        .values(next_at=next_after(notices, moment), rung=rung)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(clock)
    return told if changed.rowcount == 1 else []  # type: ignore[attr-defined]


def _tell(clock: Clock, what: str) -> None:
    case = db.session.scalars(select(Case).where(Case.ref == clock.chain)).one()
    if what == "before" and _planned(case, clock):
        return
    if rung_number(what):
        record(
            "clock.escalate", actor=SYSTEM, subject=Subject(clock.chain, "clock", clock.ref), fields=[what]
        )
    told = _TELL[what](case, clock, what)
    event = "escalated" if rung_number(what) else "reminded"
    ground = what if told else "nobody"
    db.session.add(
        ClockEvent(
            clock_id=clock.id, kind=event, recorded_at=now(), happened_on=today().isoformat(), ground=ground
        )
    )


def _before(case: Case, clock: Clock, _what: str) -> bool:
    label, end = clocks.label_of(clock.rule), local_text(clock.conservative)
    text = f"期限将到（{end}）：{label}"
    if clock.duty == "party":
        text = f"提醒当事人，只用安全联系方式（{end}到期）：{label}"
    return _to_worker(case, clock, text, SOON_TEXT)


def _late(case: Case, clock: Clock, _what: str) -> bool:
    """Others' time has passed: to be asked after. A right may be late: never said to be lost (T-04)."""
    label = clocks.label_of(clock.rule)
    if clock.duty == "party":
        text = f"可能逾期，用安全联系方式请当事人立即咨询：{label}"
        return _to_worker(case, clock, text, SOON_TEXT, urgent=True, dated=False)
    whom = DUTIES.get(clock.duty, "对方")
    text = f"询问、催办{whom}：{label}已过期限"
    return _to_worker(case, clock, text, SOON_TEXT, verb="催办", dated=False)


def _worker(case: Case, clock: Clock, _what: str) -> bool:
    if clock.duty == "receiver":
        return _late(case, clock, _what)
    words = "应当立即办理" if clock.amount == "立即" else "已过期限"
    return _to_worker(case, clock, f"{words}：{clocks.label_of(clock.rule)}", LATE_TEXT, urgent=True)


def _supervisor(case: Case, clock: Clock, _what: str) -> bool:
    """The supervisors of the agency in charge who may open the case; without one, those of the owner's agency."""
    found = _those("supervisor", clock.agency_id, case) or _those("supervisor", case.agency_id, case)
    for user in found:
        _task(
            case,
            clock,
            f"督办：{clocks.label_of(clock.rule)}已超期",
            user.agency_id,
            user.id,
            verb="督办",
            urgent=True,
        )
        post("time_limit", LATE_TEXT, link="/supervision", agency_id=user.agency_id, user_id=user.id)
    return bool(found)


def _leader(case: Case, clock: Clock, _what: str) -> bool:
    """A neutral message: the leader finds rule, unit, worker, days and number on 督办台, and no case."""
    if case.level > LEADERS_LEVEL:
        return False
    leaders = db.session.scalars(
        select(User).where(User.active, User.role == "leader", User.agency_id == case.agency_id)
    ).all()
    for user in leaders:
        post(
            "time_limit",
            "有超期事项报到您这里，请登录督办台查看。",
            link="/supervision",
            agency_id=user.agency_id,
            user_id=user.id,
        )
    return bool(leaders)


_TELL = {"before": _before, "late": _late, "worker": _worker, "supervisor": _supervisor, "leader": _leader}


def worker_of(case: Case, clock: Clock) -> tuple[int, int | None]:
    """Agency and person who work on what the clock is about: of a duty, whoever has the stage in hand; else the owner.

    Whoever has left the house reads nothing more: then it is the agency's.
    """
    agency_id, user_id = _worker_of(case, clock)
    user = db.session.get(User, user_id) if user_id else None
    return agency_id, user.id if user and user.active else None


def _worker_of(case: Case, clock: Clock) -> tuple[int, int | None]:
    stage = db.session.scalars(select(Stage).where(Stage.ref == clock.subject)).first()
    # What a partner owes on a referral is asked after by whoever has the case: not everybody there has an account.
    if clock.kind != "deadline" or clock.duty == "receiver":
        return case.agency_id, case.owner_id
    if stage is not None:
        owner = case.owner_id if stage.agency_id == case.agency_id else None
        return stage.agency_id, stage.assignee_id or owner
    agency_id = clock.agency_id or case.agency_id
    return agency_id, case.owner_id if agency_id == case.agency_id else None


def _to_worker(case: Case, clock: Clock, text: str, message: str, **more: Any) -> bool:
    """A task and a message; dated where the day is ours. What others let pass, and a right, is nobody's overdue work."""
    agency_id, user_id = worker_of(case, clock)
    _task(case, clock, text, agency_id, user_id, **more)
    post("time_limit", message, link=f"/cases/{case.ref}", agency_id=agency_id, user_id=user_id)
    return True


def _task(
    case: Case,
    clock: Clock,
    text: str,
    agency_id: int,
    user_id: int | None,
    *,
    verb: str = "办理",
    urgent: bool = False,
    dated: bool = True,
) -> None:
    """The newest reminder of a clock takes the place of the one before it on the same list. In an archived case nothing is
    recorded any more: there it is news, to be taken note of."""
    same = update(Task).where(Task.clock_id == clock.id, Task.agency_id == agency_id, Task.done_at.is_(None))
    db.session.execute(same.where(Task.user_id == user_id).values(done_at=now()))
    add_task(
        case,
        NEWS if case.state == "archived" else KIND,
        text[:120],
        verb=verb,
        link=f"/referrals/{clock.subject}" if clock.subject_kind == "referral" else "",
        agency_id=agency_id,
        user_id=user_id,
        stage=db.session.scalars(select(Stage).where(Stage.ref == clock.subject)).first(),
        due_on=date.fromisoformat(local_text(clock.conservative)[:10]) if dated else None,
        urgent=urgent,
        rule=clock.rule,
        clock_id=clock.id,
    )


def _planned(case: Case, clock: Clock) -> bool:
    """Whether dated work for the same rule waits already: an order has visits and reminders of its own (PO-30)."""
    soon = or_(Task.due_on.is_(None), Task.due_on <= today() + timedelta(days=7))
    query = select(Task.id).where(
        Task.case_id == case.id, Task.rule == clock.rule, Task.done_at.is_(None), soon
    )
    return db.session.scalar(query.where(Task.clock_id.is_(None)).limit(1)) is not None


def _those(role: str, agency_id: int | None, case: Case) -> list[User]:
    query = select(User).where(User.active, User.role == role, User.agency_id == agency_id)
    return [user for user in db.session.scalars(query) if may_open(case, actor=user)]
