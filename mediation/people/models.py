"""Agencies, the people who work in them, and their sign-ins."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref


class Agency(Model):
    """An agency that shares the work. `takes_on` names the stages (workflows) that it accepts.

    `kind` is a word of `kinds.KINDS`, `way_in` one of `kinds.WAYS_IN`, `district` a code of GB/T 2260. `hours` stand as
    they were typed (`hours.read_hours`). `address` is where letters go. `version` counts the changes of its page.
    `multiethnic`: of a committee, whether several peoples live in its area (人民调解法第8条).
    """

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    short_name: Mapped[str] = mapped_column(String(8), default="")
    kind: Mapped[str] = mapped_column(String(40))
    district: Mapped[str] = mapped_column(String(12), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    parent: Mapped["Agency | None"] = relationship(remote_side=id)
    takes_on: Mapped[list[str]] = mapped_column(JSON, default=list)
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    services: Mapped[str] = mapped_column(String(400), default="")
    duties: Mapped[str] = mapped_column(String(2000), default="")
    hours: Mapped[str] = mapped_column(String(200), default="")
    way_in: Mapped[str] = mapped_column(String(10), default="account")
    multiethnic: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class User(UserMixin, Model):  # type: ignore[misc]
    """A worker of an agency. `email` is where reminders go; empty for nowhere."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    active: Mapped[bool] = mapped_column(default=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency: Mapped[Agency] = relationship(lazy="joined")
    appointed_from: Mapped[date | None]
    appointed_until: Mapped[date | None]

    def in_term(self, day: date) -> bool:
        """Whether the appointment (of a mediator: PM-13) covers DAY, a local date. An end that is not known is none."""
        begun = self.appointed_from is None or self.appointed_from <= day
        return begun and (self.appointed_until is None or day <= self.appointed_until)

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def agency_ref(self) -> str:
        return self.agency.ref


class AgencyPerson(Model):
    """A place at an agency: liaison officer, member of a committee, appointed mediator, volunteer (`kinds.PARTS`).

    A worker with an account, or somebody from outside by name. `phone` is one of the office, never a private one.
    `ethnicity` is a code of GB/T 3304, of members of a committee. `since` and `until` are the term (人民调解法第9条),
    `until` being its last day.
    """

    __tablename__ = "agency_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    part: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    user: Mapped[User | None] = relationship()
    name: Mapped[str] = mapped_column(String(40), default="")
    sex: Mapped[str] = mapped_column(String(1), default="")
    ethnicity: Mapped[str] = mapped_column(String(2), default="")
    title: Mapped[str] = mapped_column(String(40), default="")
    chairs: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    training: Mapped[str] = mapped_column(String(200), default="")
    trained_on: Mapped[date | None]
    left: Mapped[bool] = mapped_column(default=False)

    @property
    def called(self) -> str:
        """The name: of the account, or as it was written down."""
        return self.user.name if self.user else self.name

    def serves_on(self, day: date) -> bool:
        """Whether the term covers DAY, a local date. An end that is not known is none."""
        begun = self.since is None or self.since <= day
        return not self.left and begun and (self.until is None or day <= self.until)


class Duty(Model):
    """Who is on duty at an agency on one local day; `hours` as in `Agency.hours`, empty for the hours of the agency.

    A line that was taken back stays, `dropped`.
    """

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("person_id", "day"), Index("ix_duty_agency_day", "agency_id", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("agency_person.id"))
    person: Mapped[AgencyPerson] = relationship(lazy="joined")
    day: Mapped[date]
    hours: Mapped[str] = mapped_column(String(60), default="")
    dropped: Mapped[bool] = mapped_column(default=False)


class Absence(Model):
    """A worker is away from the first to the last local day, and who of the same agency stands in. Never why.

    `dropped`: taken back.
    """

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_user_until", "user_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User] = relationship(foreign_keys=user_id)
    since: Mapped[date]
    until: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    substitute: Mapped[User | None] = relationship(foreign_keys=substitute_id)
    dropped: Mapped[bool] = mapped_column(default=False)


class SignIn(Model):
    """A session of a user: known to the browser by a random token, to the database by its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User] = relationship(lazy="joined")
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Throttle(Model):
    """Failed tries of one kind at one name within a minute: a delay, never a lock-out."""

    __tablename__ = "throttle"
    __table_args__ = (UniqueConstraint("kind", "name_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
