"""What 督办台 counts and lists. A number and its list are one query: what is counted is what is opened.

Everything begins at `visible_to`: nobody is counted a case that they may not open.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy import case as case_when
from sqlalchemy.orm import aliased, joinedload, selectinload

from mediation.cases.access import visible_to
from mediation.cases.models import OVER, Case, Party, Stage
from mediation.cases.persons import Person
from mediation.cases.silence import KIND as SILENCE
from mediation.cases.work import Note, Task
from mediation.db import SHANGHAI, db, now, today
from mediation.law.time_limits import NO_NUMBER
from mediation.people.absences import away, stood_in_for
from mediation.people.models import Agency, User
from mediation.workflow.models import Clock, StepTaken

PAGE = 50
# A number on a page stops here: nobody reads further, and no query counts a whole table.
MOST = 999
# So long without a step or a note, and a case is asked after.
IDLE = timedelta(days=30)
IN_DANGER = ("high", "lethal")
# In place of the ref of a person: what nobody has in hand.
NOBODY = "nobody"


def overdue(actor: User) -> Any:
    """Our own duties whose conservative date has passed: clock and case."""
    return _late(actor).where(Clock.kind == "deadline", Clock.amount != NO_NUMBER)


def overdue_elsewhere(actor: User) -> Any:
    """The time of others (court, police, legal aid) that has passed: to be asked after, nobody's breach here."""
    return _late(actor).where(Clock.kind.in_(("ext", "warn")), Clock.amount != NO_NUMBER)


def in_danger(actor: User) -> Any:
    """Cases under way in high danger, or not yet measured by the scale."""
    danger = or_(Case.danger.in_(IN_DANGER), Case.danger_provisional)
    return _own(actor).where(Case.state.not_in(OVER), danger)


def silent(actor: User) -> Any:
    """Cases in high danger in which nobody has heard from her for so long that the owner was told to look."""
    looked_for = exists().where(Task.case_id == Case.id, Task.kind == SILENCE, Task.done_at.is_(None))
    return _own(actor).where(Case.state.not_in(OVER), looked_for)


def untouched(actor: User) -> Any:
    """Of those in high danger: the scale was not done, or no protection stage is open."""
    guarded = exists().where(Stage.case_id == Case.id, ~Stage.ended, Stage.workflow == "protection")
    return in_danger(actor).where(or_(Case.danger_provisional, ~guarded))


def idle(actor: User) -> Any:
    """Cases under way in which nobody has done or noted anything for IDLE days."""
    since = now() - IDLE
    done = exists().where(
        StepTaken.chain == Case.ref, StepTaken.recorded_at > since, StepTaken.actor_id.is_not(None)
    )
    noted = exists().where(Note.case_id == Case.id, Note.made_at > since)
    return _own(actor).where(Case.state.not_in(OVER), Case.registered_at <= since, ~done, ~noted)


def unassigned(actor: User) -> Any:
    """Cases under way without an owner, or with an open stage here that nobody at work has in hand."""
    on_leave = and_(away(Stage.assignee_id), ~stood_in_for(Stage.assignee_id))
    idle = exists().where(
        Stage.case_id == Case.id,
        ~Stage.ended,
        Stage.agency_id == actor.agency_id,
        or_(Stage.assignee_id.is_(None), on_leave),
    )
    return _own(actor).where(Case.state.not_in(OVER), or_(Case.owner_id.is_(None), idle))


def opened_this_month(actor: User) -> Any:
    """Cases registered since the first of this month."""
    return _own(actor).where(Case.registered_at >= _first_of_month())


def closed_this_month(actor: User) -> Any:
    """Cases that were closed this month and are so still."""
    closed = exists().where(
        StepTaken.subject == Case.ref,
        StepTaken.trigger == "close",
        StepTaken.recorded_at >= _first_of_month(),
    )
    return _own(actor).where(Case.state.in_(("closed", "archived")), closed)


Listed = Callable[[User], Any]
CLOCKS: dict[str, Listed] = {"overdue": overdue, "elsewhere": overdue_elsewhere}
CASES: dict[str, Listed] = {
    "untouched": untouched,
    "danger": in_danger,
    "silent": silent,
    "unassigned": unassigned,
    "idle": idle,
    "opened": opened_this_month,
    "closed": closed_this_month,
}


def count(kind: str, *, actor: User) -> int:
    """How many the list holds, MOST + 1 at most."""
    query = ({**CLOCKS, **CASES})[kind](actor)
    column = Clock.id if kind in CLOCKS else Case.id
    some = query.with_only_columns(column).order_by(None).limit(MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def units(kind: str, *, actor: User) -> Sequence[tuple[str, str, int]]:
    """The agencies that have something on the list: ref, name, how many; in the order of their names."""
    query = CLOCKS[kind](actor).join(Agency, Agency.id == Clock.agency_id)
    query = query.with_only_columns(Agency.ref, Agency.name, func.count(Clock.id))
    rows = db.session.execute(query.group_by(Agency.ref, Agency.name).order_by(Agency.name).limit(PAGE))
    return [(ref, name, number) for ref, name, number in rows]


def workers(kind: str, *, actor: User) -> Sequence[tuple[str, str, int]]:
    """Who has something of the list in hand: ref ("" for nobody), name, how many; those with the most first."""
    query = CLOCKS[kind](actor)
    query = _with_worker(query).with_only_columns(User.ref, User.name, func.count(Clock.id))
    rows = db.session.execute(
        query.group_by(User.ref, User.name).order_by(func.count(Clock.id).desc(), User.name).limit(PAGE)
    )
    return [(ref or NOBODY, name or "", number) for ref, name, number in rows]


def _with_worker(query: Any) -> Any:
    """Joined with the person who has the clock in hand: who is named in the stage, else the owner of the case, who has
    nothing in hand that lies at another agency."""
    own = case_when((func.coalesce(Stage.agency_id, Clock.agency_id) == Case.agency_id, Case.owner_id))
    query = query.join(Stage, Stage.ref == Clock.subject, isouter=True)
    return query.join(User, User.id == func.coalesce(Stage.assignee_id, own), isouter=True)


def late_clocks(
    kind: str, *, actor: User, unit: str = "", person: str = "", last: int | None = None
) -> Sequence[tuple[Clock, Case]]:
    """The next page, the longest overdue first, PAGE + 1 at most; of one UNIT (the ref of an agency), of one PERSON (the
    ref of who has it in hand, or NOBODY), or of all.

    LAST is the id of the last clock shown.
    """
    query = CLOCKS[kind](actor).order_by(Clock.due_at, Clock.id).limit(PAGE + 1)
    if unit:
        query = query.join(Agency, Agency.id == Clock.agency_id).where(Agency.ref == unit)
    if person:
        query = _with_worker(query).where(User.id.is_(None) if person == NOBODY else User.ref == person)
    if last and (shown := db.session.get(Clock, last)):
        later = and_(Clock.due_at == shown.due_at, Clock.id > shown.id)
        query = query.where(or_(Clock.due_at > shown.due_at, later))
    rows = db.session.execute(query.options(*_people(Case))).all()
    return [(clock, case) for clock, case in rows]


def cases(kind: str, *, actor: User, last: int | None = None) -> Sequence[Case]:
    """The next page, the newest first, PAGE + 1 at most. LAST is the id of the last case shown."""
    query = CASES[kind](actor).order_by(Case.id.desc()).limit(PAGE + 1)
    if last:
        query = query.where(Case.id < last)
    return db.session.scalars(query.options(*_people(Case), selectinload(Case.stages))).all()


def stages_of(clocks: Sequence[Clock]) -> dict[str, Stage]:
    """The stage that each clock is about, by ref, with who has it in hand."""
    refs = {clock.subject for clock in clocks}
    query = (
        select(Stage).where(Stage.ref.in_(refs)).options(joinedload(Stage.agency), joinedload(Stage.assignee))
    )
    return {stage.ref: stage for stage in db.session.scalars(query)}


def unit_of(clock: Clock, stage: Stage | None) -> str:
    """The agency that has it in hand, by name."""
    if stage is not None:
        return stage.agency.name
    agency = db.session.get(Agency, clock.agency_id) if clock.agency_id else None
    return agency.name if agency else ""


def late_clock(ref: str, *, actor: User) -> tuple[Clock, Case] | None:
    """One overdue clock that ACTOR may know of, and its case."""
    for listed in CLOCKS.values():
        if row := db.session.execute(listed(actor).where(Clock.ref == ref)).first():
            return row[0], row[1]
    return None


def escalated(actor: User) -> Sequence[Any]:
    """What has come up to a leader: rule, unit, worker, since when. No case; of sealed cases nothing.

    Rows of (rule, unit, worker or None, number, the earliest end), the longest overdue first, PAGE at most.
    """
    assignee, owner = aliased(User), aliased(User)
    # The owner of the case has nothing in hand that lies at another agency.
    own = case_when((Clock.agency_id == Case.agency_id, owner.name))
    worker = func.coalesce(assignee.name, own)
    unit = func.coalesce(Agency.name, "")
    query = (
        select(Clock.rule, unit, worker, func.count(), func.min(Clock.due_at))
        .join(Case, Case.ref == Clock.chain)
        .join(Stage, Stage.ref == Clock.subject, isouter=True)
        .join(assignee, assignee.id == Stage.assignee_id, isouter=True)
        .join(owner, owner.id == Case.owner_id, isouter=True)
        .join(Agency, Agency.id == Clock.agency_id, isouter=True)
        .where(Clock.state == "running", Clock.rung >= 3, Clock.due_at < now())
        .where(Case.agency_id == actor.agency_id, Case.level <= 2)
        .group_by(Clock.rule, unit, worker)
        .order_by(func.min(Clock.due_at))
        .limit(PAGE)
    )
    return db.session.execute(query).all()


def _late(actor: User) -> Any:
    known = visible_to(actor).with_only_columns(Case.id)
    return (
        select(Clock, Case)
        .join(Case, Case.ref == Clock.chain)
        .where(Clock.state == "running", Clock.due_at < now(), Case.id.in_(known))
        .where(or_(Case.agency_id == actor.agency_id, Clock.agency_id == actor.agency_id))
    )


def _own(actor: User) -> Any:
    return visible_to(actor).where(Case.agency_id == actor.agency_id)


def _first_of_month() -> datetime:
    return datetime.combine(today().replace(day=1), time(), SHANGHAI)


def _people(case: Any) -> tuple[Any, ...]:
    person = selectinload(case.parties).joinedload(Party.person)
    return person.selectinload(Person.safe_contact), joinedload(case.owner), joinedload(case.station)
