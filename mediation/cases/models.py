"""A case, the people in it, and the stages that it goes through."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.persons import Person
from mediation.db import Model, UtcDateTime, new_ref, today
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed

OVER = frozenset({"closed", "archived", "declined", "withdrawn", "transferred", "destroyed"})


class Case(Model):
    """One request for help, from the first call to the archive. Its state is the lead stage: whose turn it is.

    `station` gave the register number and keeps it; `agency` owns the case now. `level`: 1 ordinary, 2 restricted to
    named people and their supervisor, 3 sealed. `heard_on` is the last local day on which word came from her.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("station_id", "number_year", "number"),
        Index("ix_case_agency_state", "agency_id", "state"),
    )
    kind = "case"
    workflow = "one_stop"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    station_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    station: Mapped[Agency] = relationship(foreign_keys=station_id)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency] = relationship(foreign_keys=agency_id)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    number_year: Mapped[int]
    number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(20))
    category_class: Mapped[str] = mapped_column(String(40))
    category_kind: Mapped[str] = mapped_column(String(40), default="")
    violence: Mapped[bool] = mapped_column(default=False)
    danger: Mapped[str] = mapped_column(String(10), default="unknown")
    danger_provisional: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int] = mapped_column(default=1)
    received_on: Mapped[str] = mapped_column(String(10))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heard_on: Mapped[str] = mapped_column(String(10), default=lambda: today().isoformat())
    summary_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wishes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    summary = Sealed("summary_sealed")
    wishes = Sealed("wishes_sealed")

    parties: Mapped[list["Party"]] = relationship(back_populates="case", order_by="Party.id")
    stages: Mapped[list["Stage"]] = relationship(back_populates="case", order_by="Stage.id")
    named: Mapped[list["NamedPerson"]] = relationship(back_populates="case")

    @property
    def chain(self) -> str:
        return self.ref

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.agency_id}

    @property
    def running(self) -> bool:
        """Whether the case is still being worked on: neither closed nor ended otherwise."""
        return self.state not in OVER

    @property
    def register_number(self) -> str:
        """（2026）×维字第0001号: shown only to those who may open the case."""
        return f"（{self.number_year}）{self.station.short_name}维字第{self.number:04d}号"


class NamedPerson(Model):
    """Somebody who may open a restricted case, besides the supervisor line."""

    __tablename__ = "named_person"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    case: Mapped[Case] = relationship(back_populates="named")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)


class Party(Model):
    """A person in a case. `side`: applicant, respondent, or empty for those who stand on neither (a child, a witness).

    What the person is to the other side is sealed under the key of the person. `linked` says of a guardian whether they
    are the other side or stand near it: yes, no, unknown; of others nothing.
    """

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship(back_populates="parties")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")
    role: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(12), default="")
    represents_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    linked: Mapped[str] = mapped_column(String(8), default="")
    relation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    relation = Sealed("relation_sealed")

    @property
    def key_id(self) -> str:
        return self.person.key_id


class Stage(Model):
    """One stage of a case, with a machine of its own (the one it names). Several of a kind may stand side by side."""

    __tablename__ = "stage"
    __table_args__ = (Index("ix_stage_agency", "agency_id", "ended"),)
    kind = "stage"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship(back_populates="stages")
    workflow: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency] = relationship(foreign_keys=agency_id)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id)
    lead: Mapped[bool] = mapped_column(Boolean, default=False)
    ended: Mapped[bool] = mapped_column(Boolean, default=False)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(40), default="")

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def key_id(self) -> str:
        return self.case.key_id

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.case.agency_id, "in charge": self.agency_id}


guarded_state(Case.__table__)
guarded_state(Stage.__table__)


class GivenBefore(Model):
    """Who had a case or a stage in hand before it was given to somebody last, so that this can be undone.

    `subject` is the ref of the thing; `named`: whoever it was given to may open a restricted case only because of that.
    """

    __tablename__ = "given_before"

    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    named: Mapped[bool] = mapped_column(default=False)
