"""How dangerous it was found to be, one look after the other: a table, and a line over it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.danger import RANKS, REPORT, REVIEW, SCALE
from mediation.cases.handed_over import danger_shown
from mediation.cases.models import Case
from mediation.cases.page import DANGER
from mediation.cases.rules import THREE_QUESTIONS
from mediation.cases.silence import days_of_silence
from mediation.cases.work import Assessment
from mediation.dates import day_in_words, local
from mediation.db import db, today
from mediation.people.models import User
from mediation.web.feature import Panel

LOOKS = {THREE_QUESTIONS: "登记三问", SCALE: "危险量表", REVIEW: "复核", REPORT: "情况有变化"}
UNKNOWN = "无法判定"
# The picture, in its own units: a step to the right for each look, up for each level.
LEFT, TOP, STEP, RISE, MOST = 92, 14, 64, 22, 12
LEVELS = sorted((level for level in RANKS if level != "unknown"), key=RANKS.__getitem__, reverse=True)


@dataclass(frozen=True)
class Point:
    """One look in the picture: where, which level, on which day."""

    x: int
    y: int
    level: str
    day: str


def danger_trend(case: Case, actor: User) -> Panel | None:
    """The block for those who see the whole case and how dangerous it is."""
    if "all stages" not in field_groups(actor, case) or not danger_shown(case, actor=actor):
        return None
    query = select(Assessment).where(Assessment.case_id == case.id, Assessment.instrument.in_(LOOKS))
    found = db.session.scalars(query.order_by(Assessment.id)).all()
    if not found:
        return None
    given = {
        "points": _points(found[-MOST:]),
        "levels": [(_height(level), DANGER[level]) for level in LEVELS],
        "width": LEFT + STEP * min(len(found), MOST),
        "height": TOP + RISE * len(LEVELS),
        "rows": [_row(one) for one in reversed(found)],
        "heard": _heard(case),
    }
    return Panel("危险变化", "cases/danger_trend.html", given, order=15)


def _points(found: Any) -> list[Point]:
    return [
        Point(LEFT + STEP * place, _height(one.level), one.level, local(one.made_at)[5:10])
        for place, one in enumerate(found)
        if one.level in LEVELS
    ]


def _height(level: str) -> int:
    return TOP + RISE * LEVELS.index(level)


def _row(one: Assessment) -> list[str]:
    by = db.session.get(User, one.by_id)
    score = f"{one.score}分" if one.score is not None and one.instrument in (SCALE, REVIEW) else "—"
    gaps = f"，{one.unanswered}题没有回答" if one.unanswered else ""
    whose = one.party.person.called if one.party else ""
    what = LOOKS[one.instrument] + (f"（{whose}）" if whose else "")
    return [local(one.made_at), what, DANGER.get(one.level, UNKNOWN), score + gaps, by.name if by else ""]


def _heard(case: Case) -> str:
    """When word came from her last, and how long ago that is."""
    days = (today() - date.fromisoformat(case.heard_on)).days if case.heard_on else 0
    ago = "今天" if days == 0 else f"{days}天前"
    asked = f"；高危险的，{days_of_silence()}天没有消息会提醒" if case.running else ""
    return f"{day_in_words(case.heard_on)}（{ago}）{asked}"
