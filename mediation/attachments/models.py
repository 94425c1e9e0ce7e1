"""What people bring: materials drawn anew, sealed, never deleted; and who signed which paper."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mediation.audit.guards import guarded_state
from mediation.cases.models import Case, Party, Stage
from mediation.db import Model, UtcDateTime, new_ref
from mediation.documents.models import Document
from mediation.people.models import Agency, User
from mediation.vault.sealed import Sealed


class _OfAStage:
    """What lies with a stage of a case, or with the case itself: whose turn it is follows from that."""

    case: Mapped[Case]
    stage: Mapped[Stage | None]

    @property
    def chain(self) -> str:
        return self.case.ref

    @property
    def owner_id(self) -> int | None:
        return self.case.owner_id

    @property
    def assignee_id(self) -> int | None:
        return self.stage.assignee_id if self.stage else None

    @property
    def parts(self) -> Mapping[str, int]:
        return self.stage.parts if self.stage else self.case.parts


class Attachment(_OfAStage, Model):
    """A material 材料. The file lies in the store under `sha256`, drawn anew, and small under `thumbnail_sha256`;
    `told` seals what the original was.

    `key_id` is the key of the case; for what belongs to counselling one of its own, so that no key of a case opens it.
    `added_for`: the agency, where no person with an account here added it.
    `under_seal`: for whoever added it and whoever has the work in hand; a dossier shows an envelope in its place.
    """

    __tablename__ = "attachment"
    kind = "attachment"
    workflow = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party | None] = relationship()
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    document: Mapped[Document | None] = relationship()
    what: Mapped[str] = mapped_column(String(30))
    under_seal: Mapped[bool] = mapped_column(default=False)
    content_type: Mapped[str] = mapped_column(String(40))
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    received_on: Mapped[str] = mapped_column(String(10))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_by: Mapped[User | None] = relationship()
    added_for_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    added_for: Mapped[Agency | None] = relationship()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    caption_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    caption = Sealed("caption_sealed")
    told = Sealed("told_sealed", kind="json")

    @property
    def brought_by(self) -> str:
        """Who added it, by name: a person, or the agency that sent it in from its own system; else she herself did."""
        who = self.added_by or self.added_for
        return who.name if who else "求助人本人"

    @property
    def of_counselling(self) -> bool:
        """Level 3: nobody but whoever added it."""
        return self.stage is not None and self.stage.workflow == "counselling"


class PaperSignature(_OfAStage, Model):
    """One signature on a printed paper: who, how, on which day, before which witness, and the scan that shows it.

    Neither party nor user: the official seal. The signatures of an agreement are the agreement's own.
    """

    __tablename__ = "paper_signature"
    kind = "paper_signature"
    workflow = "paper_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True, default=new_ref)
    key_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    case: Mapped[Case] = relationship()
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    stage: Mapped[Stage | None] = relationship()
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    document: Mapped[Document] = relationship()
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    party: Mapped[Party | None] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user: Mapped[User | None] = relationship()
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    scan: Mapped[Attachment | None] = relationship()
    way: Mapped[str] = mapped_column(String(30))
    signed_on: Mapped[date]
    read_aloud: Mapped[bool] = mapped_column(default=False)
    witness_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    witness = Sealed("witness_sealed")


guarded_state(Attachment.__table__)
guarded_state(PaperSignature.__table__)
