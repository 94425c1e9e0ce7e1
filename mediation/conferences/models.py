"""个案会商: who was called together about a case, what they were told, who came, and what was decided."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.access import NO_CONTENT
from mediation.cases.models import Case
from mediation.cases.notices import told_no_more
from mediation.cases.ties import is_tied
from mediation.db import Model, UtcDateTime, new_ref, now
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed

UNDER_WAY = ("called", "held")
# A conference that nobody ends is over for its guests a week after its time.
FORGOTTEN = timedelta(days=7)
DESK = frozenset({"liaison", "supervisor"})


class Conference(Model):
    """One conference. `agenda` and `brief` are all that its guests read of the case, with the names masked."""

    __tablename__ = "conference"
    kind = "conference"
    workflow = "conference"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    meets_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ground: Mapped[str] = mapped_column(String(12))
    called_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    called_by: Mapped[User] = relationship()
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    agenda_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    brief_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    minutes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place = Sealed("place_sealed")
    agenda = Sealed("agenda_sealed")
    brief = Sealed("brief_sealed")
    minutes = Sealed("minutes_sealed")

    guests: Mapped[list["ConferenceGuest"]] = relationship(
        back_populates="conference", order_by="ConferenceGuest.id"
    )
    decisions: Mapped[list["ConferenceDecision"]] = relationship(
        back_populates="conference", order_by="ConferenceDecision.id"
    )

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.case.agency_id}

    def hosts(self, actor: User) -> bool:
        """Whether ACTOR is a guest now: of an agency that was called, until the conference is over, then as long as the
        agency owes a decision."""
        if self.guest_of(actor) is None:
            return False
        return self.open_to(actor.agency_id) or bool(self.owed_by(actor.agency_id))

    def open_to(self, agency_id: int) -> bool:
        """Whether a guest of this agency may read what lies on the table: the conference and the case go on, nobody
        forgot to end it, and she has not taken back the consent that it rests on (PI-15, PI-23)."""
        goes_on = self.state in UNDER_WAY and now() <= self.meets_at + FORGOTTEN and self.case.running
        return goes_on and not (self.ground == "consent" and told_no_more(self.case_id, agency_id))

    def owed_by(self, agency_id: int) -> list["ConferenceDecision"]:
        """What was decided to be done by this agency and is not reported yet; nothing once the conference is closed."""
        if self.state not in (*UNDER_WAY, "ended"):
            return []
        return [one for one in self.decisions if one.agency_id == agency_id and one.done_on is None]

    def guest_of(self, actor: User) -> "ConferenceGuest | None":
        """The place of ACTOR's agency at the table, if ACTOR answers for it."""
        if (
            actor.role not in DESK
            or actor.role in NO_CONTENT
            or not actor.active
            or is_tied(self.case, actor)
        ):
            return None
        return next((guest for guest in self.guests if guest.agency_id == actor.agency_id), None)


class ConferenceGuest(Model):
    """An agency that was called. `coming`: yes, no, or nothing until it answers; `came` is known afterwards."""

    __tablename__ = "conference_guest"
    __table_args__ = (UniqueConstraint("conference_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    conference: Mapped[Conference] = relationship(back_populates="guests")
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    coming: Mapped[str] = mapped_column(String(4), default="")
    came: Mapped[bool | None]
    who_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    who = Sealed("who_sealed")


class ConferenceDecision(Model):
    """Something that was decided: who does it, until when. `task_id` is the work that it became."""

    __tablename__ = "conference_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    conference: Mapped[Conference] = relationship(back_populates="decisions")
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User | None] = relationship()
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    what_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    what = Sealed("what_sealed")
    result = Sealed("result_sealed")


guarded_state(Conference.__table__)
