"""Legal aid on the page of a case: its days, its lawyer, and every time limit with both dates."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mediation.cases.deadlines import HELP_FIRST, deadline_near
from mediation.cases.models import Case, Stage
from mediation.cases.queries import stages_of
from mediation.dates import day_in_words
from mediation.db import db
from mediation.legal_aid.queries import told_of
from mediation.legal_aid.words import BASES, CLOCK_STATES, FORMS_OF_AID, MATTERS, RESULTS
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow import clocks
from mediation.workflow.history import newest
from mediation.workflow.models import Clock

COLOURS = {"met": "done", "missed": "overdue"}
DECISIONS = ("grant", "help_first", "refuse", "overturn", "uphold", "terminate")


def legal_aid_panel(case: Case, actor: User) -> Panel | None:
    """The stages of legal aid that ACTOR sees; nothing where there are none."""
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "legal_aid"]
    if not stages:
        return None
    drawn = [_drawn(stage) for stage in stages]
    return Panel("法律援助", "legal_aid/panel.html", {"stages": drawn}, order=20)


def _drawn(stage: Stage) -> dict[str, Any]:
    return {"facts": _facts(stage), "clocks": [_clock(row) for row in clocks_of(stage)]}


def clocks_of(stage: Stage) -> Sequence[Clock]:
    """Every time limit of the stage, ended ones too, in the order in which they began."""
    return db.session.scalars(select(Clock).where(Clock.subject == stage.ref).order_by(Clock.id)).all()


def _facts(stage: Stage) -> list[tuple[str, Any]]:
    told = told_of(stage)
    signed = day_in_words(told.get("la_agreement_signed_on")) or told.get("why_not")
    rows = [
        ("申请事项", MATTERS.get(told.get("matter", ""))),
        ("依据", BASES.get(told.get("basis", ""))),
        ("收到申请", day_in_words(told.get("la_received_on"))),
        ("决定", _decision(stage, told)),
        ("援助形式", FORMS_OF_AID.get(told.get("form", ""))),
        ("指派", day_in_words(told.get("la_assigned_on"))),
        ("律师", _lawyer(stage, told)),
        ("委托协议", signed),
        ("先行援助理由", told.get("urgent_ground")),
        ("不予或终止的理由", told.get("reasons")),
        ("期限提示", HELP_FIRST if _near(stage, told) else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _near(stage: Stage, told: dict[str, Any]) -> bool:
    """Said at the desk, or seen from the time limits of the case, while help may still come first (LA-44)."""
    return not stage.ended and bool(told.get("deadline_near") or deadline_near(stage.case))


def _decision(stage: Stage, told: dict[str, Any]) -> str:
    step = newest(stage.ref, *DECISIONS)
    if step is None:
        return ""
    facts = step.facts or {}
    day = facts.get("la_decided_on") or facts.get("la_objection_answered_on")
    number = f"（{told['number']}）" if told.get("number") else ""
    return f"{day_in_words(day)} {RESULTS[step.trigger]}{number}"


def _lawyer(stage: Stage, told: dict[str, Any]) -> str:
    """Who was assigned; nobody after the lawyer was changed and before the next one."""
    if stage.state not in ("assigned", "in_progress", "ended"):
        return ""
    assigned = newest(stage.ref, "assign_lawyer")
    facts = (assigned.facts or {}) if assigned else {}
    user = db.session.get(User, facts["assignee"]) if facts.get("assignee") else None
    name = user.name if user else facts.get("lawyer_name", "")
    return f"{name}（{facts['firm']}）" if name and facts.get("firm") else str(name)


def _clock(clock: Clock) -> dict[str, str]:
    late = clocks.overdue(clock)
    return {
        "label": clocks.label_of(clock.rule),
        "amount": clock.amount,
        "started": day_in_words(clock.started),
        "conservative": day_in_words(clock.conservative),
        "last": day_in_words(clock.statutory_last),
        "kind": "overdue" if late else COLOURS.get(clock.state, "neutral"),
        "state": "最好办完的日子已过" if late else str(CLOCK_STATES[clock.state]),
        "ended": day_in_words(clock.ended),
    }
