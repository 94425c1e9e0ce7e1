"""What the station kept in Excel before: batches of old rows, each batch sealed under a key of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed


class LedgerBatch(Model):
    """One file that was brought in. Without `taken_at` it is being looked at; with `undone_at` its key is destroyed.

    `told` holds the headline of the file, and which column is which field.
    """

    __tablename__ = "ledger_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_by: Mapped[User] = relationship()
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rows: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    told = Sealed("told_sealed", kind="json")

    @property
    def head(self) -> list[str]:
        """The headline of the file; the first is the number of the row."""
        return list((self.told or {}).get("head", []))

    @property
    def places(self) -> dict[str, int]:
        """Which column is which field, by name of the field."""
        return dict((self.told or {}).get("places", {}))


class LedgerPage(Model):
    """Some hundred rows of a batch: as they stood in the file at first, as they were read once they are taken over."""

    __tablename__ = "ledger_page"
    __table_args__ = (UniqueConstraint("batch_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    batch_id: Mapped[int] = mapped_column(ForeignKey("ledger_batch.id"))
    place: Mapped[int]
    lines_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    lines = Sealed("lines_sealed", kind="json")
