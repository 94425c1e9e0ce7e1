"""What the law wants on paper is on paper before it counts as told: printed here, or scanned and attached."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from mediation.attachments.kinds import NOTICE
from mediation.attachments.models import Attachment
from mediation.cases.models import Case, Party, Stage
from mediation.cases.notice_rules import IN_WRITING, SPOKEN
from mediation.db import db
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.errors import Incomplete
from mediation.workflow.history import newest
from mediation.workflow.words import Taken, rests_on


@dataclass(frozen=True)
class _Written:
    """One of these papers is there; `always`: the law knows no telling by word of mouth."""

    papers: tuple[str, ...]
    rule: str
    always: bool = True


NOTICES = {
    "termination": _Written(("termination_notice",), "PM-26"),
    "petition_receipt": _Written(("acceptance_notice", "refusal_notice", "forwarding_letter"), "XF-23"),
    # By word of mouth or in writing, as the rules on mediation say; what was handed over exists.
    "rights": _Written(("rights_notice",), "PM-QG33", always=False),
}


def refuse_unwritten(taken: Taken) -> None:
    """Nothing is delivered that does not exist (PM-26, PM-QG33, XF-23). Raises Incomplete."""
    written, way = NOTICES.get(str(taken.facts.get("notice", ""))), str(taken.facts.get("way", ""))
    if written is None or not (written.always or way in IN_WRITING):
        return
    if way in SPOKEN:
        raise Incomplete(
            "法律要求书面告知，不能只是口头，请打印告知书送达本人", rules=(written.rule,), field="way"
        )
    if not (_printed(taken, written.papers) or _scanned(taken.item)):
        titles = "或".join(f"《{PAPERS[name].title}》" for name in written.papers)
        raise Incomplete(
            f"还没有打印{titles}，也没有上传“送达的告知书”扫描件；请先打印，送达以后再登记",
            rules=(written.rule,),
        )


@rests_on("XF-23")
def refusal_written(item: Any, actor: Any) -> str | None:
    """XF-23: a request is turned away once its notice was written: printed after the reason was set down, or scanned."""
    case: Case = item
    if _scanned(case):
        return None
    drafted = newest(case.ref, "draft_refusal")
    if drafted is None:
        return "还没有写明理由，请先“拟不予受理”，打印不予受理告知书，送达本人以后再登记"
    query = select(Document.id).where(
        Document.chain == case.ref,
        Document.name == "refusal_notice",
        Document.superseded_at.is_(None),
        Document.made_at >= drafted.recorded_at,
    )
    if db.session.scalars(query.limit(1)).first() is not None:
        return None
    return "还没有打印《不予受理告知书》；请先打印，送达本人以后再登记"


def _printed(taken: Taken, names: tuple[str, ...]) -> bool:
    """Whether one of these papers is printed and holds: of a stage, on this stage or for this party since it began."""
    item = taken.item
    query = select(Document.id).where(
        Document.chain == item.chain, Document.name.in_(names), Document.superseded_at.is_(None)
    )
    if isinstance(item, Stage):
        query = query.where(_about(item, taken.facts.get("party")))
    return db.session.scalars(query.limit(1)).first() is not None


def _about(stage: Stage, to: object) -> ColumnElement[bool]:
    """One text for all, or the copy of the one who was told."""
    party = db.session.get(Party, int(str(to))) if str(to).isdigit() else None
    own = (Document.about == party.ref) & (Document.made_at >= stage.opened_at) if party else None
    return Document.about == stage.ref if own is None else or_(Document.about == stage.ref, own)


def _scanned(item: Case | Stage) -> bool:
    """Whether a notice written elsewhere lies in the file of this stage, or of the case."""
    case, stage = (item.case, item) if isinstance(item, Stage) else (item, None)
    query = select(Attachment.id).where(
        Attachment.case_id == case.id,
        Attachment.state == "kept",
        Attachment.what == NOTICE,
        Attachment.stage_id == (stage.id if stage else None),
    )
    return db.session.scalars(query.limit(1)).first() is not None
