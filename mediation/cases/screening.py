"""Find who is tied to a case, whenever somebody enters it, changes, or is given work: before anybody can be chosen.

What is found stands in `tie`; every query of a case leaves out what is tied (`access`). Work that a tied person has in
hand is taken away at once, and whoever assigns is asked for somebody else. The log says that somebody was found, and
on which ground, never who.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from mediation.audit.log import Subject, record
from mediation.cases.employers import respondent_agencies
from mediation.cases.marks import of_home, workplace_mark
from mediation.cases.models import Case, Party, Stage
from mediation.cases.persons import Person
from mediation.cases.queries import parties_of
from mediation.cases.standing_aside import ask_for_another_house, take_work_away
from mediation.cases.tie_rules import EMPLOYER, RECUSED, UNWANTED, Matter, Worker, ties
from mediation.cases.ties import Declaration, DeclaredMark, Double, PersonMark, Tie, Unwanted
from mediation.db import db, now
from mediation.people.models import User
from mediation.people.program import SYSTEM

FOUND = "conflict.found"
# A number that a whole village uses makes nobody the same person: the newest cases are enough to look at.
MOST_DOUBLES = 20
# Whoever mediated heard both sides, and belongs to neither.
NEUTRAL = "mediation"
Key = tuple[int | None, int | None, str]


def screen(case: Case, *, actor: Any = SYSTEM) -> None:
    """Bring the ties and the doubles of CASE up to date, within the unit of work that is open."""
    db.session.flush()
    matter = _matter(case)
    found = _found(case, matter)
    known = {(tie.user_id, tie.agency_id, tie.ground): tie for tie in _ties_of(case)}
    for key, tie in known.items():
        if key not in found and tie.ground != RECUSED:
            db.session.delete(tie)
    fresh = found - known.keys()
    _keep(case, fresh)
    if fresh:
        _told(case, fresh, actor)
        take_work_away(case)
    if case.agency_id in matter.agencies:
        ask_for_another_house(case)
    _note_doubles(case)


def _keep(case: Case, fresh: Iterable[Key]) -> None:
    moment = now()
    for user_id, agency_id, ground in fresh:
        db.session.add(
            Tie(case_id=case.id, user_id=user_id, agency_id=agency_id, ground=ground, found_at=moment)
        )
    db.session.flush()


def recuse(case: Case, user_id: int, *, actor: Any) -> None:
    """USER does not see CASE from now on: by their own word, as the supervisor decided (回避)."""
    if not any(tie.user_id == user_id and tie.ground == RECUSED for tie in _ties_of(case)):
        _keep(case, [(user_id, None, RECUSED)])
        _told(case, [(user_id, None, RECUSED)], actor)
    take_work_away(case)


def screen_person(person: Person, *, actor: Any = SYSTEM) -> None:
    """Somebody is known by something else now: every case in which they have a part."""
    query = select(Case).join(Party, Party.case_id == Case.id).where(Party.person_id == person.id).distinct()
    for case in db.session.scalars(query).all():
        screen(case, actor=actor)


def screen_around(case: Case, *, actor: Any = SYSTEM) -> None:
    """Somebody was given work in CASE: screen the cases in which its applicants stand on the other side."""
    mine, theirs = aliased(PersonMark), aliased(PersonMark)
    applicants = [party.person_id for party in parties_of(case, "applicant")]
    query = (
        select(Case)
        .join(Party, Party.case_id == Case.id)
        .join(theirs, theirs.person_id == Party.person_id)
        .join(mine, mine.mark == theirs.mark)
        .where(mine.person_id.in_(applicants), Party.side == "respondent", Case.id != case.id)
        .distinct()
    )
    for other in db.session.scalars(query).all():
        screen(other, actor=actor)


def screen_marks(marks: Collection[bytes], *, actor: Any = SYSTEM) -> None:
    """A worker declared something: the cases in which somebody has one of these marks, or works there."""
    people = select(PersonMark.person_id).where(PersonMark.mark.in_(marks))
    query = select(Case).join(Party, Party.case_id == Case.id).where(Party.person_id.in_(people)).distinct()
    for case in db.session.scalars(query).all():
        screen(case, actor=actor)


def _ties_of(case: Case) -> list[Tie]:
    return list(db.session.scalars(select(Tie).where(Tie.case_id == case.id)))


def _matter(case: Case) -> Matter:
    unwanted = db.session.scalars(select(Unwanted).where(Unwanted.case_id == case.id)).all()
    named = {one.name for one in unwanted if one.name}
    by_name = db.session.scalars(select(User.id).where(User.name.in_(named))) if named else ()
    respondents = [party.person for party in parties_of(case, "respondent")]
    workplaces = [person.workplace.reveal() for person in respondents if person.workplace]
    return Matter(
        marks=_marks(_with_household([party.person for party in case.parties])),
        other_side=_of_the_other_side(case),
        agencies=respondent_agencies(case) if workplaces else frozenset(),
        employers=frozenset(filter(None, map(workplace_mark, workplaces))),
        unwanted_users=frozenset((*(one.user_id for one in unwanted if one.user_id), *by_name)),
        unwanted_agencies=frozenset(one.agency_id for one in unwanted if one.agency_id),
    )


def _of_the_other_side(case: Case) -> frozenset[bytes]:
    """What the other side is known by; never the home, and nothing that an applicant has too: they lived together."""
    theirs = _marks([party.person_id for party in parties_of(case, "respondent")])
    hers = _marks([party.person_id for party in parties_of(case, "applicant")])
    return frozenset(mark for mark in theirs - hers if not of_home(mark))


def _with_household(people: list[Person]) -> list[int]:
    """The people, and whoever is registered in the same household as one of them."""
    homes = {person.household_id for person in people if person.household_id}
    others = db.session.scalars(select(Person.id).where(Person.household_id.in_(homes))) if homes else ()
    return [*{*(person.id for person in people), *others}]


def _marks(person_ids: Collection[int]) -> frozenset[bytes]:
    return frozenset(db.session.scalars(select(PersonMark.mark).where(PersonMark.person_id.in_(person_ids))))


def _found(case: Case, matter: Matter) -> set[Key]:
    """The ties as the rule says, of everybody who might have one: whole agencies, and single workers. The agency that
    owns the case keeps it; of its people each is tied by themselves."""
    houses = [(agency_id, EMPLOYER) for agency_id in matter.agencies]
    houses += [(agency_id, UNWANTED) for agency_id in matter.unwanted_agencies]
    found: set[Key] = {
        (None, agency_id, ground) for agency_id, ground in houses if agency_id != case.agency_id
    }
    single = replace(matter, agencies=frozenset(), unwanted_agencies=frozenset())
    for worker in _workers(case, matter):
        found |= {(worker.id, None, ground) for ground in ties(single, worker)}
    return found


def _workers(case: Case, matter: Matter) -> Iterable[Worker]:
    declared = _declared(matter)
    helped = _helped(case, matter)
    ids = {*declared, *helped, *matter.unwanted_users}
    rows = db.session.execute(select(User.id, User.agency_id).where(User.id.in_(ids))) if ids else ()
    for row in rows:
        yield Worker(
            row.id,
            row.agency_id,
            {relation: frozenset(marks) for relation, marks in declared.get(row.id, {}).items()},
            frozenset(helped.get(row.id, ())),
        )


def _declared(matter: Matter) -> dict[int, dict[str, set[bytes]]]:
    """By worker and relation the declared marks that somebody in this case has too."""
    looked_for = matter.marks | matter.employers
    query = (
        select(Declaration.user_id, Declaration.relation, DeclaredMark.mark)
        .join(Declaration, Declaration.id == DeclaredMark.declaration_id)
        .where(DeclaredMark.mark.in_(looked_for), Declaration.ended_at.is_(None))
    )
    found: dict[int, dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for user_id, relation, mark in db.session.execute(query) if looked_for else ():
        found[user_id][relation].add(mark)
    return found


def _helped(case: Case, matter: Matter) -> dict[int, set[bytes]]:
    """By worker the marks of the other side as whose helper they owned a case or had a stage in hand."""
    if not matter.other_side:
        return {}
    asking = (
        select(Case.id, Case.owner_id, PersonMark.mark)
        .join(Party, Party.case_id == Case.id)
        .join(PersonMark, PersonMark.person_id == Party.person_id)
        .where(PersonMark.mark.in_(matter.other_side), Party.side == "applicant", Case.id != case.id)
    )
    rows = db.session.execute(asking).all()
    found: dict[int, set[bytes]] = defaultdict(set)
    marks: dict[int, set[bytes]] = defaultdict(set)
    for row in rows:
        marks[row.id].add(row.mark)
        if row.owner_id:
            found[row.owner_id].add(row.mark)
    hands = select(Stage.case_id, Stage.assignee_id).where(
        Stage.case_id.in_(marks), Stage.assignee_id.is_not(None), Stage.workflow != NEUTRAL
    )
    for stage in db.session.execute(hands) if marks else ():
        found[stage.assignee_id] |= marks[stage.case_id]
    return found


def _told(case: Case, fresh: Iterable[Key], actor: Any) -> None:
    grounds = {ground for _user, _agency, ground in fresh}
    record(FOUND, actor=actor, subject=Subject(case.ref, "case", case.ref), fields=sorted(grounds))


def _note_doubles(case: Case) -> None:
    """The cases of the same station in which somebody of the same side has the same mark; each pair once."""
    known = {
        (row.other_id, row.side)
        for row in db.session.scalars(select(Double).where(Double.case_id == case.id))
    }
    mine, theirs, there = aliased(PersonMark), aliased(PersonMark), aliased(Party)
    here = aliased(Party)
    query = (
        select(Case.id, here.side, here.person_id, there.person_id)
        .join(there, there.case_id == Case.id)
        .join(theirs, theirs.person_id == there.person_id)
        .join(mine, mine.mark == theirs.mark)
        .join(here, and_(here.person_id == mine.person_id, here.side == there.side))
        .where(here.case_id == case.id, Case.id != case.id, Case.agency_id == case.agency_id)
        .where(or_(here.side == "respondent", here.person_id != there.person_id), here.side != "")
        .distinct()
        .order_by(Case.id.desc())
        .limit(MOST_DOUBLES)
    )
    fresh = {(row[0], row[1]) for row in db.session.execute(query)} - known
    for other_id, side in sorted(fresh):
        db.session.add(Double(case_id=case.id, other_id=other_id, side=side, found_at=now()))
