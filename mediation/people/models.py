"""Agencies, the people who work in them, and their sign-ins."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref


class Agency(Model):
    """An agency that shares the work. `takes_on` names the stages (workflows) that it accepts."""

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
    address: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)


class User(UserMixin, Model):  # type: ignore[misc]
    """A worker of an agency."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
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
