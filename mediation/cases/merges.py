"""Doubles that were linked: of a person, or of a case. Nothing moves; whoever is taken back is two again."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.access import visible_to, whole_to
from mediation.cases.models import Case, Party
from mediation.db import Model, UtcDateTime, db, new_ref
from mediation.people.models import User

MERGED = "merged"


class Merge(Model):
    """`kind` person: the person of one party is the person of another. `kind` case: two cases are one request.

    The parties say in which case somebody was recognised. `person_id` and `case_id` are the doubles; `into_…` the one
    under which they are found together, which is never itself a double.
    """

    __tablename__ = "merge"
    kind = "merge"
    workflow = "merge"
    assignee_id = None
    owner_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship(foreign_keys=case_id)
    into_case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    into_case: Mapped[Case] = relationship(foreign_keys=into_case_id)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    into_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_by: Mapped[User] = relationship()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def chain(self) -> str:
        return self.ref

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.agency_id}


guarded_state(Merge.__table__)


def canonical_of(ids: Collection[int]) -> dict[int, int]:
    """Each of these persons (ids) with the one under whom they are found: themselves, unless they were linked."""
    query = select(Merge.person_id, Merge.into_person_id)
    rows = db.session.execute(query.where(Merge.state == MERGED, Merge.person_id.in_(ids)))
    return {**{one: one for one in ids}, **{row.person_id: row.into_person_id for row in rows}}


def same_people(ids: Collection[int]) -> set[int]:
    """These persons (ids), and all who were linked with them."""
    canonical = set(canonical_of(ids).values())
    query = select(Merge.person_id).where(Merge.state == MERGED, Merge.into_person_id.in_(canonical))
    return {*ids, *canonical, *(one for one in db.session.scalars(query) if one)}


def is_linked() -> Any:
    """The condition under which a merge joins the person of a party."""
    return and_(Merge.person_id == Party.person_id, Merge.state == MERGED)


def merged_with(case: Case, *, actor: User) -> list[Case]:
    """The cases that are one request with CASE, of those that ACTOR sees as a whole."""
    of_cases = select(Merge.case_id, Merge.into_case_id).where(
        Merge.state == MERGED, Merge.person_id.is_(None)
    )
    rows = db.session.execute(of_cases.where(or_(Merge.case_id == case.id, Merge.into_case_id == case.id)))
    main = {row.into_case_id for row in rows} | {case.id}
    twins = db.session.scalars(
        select(Merge.case_id).where(
            Merge.state == MERGED, Merge.person_id.is_(None), Merge.into_case_id.in_(main)
        )
    )
    ids = {*main, *twins} - {case.id}
    return list(
        db.session.scalars(visible_to(actor).where(whole_to(actor), Case.id.in_(ids)).order_by(Case.id))
    )
