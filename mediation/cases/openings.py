"""Doors that stand open for a while: a case broken open in an emergency, or a sealed one that two people open together."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, LargeBinary, String, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case
from mediation.db import Model, UtcDateTime, db, new_ref, now
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed

BREAK_GLASS, TOGETHER = "break_glass", "sealed_opening"
# A review that finds it fit shuts no door in an emergency.
DOOR_OPEN = ("open", "fit")
# How long a door stands open: an emergency two hours (P19), two people together a working day.
BROKEN_FOR, TOGETHER_FOR = timedelta(hours=2), timedelta(hours=8)


class Opening(Model):
    """One opening of one case for a while, by the machine that `workflow` names. `second` opened a sealed case with
    `user`, or has looked at what was broken open afterwards.

    A case that was broken open blindly and does not exist has none: the answer and the row are the same.
    """

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_case_until", "case_id", "until"),)
    kind = "opening"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    workflow: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    case: Mapped[Case | None] = relationship()
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    user: Mapped[User] = relationship(foreign_keys=user_id)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second: Mapped[User | None] = relationship(foreign_keys=second_id)
    ground: Mapped[str] = mapped_column(String(12), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason = Sealed("reason_sealed")

    @property
    def chain(self) -> str:
        # What was broken open blindly has a chain of its own, whether or not there was a case.
        return self.case.ref if self.case and self.workflow == TOGETHER else self.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id if self.case else None

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.agency_id}


class Recusal(Model):
    """A worker says 回避 of themselves; the supervisor decides. Who is recused does not see the case any more."""

    __tablename__ = "recusal"
    kind = "recusal"
    workflow = "recusal"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User] = relationship()
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
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
        return {"of the case": self.case.agency_id, "in charge": self.agency_id}


def stands_open(actor: User) -> ColumnElement[bool]:
    """For a query: whether a door of this case stands open for ACTOR now."""
    return exists().where(
        Opening.case_id == Case.id,
        or_(Opening.user_id == actor.id, Opening.second_id == actor.id),
        Opening.state.in_(DOOR_OPEN),
        Opening.until > now(),
    )


def opening_of(case: Case, *, actor: User) -> Opening | None:
    """The door of CASE that stands open for ACTOR now, the one that shuts last."""
    query = select(Opening).where(
        Opening.case_id == case.id,
        or_(Opening.user_id == actor.id, Opening.second_id == actor.id),
        Opening.state.in_(DOOR_OPEN),
        Opening.until > now(),
    )
    return db.session.scalars(query.order_by(Opening.until.desc()).limit(1)).first()


guarded_state(Opening.__table__)
guarded_state(Recusal.__table__)
