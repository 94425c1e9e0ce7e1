"""Who is tied to a case, and what the rule reads: marks of persons, what workers declared, whom she will not have told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql import Select

from mediation.cases.models import Case
from mediation.cases.persons import Person
from mediation.db import Model, UtcDateTime, db, new_ref
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed


class PersonMark(Model):
    """A keyed mark of a person (`marks`). It goes with the person's key, as the tokens of search do."""

    __tablename__ = "person_mark"
    __table_args__ = (Index("ix_person_mark_mark", "mark"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Declaration(Model):
    """What a worker declared of themselves or somebody near: `relation` self, kin, home or employer. Sealed; nobody
    reads it but the worker. Ended declarations stay, for the cases of their time."""

    __tablename__ = "declaration"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    user: Mapped[User] = relationship()
    relation: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    told = Sealed("told_sealed", kind="json")


class DeclaredMark(Model):
    """A mark of what was declared."""

    __tablename__ = "declared_mark"
    __table_args__ = (Index("ix_declared_mark_mark", "mark"),)

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    declaration: Mapped[Declaration] = relationship()
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class Unwanted(Model):
    """Somebody, or an agency, whom she will not have told of it. A name alone is compared with the names of workers."""

    __tablename__ = "unwanted"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency | None] = relationship()
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name = Sealed("name_sealed")


class Tie(Model):
    """A worker, or a whole agency, for whom the case does not exist; `ground` is a word of `tie_rules.GROUNDS`."""

    __tablename__ = "tie"
    __table_args__ = (
        UniqueConstraint("case_id", "user_id", "agency_id", "ground"),
        Index("ix_tie_user", "user_id", "case_id"),
        Index("ix_tie_agency", "agency_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User | None] = relationship()
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency | None] = relationship()
    ground: Mapped[str] = mapped_column(String(12))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Double(Model):
    """Two cases in which the same human being seems to stand, on the side `side` of both. Quiet: it tells that a case
    exists, and is read by nobody but the role that resolves doubles (P18)."""

    __tablename__ = "double"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship(foreign_keys=case_id)
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    other: Mapped[Case] = relationship(foreign_keys=other_id)
    side: Mapped[str] = mapped_column(String(12))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verdict: Mapped[str] = mapped_column(String(12), default="")


def keep_marks(person: Person, marks: frozenset[bytes]) -> None:
    """The marks of PERSON are these from now on."""
    db.session.query(PersonMark).filter_by(person_id=person.id).delete()
    db.session.add_all(PersonMark(person_id=person.id, mark=mark) for mark in marks)


def tied_cases(user_id: int | None, agency_id: int) -> Select[int]:
    """The ids of the cases that do not exist for this worker of that agency; without a worker, for the agency."""
    house = Tie.agency_id == agency_id
    return select(Tie.case_id).where(or_(Tie.user_id == user_id, house) if user_id else house)


def tied_users(case: Case) -> frozenset[int]:
    """The ids of the workers for whom CASE does not exist by a tie of their own."""
    found = db.session.scalars(select(Tie.user_id).where(Tie.case_id == case.id, Tie.user_id.is_not(None)))
    return frozenset(user_id for user_id in found if user_id)


def tied_agencies(case: Case) -> frozenset[int]:
    """The ids of the agencies for whom CASE does not exist."""
    found = db.session.scalars(
        select(Tie.agency_id).where(Tie.case_id == case.id, Tie.agency_id.is_not(None))
    )
    return frozenset(agency_id for agency_id in found if agency_id)


def is_tied(case: Case, user: User) -> bool:
    """Whether CASE does not exist for USER."""
    query = tied_cases(user.id, user.agency_id).where(Tie.case_id == case.id)
    return db.session.scalar(query.limit(1)) is not None
