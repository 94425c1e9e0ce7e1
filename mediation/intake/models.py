"""What intake remembers: a request that came by the public pages and waits for the station; contacts that are no case."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import Agency
from mediation.vault.sealed import Sealed


class PortalRequest(Model):
    """A request for help that came by the public pages. `case` is there once the station has registered it.

    Of the code only a keyed hash is kept, of the second secret only an Argon2 hash: whoever reads the database opens
    nothing with them.
    """

    __tablename__ = "portal_request"
    kind = "portal_request"
    workflow = "portal_request"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    agency: Mapped[Agency] = relationship()
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case | None] = relationship()
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    urgent: Mapped[bool] = mapped_column(default=False)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    told = Sealed("told_sealed", kind="json")

    @property
    def chain(self) -> str:
        return self.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id if self.case else None

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.case.agency_id if self.case else self.agency_id}


class PlainContact(Model):
    """A call or a visit that is no case: its kind, of advice the class of what was asked, and nothing of the person."""

    __tablename__ = "plain_contact"
    __table_args__ = (Index("ix_plain_contact_agency_at", "agency_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[bool] = mapped_column(default=False)


guarded_state(PortalRequest.__table__)
