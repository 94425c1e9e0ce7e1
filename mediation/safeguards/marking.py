"""Marks of people who were registered before there were marks: a few of them with every run of the worker."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from mediation.cases.marks import marks_of
from mediation.cases.persons import Person
from mediation.cases.screening import screen_person
from mediation.cases.ties import PersonMark, keep_marks
from mediation.db import atomic, db

MOST = 200


def unmarked() -> Sequence[int]:
    """The ids of people with a number and without a mark."""
    known = exists().where(PersonMark.person_id == Person.id)
    query = select(Person.id).where(
        ~known, or_(Person.id_index.is_not(None), Person.phone_index.is_not(None))
    )
    return db.session.scalars(query.limit(MOST)).all()


def mark(person_id: int) -> None:
    """Mark one of them, and screen their cases."""
    with atomic():
        person = db.session.get_one(Person, person_id)
        keep_marks(person, marks_of(person))
        screen_person(person)
