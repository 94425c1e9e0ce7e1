"""Papers that were printed: which form, about what, and the exact bytes by their hash."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mediation.db import Model, UtcDateTime, new_ref


class Document(Model):
    """One printed paper of a case. The bytes lie in the file store, sealed with the case."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_chain", "chain", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    chain: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int]
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
