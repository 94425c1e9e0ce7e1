"""Papers that were printed: which form, about what, and the exact bytes by their hash; and the numbers they bear."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref


class DocumentNumber(Model):
    """A number of a series, given once to one paper about one thing; printed again, the paper keeps it."""

    __tablename__ = "document_number"
    __table_args__ = (
        UniqueConstraint("agency_id", "series", "year", "number"),
        UniqueConstraint("chain", "name", "about"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(60))
    chain: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None]


class Document(Model):
    """One printed paper of a case. The bytes lie in the file store, sealed with the case.

    `mark` is the code at its foot; whoever has the paper can ask at /verify whether it still holds. `facts_mark` is
    that of its facts alone: a new template makes no paper wrong, a corrected fact does. Both are under the key of the
    case; papers printed before that keep the `mark` that stands on them, and have no `facts_mark`.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_chain", "chain", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    chain: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str | None] = mapped_column(String(16), unique=True)
    facts_mark: Mapped[str | None] = mapped_column(String(16))
    pages: Mapped[int | None]
    number_id: Mapped[int | None] = mapped_column(ForeignKey("document_number.id"))
    number: Mapped[DocumentNumber | None] = relationship(lazy="joined")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int]
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
