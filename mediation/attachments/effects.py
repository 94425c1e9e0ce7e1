"""What follows when a material comes."""

from sqlalchemy import select

from mediation.attachments.models import Attachment, PaperSignature
from mediation.db import db
from mediation.errors import Incomplete
from mediation.people.program import SYSTEM
from mediation.workflow.engine import take
from mediation.workflow.words import Taken


def place_attachment(taken: Taken) -> None:
    """It takes the place of an earlier one, where one is named: that one stays, marked as replaced."""
    row: Attachment = taken.item
    if not taken.facts.get("replaces"):
        return
    query = select(Attachment).where(Attachment.id == int(taken.facts["replaces"]))
    old = db.session.scalar(query.where(Attachment.case_id == row.case_id))
    if old is None or old.state != "kept":
        raise Incomplete("要替换的材料不在卷里，请重新选择。")
    take(old, "replace", actor=SYSTEM)


def keep_paper_signature(taken: Taken) -> None:
    """The same person does not sign the same paper twice."""
    row: PaperSignature = taken.item
    same = select(PaperSignature.id).where(
        PaperSignature.document_id == row.document_id,
        PaperSignature.state == "registered",
        PaperSignature.id != row.id,
        PaperSignature.party_id.is_not_distinct_from(row.party_id),
        PaperSignature.user_id.is_not_distinct_from(row.user_id),
    )
    if db.session.scalar(same.limit(1)):
        raise Incomplete("这个人在这份文书上的签署已经登记过；登记错了的，请先撤销那一条。")
