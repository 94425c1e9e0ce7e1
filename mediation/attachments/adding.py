"""Add materials to a case, and register a signature: the one way in, for the pages, the demo and the tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.attachments.accepting import Accepted, accept
from mediation.attachments.forms import AttachmentForm
from mediation.attachments.kinds import EVIDENCE, IDENTITY, OTHER, RECEIPT
from mediation.attachments.models import Attachment, PaperSignature
from mediation.attachments.queries import sees_place
from mediation.audit.log import Subject
from mediation.cases.models import Case, Stage
from mediation.cases.notices import party_in
from mediation.cases.papers import papers_of
from mediation.cases.queries import sessions_of
from mediation.db import atomic, db, new_ref, now, today
from mediation.documents.models import Document
from mediation.errors import Incomplete, Missing
from mediation.files.store import put
from mediation.people.models import User
from mediation.people.program import Delegate, LinkHolder, Program
from mediation.vault.keys import new_key
from mediation.workflow.engine import logged_refusal, start

# The words under a receipt that came by a link: no account stands behind it.
BROUGHT = "接收单位用链接上传"
HERSELF = "本人从网上补交"


def attach(
    case: Case, told: Mapping[str, Any], files: Sequence[bytes], *, actor: User | Delegate, key: str = ""
) -> list[Attachment]:
    """Put FILES into the case as TOLD by the form `attachment`; all of them or none. KEY names the submission.

    Raises Missing where ACTOR does not see the place, Incomplete where a file is refused, Forbidden.
    """
    accepted = list(read_in(files))
    stage = stage_in(case, told.get("stage"), actor=actor)
    if isinstance(actor, Delegate):
        document, agency_id = None, actor.agency_id
    else:
        document, agency_id = document_in(case, told.get("document"), actor=actor), None
    rows = [_row(case, told, one, actor.id, stage, document, added_for_id=agency_id) for one in accepted]
    subject = Subject(case.ref, "case", case.ref)
    with logged_refusal("attachment.start", actor=actor, subject=subject), atomic():
        for number, (row, one) in enumerate(zip(rows, accepted, strict=True)):
            facts = {name: value for name, value in told.items() if name not in AttachmentForm.apart}
            facts |= {"sha256": row.sha256, "original_sha256": one.original_sha256}
            facts["kept_sealed"] = row.under_seal
            start(row, actor=actor, facts=facts, key=f"{key}.{number}" if key and number else key or None)
    return rows


def bring(case: Case, accepted: Iterable[Accepted], *, by: LinkHolder, through: User) -> None:
    """Receipts that a partner without an account brings by a link, to the case itself. Within a unit of work.

    The log names the link; the row names THROUGH, who made the link for them.
    """
    told = {"kind": RECEIPT, "caption": BROUGHT}
    for one in accepted:
        row = _row(case, told, one, through.id, None, None)
        facts = {"kind": RECEIPT, "sha256": row.sha256, "original_sha256": one.original_sha256}
        start(row, actor=replace(by, things=by.things | {row.ref}), facts=facts)


def bring_along(case: Case, accepted: Accepted, said: str, *, by: User) -> None:
    """A material that travelled with a referral, to the case that its sender has here. Within a unit of work."""
    row = _row(case, {"kind": OTHER, "caption": said}, accepted, by.id, None, None)
    facts = {"kind": OTHER, "sha256": row.sha256, "original_sha256": accepted.original_sha256}
    start(row, actor=by, facts=facts)


def bring_herself(case: Case, accepted: Iterable[Accepted], *, by: Program) -> None:
    """What the person herself brings by the public pages, to the case itself. Within a unit of work.

    No account stands behind it: the row names nobody, the log her code.
    """
    her = next((party.id for party in case.parties if party.role == "applicant"), None)
    for one in accepted:
        row = _row(case, {"kind": EVIDENCE, "caption": HERSELF, "party": her}, one, None, None, None)
        facts = {"kind": EVIDENCE, "sha256": row.sha256, "original_sha256": one.original_sha256}
        start(row, actor=by, facts=facts)


def _row(
    case: Case,
    told: Mapping[str, Any],
    one: Accepted,
    added_by_id: int | None,
    stage: Stage | None,
    document: Document | None,
    *,
    added_for_id: int | None = None,
) -> Attachment:
    """One material, its file already sealed in the store; not yet in the database."""
    party = party_in(case, told["party"]) if told.get("party") else None
    private = stage is not None and stage.workflow == "counselling"
    key_id = new_key("case") if private else case.key_id
    row = Attachment(
        ref=new_ref(),
        key_id=key_id,
        case=case,
        stage=stage,
        party=party,
        document=document,
        what=told["kind"],
        under_seal=bool(told.get("under_seal")) or _shows_where(case, told, party),
        content_type=one.content_type,
        pages=one.pages,
        size=len(one.data),
        sha256=put(one.data, key_id),
        thumbnail_sha256=put(one.thumbnail, key_id),
        received_on=str(told.get("happened_on") or today().isoformat())[:10],
        added_by_id=added_by_id,
        added_for_id=added_for_id,
        added_at=now(),
    )
    row.caption = told.get("caption")
    row.told = {"sha256": one.original_sha256, "size": one.original_size, "taken_at": one.taken_at}
    return row


def register_signature(case: Case, told: Mapping[str, Any], *, actor: User, key: str = "") -> PaperSignature:
    """One signature as TOLD by the form `paper_signature`. Raises Missing, Incomplete, Forbidden."""
    document = document_in(case, told["document"], actor=actor)
    if document is None:
        raise Missing
    stage = _stage_of(document, case)
    signed_on = told["signed_on"]
    row = PaperSignature(
        ref=new_ref(),
        key_id=case.key_id,
        case=case,
        stage=stage,
        document=document,
        party=party_in(case, told["party"]) if told.get("party") else None,
        user_id=told.get("colleague"),
        scan_id=_scan(document, told.get("scan")),
        way=told["way"],
        signed_on=signed_on if isinstance(signed_on, date) else date.fromisoformat(signed_on),
        read_aloud=bool(told.get("read_aloud")),
    )
    row.witness = told.get("witness")
    start(row, actor=actor, facts=told, key=key or None)
    return row


def _stage_of(document: Document, case: Case) -> Stage | None:
    """Where the paper belongs: the stage that it is about, or that of the session; None for a paper about the case.

    What else it may be about (an agreement) hangs on a stage of the agency that printed it.
    """
    if document.about == case.ref:
        return None
    for stage in case.stages:
        if document.about == stage.ref or any(row.ref == document.about for row in sessions_of(stage)):
            return stage
    if any(party.ref == document.about for party in case.parties):
        return None
    printer = db.session.get(User, document.made_by_id)
    own = [stage for stage in case.stages if printer and stage.agency_id == printer.agency_id]
    return own[-1] if own else None


def stage_in(case: Case, stage_id: Any, *, actor: User | Delegate) -> Stage | None:
    """The stage of that id; none where the material belongs to the case itself. Raises Missing."""
    stage = next((stage for stage in case.stages if stage.id == stage_id), None)
    if (stage_id and stage is None) or not sees_place(case, stage, actor):
        raise Missing
    return stage


def document_in(case: Case, document_id: Any, *, actor: User) -> Document | None:
    """The printed paper of that id, for whoever may read it. Raises Incomplete."""
    if not document_id:
        return None
    for document in papers_of(case, actor=actor):
        if document.id == int(document_id):
            return document
    raise Incomplete("请从列表中选择文书。")


def read_in(files: Sequence[bytes]) -> Iterator[Accepted]:
    """Each file drawn anew, outside of a transaction. Raises Incomplete and says which one."""
    for number, data in enumerate(files, start=1):
        try:
            yield accept(data)
        except Incomplete as refusal:
            which = f"第{number}个文件：" if len(files) > 1 else ""
            raise Incomplete(f"{which}{refusal.reason}") from refusal


def _shows_where(case: Case, told: Mapping[str, Any], party: Any) -> bool:
    """An identity paper shows an address: after violence that of anybody but the respondent lies under seal (DV-10-4)."""
    return told["kind"] == IDENTITY and case.violence and (party is None or party.side != "respondent")


def _scan(document: Document, scan_id: Any) -> int | None:
    if not scan_id:
        return None
    query = select(Attachment.id).where(Attachment.id == scan_id, Attachment.document_id == document.id)
    found = db.session.scalar(query)
    if found is None:
        raise Incomplete("请选择这份文书自己的扫描件。")
    return found
