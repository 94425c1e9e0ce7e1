"""How long a case is kept, what forbids its disposal, and the lists by which cases were destroyed."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed


class Retention(Model):
    """The term of a case that has ended: which kind of the schedule, since when, from which day it may be destroyed.

    `due_on` None: never. Whoever reopens the case takes the row away.
    """

    __tablename__ = "retention"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    case: Mapped[Case] = relationship()
    record_kind: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(index=True)


class LegalHold(Model):
    """停止销毁: why a case may not be destroyed though its term is over. `review_on`: when somebody looks again."""

    __tablename__ = "legal_hold"
    kind = "legal_hold"
    workflow = "legal_hold"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    ground: Mapped[str] = mapped_column(String(20))
    review_on: Mapped[date | None]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    placed_by: Mapped[User] = relationship()
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason = Sealed("reason_sealed")

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.case.agency_id}


class Disposal(Model):
    """销毁清册: cases whose term is over, put forward by one person, approved by another.

    It has a key of its own, which stays when those of its cases are destroyed.
    """

    __tablename__ = "disposal"
    kind = "disposal"
    workflow = "disposal"
    assignee_id = None
    owner_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_by: Mapped[User] = relationship()
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    appraisal_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    schedule_approval_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    appraisal = Sealed("appraisal_sealed")
    schedule_approval = Sealed("schedule_approval_sealed")

    items: Mapped[list["DisposalItem"]] = relationship(back_populates="disposal", order_by="DisposalItem.id")

    @property
    def chain(self) -> str:
        return self.ref

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.agency_id}


class DisposalItem(Model):
    """One case of a list, as it stood when it was put forward: its number and its term, nothing else of it.

    `person_keys`: the keys of those of its people who stand in no other case. `erased_at`: when all keys and files
    were gone; the state of the case says before that it may not be opened.
    """

    __tablename__ = "disposal_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposal.id"), index=True)
    disposal: Mapped[Disposal] = relationship(back_populates="items")
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    number: Mapped[str] = mapped_column(String(40))
    record_kind: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    person_keys: Mapped[list[str]] = mapped_column(JSON, default=list)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


for _guarded in (LegalHold, Disposal):
    guarded_state(_guarded.__table__)
