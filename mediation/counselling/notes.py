"""Counselling notes and scales: under a key of their own, not that of the case; read by who wrote them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.cases.models import Stage
from mediation.cases.queries import may_read_minutes, sessions_of
from mediation.cases.work import Assessment, Session, Task
from mediation.counselling.rules import ALARM
from mediation.counselling.scales import NAMES, scale
from mediation.db import db
from mediation.people.models import User
from mediation.vault.keys import new_key


@dataclass(frozen=True)
class SeenSession:
    """A session as one person sees it: date and form for everybody, the rest for its author."""

    held_on: str
    form: str
    took_place: bool
    counsellor: str
    notes: str | None = None
    next_plan: str | None = None


@dataclass(frozen=True)
class SeenScale:
    """A scale as one person sees it: that it was taken; what it says only to who took it."""

    made_at: Any
    label: str
    counsellor: str
    mine: bool
    level: str = ""
    total: int | None = None
    unanswered: int = 0


def notes_key(stage: Stage) -> str:
    """The key of the notes of a stage: the one that its sealed rows have, or a new one."""
    for table in (Session, Assessment):
        query = select(table.key_id).where(table.stage_id == stage.id, table.key_id != stage.key_id)
        if known := db.session.scalar(query.limit(1)):
            return str(known)
    return new_key("case")


def sessions_seen(stage: Stage, *, actor: User) -> list[SeenSession]:
    """The sessions of a stage as ACTOR sees them, oldest first."""
    return [_session(row, actor) for row in sessions_of(stage) if row.kind == "counselling"]


def scales_seen(stage: Stage, *, actor: User) -> list[SeenScale]:
    """The scales taken in a stage as ACTOR sees them, oldest first."""
    query = select(Assessment).where(Assessment.stage_id == stage.id, Assessment.instrument.in_(NAMES))
    return [_scale(row, actor) for row in db.session.scalars(query.order_by(Assessment.id))]


def alarms_of(stage: Stage) -> list[tuple[Any, bool]]:
    """When an alarm was raised in this stage, and whether it still waits; oldest first."""
    query = select(Task).where(Task.stage_id == stage.id, Task.kind == ALARM).order_by(Task.id)
    raised: dict[Any, bool] = {}
    for task in db.session.scalars(query):
        minute = task.made_at.replace(second=0, microsecond=0)
        raised[minute] = raised.get(minute, False) or task.done_at is None
    return list(raised.items())


def _session(row: Session, actor: User) -> SeenSession:
    mine = may_read_minutes(row, actor=actor)
    return SeenSession(
        held_on=row.held_on,
        form=row.form,
        took_place=row.took_place,
        counsellor=row.author.name,
        notes=row.minutes if mine else None,
        next_plan=row.result if mine and row.took_place else None,
    )


def _scale(row: Assessment, actor: User) -> SeenScale:
    by = db.session.get(User, row.by_id)
    filled = scale(row.instrument)
    counsellor = by.name if by else ""
    if row.by_id != actor.id:
        return SeenScale(row.made_at, filled.label, counsellor, mine=False)
    said = row.answers or {}
    label = next((band.label for band in filled.bands if band.level == said.get("level")), "")
    return SeenScale(row.made_at, filled.label, counsellor, True, label, said.get("total"), row.unanswered)
