"""Odd reading: what the worker notices in the entries of what was read, for the supervisor of whoever read (A3, T26).

Same surname or home as the other side; many cases in a short time; at night; cases in which somebody has no part. One row
for a person, a day, a kind and a case. Each run looks at MOST entries and goes on where it stopped.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select

from mediation.audit.log import STATION, Subject, record
from mediation.audit.models import ReadEntry
from mediation.cases.marks import of_home, surname_of
from mediation.cases.models import Case, NamedPerson, Stage
from mediation.cases.queries import parties_of
from mediation.cases.ties import Declaration, DeclaredMark, PersonMark
from mediation.dates import local
from mediation.db import SHANGHAI, atomic, db, now
from mediation.errors import Forbidden, Missing
from mediation.people.models import Duty, User
from mediation.safeguards.models import LookedThrough, OddReading

KINDS = {
    "surname": "与对方同姓",
    "home": "与对方同住址",
    "many": "短时间内打开很多案件",
    "night": "下班以后打开案件",
    "no_part": "多次打开与自己无关的案件",
}
VERDICTS = {"work": "工作需要", "asked": "已当面核实", "reported": "已报告处理"}
NAME, MOST, LOOKED_BACK, SHOWN = "odd reading", 500, 500, 100
# Thirty different cases within an hour is leafing, not work; five cases a day in which somebody has no part are none.
MANY, WITHIN, STRANGE = 30, timedelta(hours=1), 5
DAY_BEGINS, DAY_ENDS = time(7), time(21)
READS = frozenset({"supervisor", "leader"})


def due() -> Sequence[int]:
    """The id of the newest entry, where there are entries that nobody looked through: one run."""
    last = db.session.scalar(select(func.max(ReadEntry.id))) or 0
    return [last] if last > _seen() else []


def look_through(_last: int) -> None:
    """Look at the next MOST entries. Claims them first: two workers look at each once."""
    with atomic():
        cursor = db.session.get(LookedThrough, NAME) or LookedThrough(name=NAME, entry_id=0)
        db.session.add(cursor)
        query = select(ReadEntry).where(ReadEntry.id > cursor.entry_id).order_by(ReadEntry.id).limit(MOST)
        entries = db.session.scalars(query).all()
        if not entries:
            return
        cursor.entry_id = entries[-1].id
        _note([entry for entry in entries if entry.subject])


def _seen() -> int:
    cursor = db.session.get(LookedThrough, NAME)
    return cursor.entry_id if cursor else 0


def _note(entries: list[ReadEntry]) -> None:
    users = {one.ref: one for one in db.session.scalars(_of(User, {entry.actor for entry in entries}))}
    cases = {one.ref: one for one in db.session.scalars(_of(Case, {str(entry.subject) for entry in entries}))}
    for entry in entries:
        reader, case = users.get(entry.actor), cases.get(str(entry.subject))
        if reader and case:
            _look_at(entry, reader, case)


def _of(model: Any, refs: set[str]) -> Any:
    return select(model).where(model.ref.in_(refs))


def _look_at(entry: ReadEntry, reader: User, case: Case) -> None:
    day = entry.at.astimezone(SHANGHAI).date()
    if not _has_part(case, reader):
        if _same_surname(case, reader):
            _found(reader, day, "surname", case)
        if _strange_on(entry, reader, case):
            _found(reader, day, "no_part", None)
    if _same_home(case, reader):
        _found(reader, day, "home", case)
    if not DAY_BEGINS <= entry.at.astimezone(SHANGHAI).time() <= DAY_ENDS and not _on_duty(reader, day):
        _found(reader, day, "night", None)
    if _opened_before(entry) >= MANY:
        _found(reader, day, "many", None)


def _found(reader: User, day: date, kind: str, case: Case | None) -> None:
    """One more of the same, or the first of the day."""
    of_case = OddReading.case_id == case.id if case else OddReading.case_id.is_(None)
    query = select(OddReading).where(
        OddReading.user_id == reader.id, OddReading.day == day, OddReading.kind == kind, of_case
    )
    if known := db.session.scalars(query.limit(1)).first():
        known.times += 1
        return
    row = OddReading(
        user_id=reader.id, agency_id=reader.agency_id, day=day, kind=kind, case=case, found_at=now()
    )
    db.session.add(row)
    db.session.flush()


def _has_part(case: Case, reader: User) -> bool:
    """Owner, named, at work on a stage, or the supervisor line and the register of the agency that owns it."""
    above = reader.role in ("supervisor", "registrar") and reader.agency_id == case.agency_id
    if reader.id == case.owner_id or above:
        return True
    if any(stage.assignee_id == reader.id for stage in case.stages):
        return True
    return db.session.get(NamedPerson, (case.id, reader.id)) is not None


def _same_surname(case: Case, reader: User) -> bool:
    names = [str(party.person.name) for party in parties_of(case, "respondent") if party.person.name]
    return any(surname_of(name) == surname_of(reader.name) for name in names)


def _same_home(case: Case, reader: User) -> bool:
    declared = (
        select(DeclaredMark.mark)
        .join(Declaration, Declaration.id == DeclaredMark.declaration_id)
        .where(Declaration.user_id == reader.id)
    )
    people = [party.person_id for party in parties_of(case, "respondent")]
    query = select(PersonMark.mark).where(PersonMark.person_id.in_(people), PersonMark.mark.in_(declared))
    return any(of_home(mark) for mark in db.session.scalars(query))


def _strange_on(entry: ReadEntry, reader: User, case: Case) -> bool:
    """Whether this is one of several cases of the day in which the reader has no part."""
    begins = entry.at - timedelta(days=1)
    query = select(ReadEntry.subject).where(
        ReadEntry.actor == reader.ref,
        ReadEntry.at > begins,
        ReadEntry.id <= entry.id,
        ReadEntry.subject.is_not(None),
    )
    refs = set(db.session.scalars(query.distinct().limit(LOOKED_BACK)))
    part = select(Stage.case_id).where(Stage.assignee_id == reader.id)
    named = select(NamedPerson.case_id).where(NamedPerson.user_id == reader.id)
    mine = (Case.owner_id == reader.id) | Case.id.in_(part) | Case.id.in_(named)
    strange = select(func.count()).select_from(Case).where(Case.ref.in_(refs), ~mine)
    return (db.session.scalar(strange) or 0) >= STRANGE


def _opened_before(entry: ReadEntry) -> int:
    """How many different cases the reader opened within the hour up to this entry."""
    query = select(func.count(func.distinct(ReadEntry.subject))).where(
        ReadEntry.actor == entry.actor,
        ReadEntry.subject.is_not(None),
        ReadEntry.at > entry.at - WITHIN,
        ReadEntry.id <= entry.id,
    )
    return db.session.scalar(query) or 0


def _on_duty(reader: User, day: date) -> bool:
    """Whether the roster of the agency plans somebody of that account on the day, or on the night before."""
    query = select(Duty).where(
        Duty.agency_id == reader.agency_id, Duty.day.in_((day, day - timedelta(days=1))), ~Duty.dropped
    )
    return any(duty.person.user_id == reader.id for duty in db.session.scalars(query))


def unsettled(actor: User) -> Sequence[OddReading]:
    """What ACTOR has to look into: a supervisor for the agency, the leader where a supervisor read."""
    if actor.role not in READS:
        return []
    supervisors = select(User.id).where(User.agency_id == actor.agency_id, User.role == "supervisor")
    whose = OddReading.user_id.in_(supervisors) if actor.role == "leader" else OddReading.user_id != actor.id
    query = select(OddReading).where(
        OddReading.agency_id == actor.agency_id, OddReading.settled_at.is_(None), whose
    )
    return db.session.scalars(query.order_by(OddReading.id.desc()).limit(SHOWN)).all()


def listed(actor: User) -> list[dict[str, Any]]:
    """The same in words; of the case only that there is one: whoever may open it finds it by the log."""
    return [
        {
            "ref": one.ref,
            "day": one.day.isoformat(),
            "who": one.user.name,
            "what": KINDS[one.kind],
            "times": one.times,
            "at": local(one.found_at),
        }
        for one in unsettled(actor)
    ]


def settle(ref: str, verdict: str, *, actor: User) -> None:
    """Say what it was. Raises Forbidden, or Missing for what is not ACTOR's to look into."""
    if actor.role not in READS:
        raise Forbidden("异常查阅由负责人核对。")
    row = next((one for one in unsettled(actor) if one.ref == ref), None)
    if row is None or verdict not in VERDICTS:
        raise Missing
    with atomic():
        row.settled_at, row.settled_by_id, row.verdict = now(), actor.id, verdict
        record(f"odd_reading.{verdict}", actor=actor, subject=Subject(STATION, "odd_reading", row.ref))
