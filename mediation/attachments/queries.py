"""Read materials and signatures. Every function takes the person who asks."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.attachments.models import Attachment, PaperSignature
from mediation.audit.log import record_read
from mediation.cases.access import field_groups, sees_stage
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case, Stage
from mediation.cases.papers import papers_of
from mediation.cases.queries import find_case
from mediation.db import db
from mediation.documents.models import Document
from mediation.errors import Missing
from mediation.files.store import get
from mediation.people.models import User
from mediation.people.program import Delegate


def attachments_of(case: Case, *, actor: User) -> list[Attachment]:
    """The materials of a case that ACTOR knows of, withdrawn ones too, in the order in which they came.

    What lies under seal is among them for those who see its place: they know that it is there, not what it shows.
    """
    query = select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)
    return [row for row in db.session.scalars(query) if knows_of(row, actor=actor)]


def knows_of(row: Attachment, *, actor: User) -> bool:
    """Whether ACTOR may know that the material is there: who sees the stage, or the whole case."""
    return may_read(row, actor=actor) or (not row.of_counselling and sees_place(row.case, row.stage, actor))


def may_read(row: Attachment, *, actor: User) -> bool:
    """Whether ACTOR may open it: like minutes. Of counselling, who added it; under seal, also who has it in hand."""
    if not sees_place(row.case, row.stage, actor):
        return False
    if row.of_counselling:
        return row.added_by_id == actor.id
    in_hand = row.assignee_id if row.stage else row.owner_id
    return not row.under_seal or actor.id in (row.added_by_id, in_hand)


def sees_place(case: Case, stage: Stage | None, actor: User | Delegate) -> bool:
    """Whether ACTOR, who may open the case, sees the stage where something lies, or the whole case."""
    return sees_stage(actor, stage) if stage else "narrative" in field_groups(actor, case)


def find_attachment(case: Case, ref: str, actor: User) -> Attachment | None:
    """The material of that ref in CASE, for those who may read it."""
    row = db.session.scalar(select(Attachment).where(Attachment.ref == ref, Attachment.case_id == case.id))
    if row is None or cut_off(case, actor=actor):
        return None
    return row if may_read(row, actor=actor) else None


def open_attachment(ref: str, *, actor: User) -> tuple[Attachment, bytes]:
    """A material and its bytes; reading it is logged. Raises Missing, the same for a stranger and for no such thing."""
    row = db.session.scalar(select(Attachment).where(Attachment.ref == ref))
    if row is None or find_attachment(find_case(row.case.ref, actor=actor), ref, actor) is None:
        raise Missing
    record_read("attachment", actor=actor, subject=row.chain, shown=[ref])
    return row, get(row.sha256, row.key_id)


def open_thumbnail(ref: str, *, actor: User) -> bytes:
    """The first page of a material, small; a look at it is a reading of it. Raises Missing as `open_attachment` does."""
    row = db.session.scalar(select(Attachment).where(Attachment.ref == ref))
    if row is None or find_attachment(find_case(row.case.ref, actor=actor), ref, actor) is None:
        raise Missing
    if row.thumbnail_sha256 is None:
        raise Missing
    record_read("attachment", actor=actor, subject=row.chain, shown=[ref])
    return get(row.thumbnail_sha256, row.key_id)


def signatures_of(case: Case, *, actor: User) -> Sequence[PaperSignature]:
    """The signatures on papers that ACTOR may read, oldest first; struck ones too."""
    papers = {document.id for document in papers_of(case, actor=actor)}
    query = select(PaperSignature).where(PaperSignature.case_id == case.id).order_by(PaperSignature.id)
    return [row for row in db.session.scalars(query) if row.document_id in papers]


def find_signature(case: Case, ref: str, actor: User) -> PaperSignature | None:
    """The signature of that ref in CASE, for those who may read the paper."""
    return next((row for row in signatures_of(case, actor=actor) if row.ref == ref), None)


def scans_of(document: Document) -> Sequence[Attachment]:
    """The scans of the signed paper in the order in which they came: a paper photographed page by page has several."""
    query = select(Attachment).where(Attachment.document_id == document.id, Attachment.state == "kept")
    return db.session.scalars(query.order_by(Attachment.id)).all()


def scans_about(case: Case, about: str, *, actor: User) -> list[Attachment]:
    """The scans of signed papers about a thing (ref of an agreement) that ACTOR may read, oldest first."""
    scans = [row for row in attachments_of(case, actor=actor) if row.state == "kept"]
    return [
        row for row in scans if row.document and row.document.about == about and may_read(row, actor=actor)
    ]
