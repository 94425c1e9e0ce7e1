"""What a person of a case asks about the data that is kept of them, and what became of it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case, Party
from mediation.db import Model, UtcDateTime, new_ref
from mediation.people.models import User
from mediation.vault.sealed import Sealed


class DataRequest(Model):
    """One request. `about`: one of `forms.KINDS`; `outcome`: granted, partly, refused, or empty until it is decided."""

    __tablename__ = "data_request"
    kind = "data_request"
    workflow = "data_request"
    assignee_id = None

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party] = relationship()
    about: Mapped[str] = mapped_column(String(12))
    by_whom: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    registered_by: Mapped[User] = relationship()
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wish_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wish = Sealed("wish_sealed")

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id

    @property
    def parts(self) -> Mapping[str, int]:
        return {"of the case": self.case.agency_id}


guarded_state(DataRequest.__table__)
