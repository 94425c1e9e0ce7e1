"""Numbers without gaps, and without doubles when two clerks save at once."""

from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Model, db


class NumberSequence(Model):
    """The last number given: per agency, kind of number and year."""

    __tablename__ = "number_sequence"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int]


def next_number(agency_id: int, kind: str, year: int) -> int:
    """The next number of its kind. Given back if the unit of work is rolled back; others wait until it ends."""
    here = (
        NumberSequence.agency_id == agency_id,
        NumberSequence.kind == kind,
        NumberSequence.year == year,
    )
    given = upsert(NumberSequence).values(agency_id=agency_id, kind=kind, year=year, last=1)
    db.session.execute(
        given.on_conflict_do_update(
            index_elements=["agency_id", "kind", "year"], set_={"last": NumberSequence.last + 1}
        )
    )
    return db.session.scalars(select(NumberSequence.last).where(*here)).one()


def upsert(model: Any) -> Any:
    """The INSERT that knows ON CONFLICT, of the database at work."""
    postgres = db.session().get_bind().dialect.name == "postgresql"
    return (postgresql.insert if postgres else sqlite.insert)(model)
