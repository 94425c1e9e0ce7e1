"""Numbers without gaps, and without doubles when two clerks save at once."""

from typing import Any

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from mediation.audit.log import Actor, Subject, hold, record
from mediation.db import Model, db, now, today
from mediation.documents.models import DocumentNumber
from mediation.documents.papers import PAPERS
from mediation.people.models import Agency


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


def number_paper(chain: str, name: str, about: str, *, agency_id: int, actor: Actor) -> DocumentNumber:
    """The number of the paper NAME about ABOUT: the one it has, else the next of its series, entered in the register.

    Within the unit of work that is open; what is rolled back gives no number. Raises ValueError for a paper without a
    series.
    """
    series = PAPERS[name].series
    if series is None:
        raise ValueError("this paper is not numbered")
    hold(chain)
    own = select(DocumentNumber).filter_by(chain=chain, name=name, about=about)
    if found := db.session.scalar(own):
        return found
    agency, year = db.session.get_one(Agency, agency_id), today().year
    number = next_number(agency_id, series.kind, year)
    given = DocumentNumber(
        agency_id=agency_id,
        series=series.kind,
        year=year,
        number=number,
        text=series.text(year=year, short=agency.short_name, number=number),
        chain=chain,
        name=name,
        about=about,
        given_at=now(),
        given_by_id=getattr(actor, "id", None),
    )
    db.session.add(given)
    db.session.flush()
    record("document.number", actor=actor, subject=Subject(chain, "document_number", about), fields=[name])
    return given


def upsert(model: Any) -> Any:
    """The INSERT that knows ON CONFLICT, of the database at work."""
    postgres = db.session().get_bind().dialect.name == "postgresql"
    return (postgresql.insert if postgres else sqlite.insert)(model)
