"""What is done in a case: tasks, activities, notes, consents, assessments."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.cases.models import Case, Party, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User
from mediation.vault.sealed import Sealed


class Task(Model):
    """Dated work for an agency or one person in it. `text` says what to do, without anything personal.

    `link` is the path of the page where it is done. `clock_id`: it reminds of that time limit, and goes with it.
    """

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_agency_open", "agency_id", "done_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(20), default="办理")
    link: Mapped[str] = mapped_column(String(160))
    rule: Mapped[str] = mapped_column(String(20), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), index=True)


class Session(Model):
    """An activity 活动: a mediation or counselling session, a consultation.

    `form`: joint or separate (背靠背). Minutes of a separate session are sealed from the other side: `side_id` is the
    party who was heard. Counselling notes are for the counsellor alone.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    stage: Mapped[Stage] = relationship()
    kind: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(12), default="joint")
    held_on: Mapped[str] = mapped_column(String(16))
    took_place: Mapped[bool] = mapped_column(default=True)
    side_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    side: Mapped[Party | None] = relationship()
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User] = relationship()
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    attended_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    minutes_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    result_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    place = Sealed("place_sealed")
    attended = Sealed("attended_sealed", kind="json")
    minutes = Sealed("minutes_sealed")
    result = Sealed("result_sealed")


class Note(Model):
    """A note in a case: internal (the default), or visible to the person. Never mixed up.

    Within ten minutes its author may take it back: the row stays, for the log tells of it, and nobody is shown it.
    """

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    internal: Mapped[bool] = mapped_column(default=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    author: Mapped[User] = relationship()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text = Sealed("text_sealed")


class Consent(Model):
    """What a party answered to a question of consent: `kind` mediation, mediator, counselling, referral, …

    `answer`: agreed, refused or unanswered; an unanswered question is no consent. The newest answer counts.
    """

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_case_kind", "case_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party] = relationship()
    kind: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(12))
    way: Mapped[str] = mapped_column(String(20), default="")
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    data_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    given_on: Mapped[str] = mapped_column(String(10))
    expires_on: Mapped[date | None]
    withdrawn_on: Mapped[str | None] = mapped_column(String(10))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purpose_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    purpose = Sealed("purpose_sealed")

    @property
    def key_id(self) -> str:
        return self.party.key_id


class Assessment(Model):
    """A filled instrument: the three questions of intake, the danger scale, a mood scale.

    An unanswered item is not zero: `unanswered` counts them, and a scale with gaps has no low level.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_case", "case_id", "instrument"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party | None] = relationship()
    instrument: Mapped[str] = mapped_column(String(30))
    version: Mapped[str] = mapped_column(String(10))
    score: Mapped[int | None]
    unanswered: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers = Sealed("answers_sealed", kind="json")


class Correction(Model):
    """What was wrong in a step, and what is right. Sealed with the case, or with the person where it is personal."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("step_taken.id"))
    field: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    old_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    new_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    old = Sealed("old_sealed")
    new = Sealed("new_sealed")
    reason = Sealed("reason_sealed")
