"""The facts of 人民调解回访记录 (F-09)."""

from collections.abc import Collection

from sqlalchemy import select

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Stage
from mediation.cases.on_paper import head
from mediation.cases.queries import parties_of, stages_of
from mediation.db import db
from mediation.documents.dates import chinese_date
from mediation.documents.facts_mediation import Visit
from mediation.documents.models import DocumentNumber
from mediation.errors import Incomplete, Missing
from mediation.follow_up.forms import PERFORMANCE, SATISFACTION, WAYS
from mediation.follow_up.models import FollowUp
from mediation.follow_up.queries import follow_ups_of
from mediation.people.models import Agency, User
from mediation.web.feature import Offer

NO_AGREEMENT = "没有调解协议，不用调解回访记录"
PURPOSE = "了解调解协议履行情况，听取当事人意见。"


def visit_record(case: Case, about: str, actor: User) -> Visit:
    """人民调解回访记录 of the follow-up ABOUT (its ref); of the case, to be filled in by hand. Raises Missing where ACTOR
    sees no mediation of the case, Incomplete without an agreement.

    It names what was found of the agreement, never whether she is safe: that stays with the station.
    """
    stages = _mediations(case, actor)
    if not stages:
        raise Missing
    number = _agreement_number(case, stages)
    if number is None:
        raise Incomplete(NO_AGREEMENT, rules=("PM-HF",))
    row = next((row for row in _visits(case, stages, actor) if row.ref == about), None)
    if row is None and about:
        raise Missing
    committee = db.session.get_one(Agency, number.agency_id)
    names = [party.person.name for party in parties_of(case, "applicant", "respondent") if party.person.name]
    return {
        "paper": head(case, committee=committee.name, holder=committee.id, dated=False),
        "parties": "、".join(names) or None,
        "agreement_number": number.text,
        "purpose": PURPOSE,
        "visited_on": chinese_date(row.happened_on) if row else None,
        "way": str(dict(WAYS).get(row.way, "")) or None if row else None,
        "found": _found(row) if row else None,
        "visitor": row.author.name if row and row.author else None,
    }


def visit_papers(case: Case, actor: User) -> list[Offer]:
    """A record for every follow-up of a case with an agreement, and one to be filled in by hand."""
    stages = _mediations(case, actor)
    if not stages:
        return []
    if _agreement_number(case, stages) is None:
        return [Offer("visit_record", why_not=NO_AGREEMENT)]
    visits = _visits(case, stages, actor)
    done = [Offer("visit_record", row.ref, row.happened_on) for row in visits if row.reached]
    return [*done, Offer("visit_record", detail="空白，手写")]


def _found(row: FollowUp) -> str | None:
    """How the agreement is kept and what was said of the work."""
    kept, content = dict(PERFORMANCE).get(row.performance), dict(SATISFACTION).get(row.satisfaction)
    lines = [f"协议履行：{kept}。" if kept else "", f"对调解工作：{content}。" if content else ""]
    return "\n".join(filter(None, lines)) or None


def _mediations(case: Case, actor: User) -> list[Stage]:
    """The mediations of the case that ACTOR sees."""
    seen = stages_of(case, actor=actor)
    return [stage for stage in seen if stage.workflow == "mediation" and sees_stage(actor, stage)]


def _agreement_number(case: Case, stages: Collection[Stage]) -> DocumentNumber | None:
    """The number of the newest agreement that the committee of one of these mediations gave."""
    query = select(DocumentNumber).where(
        DocumentNumber.chain == case.ref,
        DocumentNumber.name.in_(("agreement", "oral_agreement")),
        DocumentNumber.agency_id.in_({stage.agency_id for stage in stages}),
    )
    return db.session.scalars(query.order_by(DocumentNumber.id.desc()).limit(1)).first()


def _visits(case: Case, stages: Collection[Stage], actor: User) -> list[FollowUp]:
    """The follow-ups of these mediations. One of the case as a whole is a partner's only if no other committee mediated."""
    rows, seen = follow_ups_of(case), {stage.id for stage in stages}
    if case.agency_id == actor.agency_id:
        return list(rows)
    committees = {stage.agency_id for stage in case.stages if stage.workflow == "mediation"}
    alone = committees == {actor.agency_id}
    return [row for row in rows if row.stage_id in seen or (row.stage_id is None and alone)]
