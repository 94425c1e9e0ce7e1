"""People as they are: names with rare characters, or none; and how they may be reached without harm."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.vault.sealed import Sealed


class Household(Model):
    """People who belong together; their cases are seen together by whoever may see them."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)


class Person(Model):
    """A natural person. What identifies or locates is sealed under the person's own key.

    `phone`, `residence`, `workplace` and `school` are Secrets: no template can render them by accident. What may stand
    on a paper is `contact_channel`, the address for letters that the person chose.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    anonymous: Mapped[bool] = mapped_column(default=False)
    sex: Mapped[str] = mapped_column(String(1), default="0")
    ethnicity: Mapped[str] = mapped_column(String(2), default="")
    marital: Mapped[str] = mapped_column(String(2), default="")
    id_kind: Mapped[str] = mapped_column(String(20), default="none")
    special: Mapped[list[str]] = mapped_column(JSON, default=list)
    moved_out: Mapped[bool] = mapped_column(default=False)
    id_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)

    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    birth_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    residence_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    workplace_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    school_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_channel_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    occupation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_warning_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    name = Sealed("name_sealed")
    birth = Sealed("birth_sealed")
    id_number = Sealed("id_number_sealed", kind="secret")
    phone = Sealed("phone_sealed", kind="secret")
    residence = Sealed("residence_sealed", kind="secret")
    workplace = Sealed("workplace_sealed", kind="secret")
    school = Sealed("school_sealed", kind="secret")
    contact_channel = Sealed("contact_channel_sealed")
    occupation = Sealed("occupation_sealed")
    id_warning = Sealed("id_warning_sealed")

    safe_contact: Mapped["SafeContact | None"] = relationship(back_populates="person", uselist=False)

    @property
    def called(self) -> str:
        """How the person is written on a page: the name, or that there is none."""
        return str(self.name) if self.name else ("匿名" if self.anonymous else "姓名不详")

    @property
    def birth_date(self) -> date | None:
        """The day of birth, if the day is known."""
        text = self.birth or ""
        return date.fromisoformat(text) if len(text) == len("2000-01-01") else None


class PersonToken(Model):
    """Keyed tokens of names and numbers: what search compares. They go with the person's key."""

    __tablename__ = "person_token"
    __table_args__ = (Index("ix_person_token_token", "token"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class SafeContact(Model):
    """How a person said that contact is safe. Without a record, or with an old one, nobody calls.

    `allowed` is "no" until the person says otherwise; "none" records that no contact at all was agreed. `confirmed_at` is
    when she herself last said so, None where nobody asked her; `sms_told`, that she knows what a text message shows.
    """

    __tablename__ = "safe_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    person: Mapped[Person] = relationship(back_populates="safe_contact")
    allowed: Mapped[bool] = mapped_column(default=False)
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    may_say_who: Mapped[bool] = mapped_column(default=False)
    others_phone: Mapped[bool] = mapped_column(default=False)
    sms_told: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hours_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wechat_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    who_may_answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_word_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    never_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    hours = Sealed("hours_sealed")
    number = Sealed("number_sealed", kind="secret")
    wechat = Sealed("wechat_sealed", kind="secret")
    who_may_answer = Sealed("who_may_answer_sealed")
    code_word = Sealed("code_word_sealed")
    never = Sealed("never_sealed")
