"""Counselling on the page of a case: dates and alarms for who sees the stage, notes for who wrote them."""

from typing import Any

from mediation.cases.models import Case, Stage
from mediation.cases.queries import stages_of
from mediation.counselling.forms import MEETINGS
from mediation.counselling.notes import SeenScale, SeenSession, alarms_of, scales_seen, sessions_seen
from mediation.counselling.scales import NO_DIAGNOSIS
from mediation.dates import local
from mediation.people.models import User
from mediation.web.feature import Panel


def counselling_panel(case: Case, actor: User) -> Panel | None:
    """The stages of counselling that ACTOR sees; nothing where there are none."""
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "counselling"]
    if not stages:
        return None
    given = {"stages": [_drawn(stage, actor) for stage in stages], "no_diagnosis": NO_DIAGNOSIS}
    return Panel("心理辅导", "counselling/panel.html", given, order=40)


def _drawn(stage: Stage, actor: User) -> dict[str, Any]:
    return {
        "sessions": [_session(seen) for seen in sessions_seen(stage, actor=actor)],
        "scales": [_scale(seen) for seen in scales_seen(stage, actor=actor)],
        "alarms": [{"at": local(at), "waits": waits} for at, waits in alarms_of(stage)],
    }


def _session(seen: SeenSession) -> dict[str, Any]:
    return {
        "held_on": seen.held_on,
        "form": str(MEETINGS.get(seen.form, "")) if seen.took_place else "未到场",
        "counsellor": seen.counsellor,
        "notes": seen.notes,
        "next_plan": seen.next_plan,
    }


def _scale(seen: SeenScale) -> dict[str, Any]:
    return {"on": local(seen.made_at)[:10], "label": seen.label, "words": _in_words(seen)}


def _in_words(seen: SeenScale) -> str:
    if not seen.mine:
        return "结果只有做量表的辅导员能看"
    if seen.total is None:
        return f"有{seen.unanswered}题没有回答，不计总分"
    return f"{seen.level}（{seen.total}分）"
