"""Seventy-nine invented cases, most of the last year up to yesterday: every state, channel and category, always the same.

A plan names a script, the step after which the story is broken off (none: it is told to its end), how many
days ago that step was, and what goes before what the script makes up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mediation.db import SHANGHAI
from mediation.demo import names as about
from mediation.demo import scripts_across as across
from mediation.demo import scripts_of_aid as aid
from mediation.demo import scripts_of_danger as danger
from mediation.demo import scripts_of_data as data
from mediation.demo import scripts_of_tables as tables
from mediation.demo import scripts_of_talk as talk
from mediation.demo.names import Topic
from mediation.demo.pen import Pen
from mediation.demo.scenes import a_rare_name
from mediation.demo.story import Step, Story


@dataclass(frozen=True)
class Plan:
    """One invented case."""

    script: Callable[..., None]
    topic: Topic
    until: str
    ago: int
    told: dict[str, Any] = field(default_factory=dict)
    # Which of several steps of the same name is the last.
    time: int = 1


def plan(
    script: Callable[..., None], topic: Topic, until: str, ago: int, *, time: int = 1, **told: Any
) -> Plan:
    """A plan in one line."""
    return Plan(script, topic, until, ago, told, time)


# Days: eleven years and some months.
LONG_AGO = 4100
COUPLE = [{"name": "赵桂英", "sex": "2"}, {"name": "钱建军", "sex": "1", "contact": {"ways": ["phone"]}}]
PLANS: tuple[Plan, ...] = (
    plan(across.waiting, about.SUPPORT, "", 0),
    plan(aid.counselled, about.LOW, "help_request.triage", 1, **a_rare_name(0)),
    plan(across.waiting, about.VIOLENCE, "", 0, q_violence="yes", q_hurt="yes"),
    plan(across.waiting, about.HARASSMENT, "", 18, channel="letter"),
    plan(across.taken_up, about.VILLAGE, "", 2, channel="letter"),
    plan(danger.not_judged, about.VIOLENCE, "", 1),
    plan(danger.child_in_danger, about.CHILD, "", 4),
    plan(
        danger.ordered,
        about.VIOLENCE,
        "protection.file_order",
        1,
        children=[{"name": "小雨", "birth": "2019-05"}],
    ),
    plan(danger.ordered, about.VIOLENCE, "protection.accept_order", 1),
    plan(danger.ordered, about.VIOLENCE, "protection.record_visit", 40, **a_rare_name(1)),
    plan(danger.ordered, about.STALKING, "protection.record_service", 176),
    plan(danger.warned, about.VIOLENCE, "protection.record_education", 15, sex="1"),
    plan(danger.warned, about.STALKING, "one_stop.begin_follow_up", 6),
    plan(danger.sheltered, about.VIOLENCE, "protection.refuse_order", 2),
    plan(danger.broken_in, about.VIOLENCE, "", 1),
    plan(across.police_asked, about.VIOLENCE, "referral.start", 1),
    plan(across.police_asked, about.STALKING, "", 3),
    plan(tables.tabled, about.STALKING, "conference.start", 1, time=2),
    plan(tables.tabled, about.STALKING, "conference.hold", 2),
    plan(tables.tabled, about.VISITING, "conference.end", 3),
    plan(tables.tabled, about.VISITING, "", 8),
    plan(across.court_asked, about.VIOLENCE, "referral.start", 2),
    plan(across.court_asked, about.VIOLENCE, "", 4),
    plan(across.danger_in_mediation, about.PROPERTY, "", 5),
    plan(talk.mediated, about.VISITING, "mediation.record_consent", 6, sex="1"),
    plan(talk.mediated, about.PROPERTY, "mediation.record_session", 49, time=2),
    plan(talk.mediated, about.SUPPORT, "agreement.write_clauses", 2),
    plan(talk.mediated, about.BRIDE_PRICE, "agreement.sign", 3, time=2, sex="1"),
    plan(talk.mediated, about.SUPPORT, "agreement.sign", 33, time=4),
    plan(talk.mediated, about.SUPPORT, "one_stop.close", 6),
    plan(talk.confirmed, about.SUPPORT, "agreement.report_breach", 6),
    plan(talk.confirmed, about.SUPPORT, "", 10),
    plan(talk.spoken, about.CARE, "", 120),
    plan(talk.failed, about.INHERITANCE, "mediation.suspend", 15),
    plan(talk.failed, about.PROPERTY, "mediation.stop", 1),
    plan(talk.failed, about.CUSTODY, "legal_aid.ask_supplement", 10),
    plan(talk.changed_mind, about.PROPERTY, "agreement.cancel", 4),
    plan(talk.not_willing, about.VISITING, "one_stop.skip_stage", 7),
    plan(talk.not_willing, about.PROPERTY, "mediation.decline", 2),
    plan(aid.aided, about.DIVORCE, "legal_aid.receive", 9),
    plan(aid.aided, about.PAY, "legal_aid.grant", 4, channel="online"),
    plan(aid.aided, about.PREGNANCY, "legal_aid.assign_lawyer", 3),
    plan(aid.aided, about.SUPPORT, "legal_aid.record_progress", 30, **a_rare_name(2)),
    plan(aid.refused, about.SUPPORT, "legal_aid.refuse", 2),
    plan(aid.refused, about.SUPPORT, "legal_aid.object", 3),
    plan(aid.counselled, about.LOW, "one_stop.lead_counselling", 2),
    plan(aid.counselled, about.LOW, "counselling.take_scale", 1, alarm=True),
    plan(aid.counselled, about.QUARREL, "counselling.suspend", 6, sex="1"),
    plan(aid.counselled, about.LOW, "one_stop.record_follow_up", 3),
    plan(aid.aided, about.DIVORCE, "one_stop.record_follow_up", 12),
    plan(aid.refused, about.INHERITANCE, "legal_aid.withdraw", 5),
    plan(talk.two_at_once, about.SUPPORT, "", 20),
    plan(aid.enquired, about.HARDSHIP, "", 230, channel="call", applicants=COUPLE),
    plan(
        across.handed_on,
        about.DIVORCE,
        "referral.start",
        1,
        stage="legal_aid",
        to="legal_aid",
        worker="legal_aid",
    ),
    plan(
        across.handed_on,
        about.LOW,
        "referral.sign_for",
        1,
        stage="counselling",
        to="social",
        worker="counsellor",
    ),
    plan(
        across.handed_on,
        about.PROPERTY,
        "referral.accept",
        2,
        stage="mediation",
        to="committee",
        worker="mediator",
    ),
    plan(
        across.handed_on,
        about.PAY,
        "referral.answer",
        2,
        stage="legal_aid",
        to="legal_aid",
        worker="legal_aid",
    ),
    plan(across.handed_on, about.LOW, "", 9, stage="counselling", to="social", worker="counsellor"),
    plan(across.sent_back, about.LAND, "", 2),
    plan(across.called_back, about.QUARREL, "", 3),
    plan(across.to_neighbour, about.SUPPORT, "", 2),
    plan(across.declined, about.PAY, "", 160),
    plan(across.withdrawn, about.QUARREL, "", 215, applicants=[{"anonymous": True}]),
    plan(across.transferred, about.SCHOOL, "", 290),
    plan(data.copied, about.VISITING, "data_request.start", 1, time=2),
    plan(data.copied, about.SUPPORT, "data_request.grant", 1),
    plan(data.copied, about.PROPERTY, "", 3),
    plan(data.kept_by_law, about.PAY, "data_request.verify_identity", 1),
    plan(data.kept_by_law, about.SUPPORT, "data_request.answer", 2),
    plan(data.asked_by_the_other_side, about.VISITING, "data_request.refuse", 1),
    # Of long ago: their term is over (`disposing`).
    *(plan(aid.enquired, about.HARDSHIP, "", LONG_AGO + 40 * one, kept="short") for one in range(3)),
    *(plan(across.withdrawn, about.QUARREL, "", LONG_AGO + 10 + 40 * one) for one in range(4)),
    plan(across.come_again, about.HARDSHIP, "", 4),
    plan(across.answered_by_link, about.VIOLENCE, "", 2),
)


def invented_stories(moment: datetime) -> list[Story]:
    """The invented cases as they stand on the evening before MOMENT."""
    evening = (moment.astimezone(SHANGHAI) - timedelta(days=1)).replace(
        hour=18, minute=0, second=0, microsecond=0
    )
    return [_story(number, plan, evening) for number, plan in enumerate(PLANS, start=1)]


def _story(number: int, plan: Plan, evening: datetime) -> Story:
    """Written again, begun a day earlier, until its last step lies on its day or before it."""
    name, last = f"invented-{number:02d}", evening - timedelta(days=plan.ago)
    desk = "second_caseworker" if number % 3 == 0 else "caseworker"
    began = last.replace(hour=9)
    steps = _written(name, plan, began, desk)
    began -= steps[-1].at - began
    while steps[-1].at > last:
        began -= timedelta(days=1)
        steps = _written(name, plan, began, desk)
    return Story(name, tuple(steps))


def _written(name: str, plan: Plan, start: datetime, desk: str) -> list[Step]:
    pen = Pen(name, start, desk)
    plan.script(pen, plan.topic, **plan.told)
    if not plan.until:
        return pen.steps
    places = [place for place, step in enumerate(pen.steps) if step.take == plan.until]
    return pen.steps[: places[plan.time - 1] + 1]
