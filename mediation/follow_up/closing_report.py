"""The facts of 结案报告: what came of the case, and of the calls afterwards."""

from collections.abc import Iterator
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.forms import OUTCOMES
from mediation.cases.models import Case, Stage
from mediation.cases.notice_rules import notices_told
from mediation.cases.on_paper import head, named_choices, person_on_paper
from mediation.cases.page import CHANNELS, DANGER
from mediation.cases.queries import parties_of
from mediation.dates import day_in_words, local
from mediation.documents.facts_station import Course, StationClosingReport
from mediation.errors import Missing
from mediation.follow_up.forms import SAFE, SATISFACTION, WAYS
from mediation.follow_up.models import FollowUp
from mediation.follow_up.queries import follow_ups_of
from mediation.people.models import User
from mediation.web.feature import Offer
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import newest, told_in

TOLD = [
    ("protection_order", "人身安全保护令"),
    ("legal_aid", "法律援助"),
    ("police_help", "可以报警、请求告诫"),
]


def station_closing_report(case: Case, about: str, actor: User) -> StationClosingReport:
    """结案报告 of a closed case; of a running one a draft without its result. Counselling has one line without content.

    Raises Missing for whoever does not see the whole case.
    """
    if "narrative" not in field_groups(actor, case):
        raise Missing
    closed = newest(case.ref, "close")
    told: dict[str, Any] = (closed.facts or {}) if closed else {}
    notices = {*notices_told(case.ref), *(name for name, _ in TOLD if told_in(case.ref, f"told_{name}"))}
    return {
        "paper": head(case, number=case.register_number, dated=False),
        "category": "·".join(filter(None, (case.category_class, case.category_kind))),
        "channel": CHANNELS.get(case.channel, case.channel),
        "received_on": day_in_words(case.received_on),
        "closed_on": day_in_words(closed.happened_on) if closed else None,
        "officer": case.owner.name if case.owner else None,
        "applicants": [person_on_paper(party) for party in parties_of(case, "applicant")],
        "respondents": [person_on_paper(party) for party in parties_of(case, "respondent")],
        "story": case.summary,
        "wishes": case.wishes,
        "danger": DANGER.get(case.danger),
        "stages": [_course(stage) for stage in case.stages],
        "told": named_choices(TOLD, notices),
        "result": str(dict(OUTCOMES).get(told.get("outcome", ""), "")) or None,
        "summary": told.get("summary"),
        "follow_up": "\n".join(_visit(row) for row in follow_ups_of(case)) or None,
    }


def closing_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The report, from the follow-up on."""
    if "narrative" in field_groups(actor, case):
        begun = case.state in ("follow_up", "closed", "archived")
        yield Offer("station_closing_report", why_not=None if begun else "案件还没有转入回访")


def _course(stage: Stage) -> Course:
    flow = WORKFLOWS[stage.workflow]
    begun, over = day_in_words(local(stage.opened_at)[:10]), local(stage.ended_at)[:10]
    return {
        "stage": str(flow.label),
        "agency": stage.agency.name,
        "period": f"{begun}至{day_in_words(over)}" if over else f"{begun}起",
        "outcome": str(flow.stop(stage.state).label),
    }


def _visit(row: FollowUp) -> str:
    """Day, way and what she said of her safety and of us; the notes stay where they are."""
    said = [str(dict(WAYS).get(row.way, "")), str(dict(SAFE).get(row.safe, ""))]
    said += [str(dict(SATISFACTION).get(row.satisfaction, ""))]
    wish = "本人要求不联系" if row.no_contact_by_wish else ""
    return f"{day_in_words(row.happened_on)}：" + "，".join(filter(None, [wish, *said]))
