"""What happened in a case, newest first, as far as the person who asks may see it."""

from typing import Any

from flask import current_app
from sqlalchemy import Select, or_, select, true

from mediation.cases.access import SUPERVISORS, field_groups
from mediation.cases.handed_over import cut_off, danger_shown, shown_parties
from mediation.cases.models import Case
from mediation.cases.notes import may_take_back
from mediation.cases.queries import notes_of, stages_of
from mediation.cases.told import name_of, said, title_of
from mediation.cases.work import Assessment
from mediation.dates import day_in_words, local
from mediation.db import db
from mediation.people.models import User
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken

# Which instrument each step of assessing fills, and how its result is called.
ASSESSING = {"assess_danger": "danger_scale", "reassess_danger": "danger_review"}
LEVELS = {
    "none": "未见危险", "low": "低危", "medium": "中危", "high": "高危", "lethal": "高危（有生命危险）",
    "unknown": "无法判定",
}  # fmt: skip
TAGS = {
    "help_request": "intake",
    "legal_aid": "legal_aid",
    "mediation": "disputes",
    "agreement": "disputes",
    "counselling": "counselling",
    "protection": "protection",
}


QUIET = "recusal"


def timeline(
    case: Case, *, actor: User, before: int | None = None, limit: int | None = None
) -> list[dict[str, Any]]:
    """The entries that the macro `timeline` draws, newest first: steps and notes; none where the ground is gone.

    Steps and notes stand in one log; `place` is where. BEFORE is the place of the last one shown, LIMIT how many.
    """
    if cut_off(case, actor=actor):
        return []
    steps = _steps(case, actor)
    if before:
        steps = steps.where(StepTaken.sequence < before)
    rows = db.session.scalars(steps.order_by(StepTaken.sequence.desc()).limit(limit)).all()
    notes = notes_of(case, actor=actor, before=before, limit=limit)
    found = levels_found(case) if danger_shown(case, actor=actor) else {}
    hidden = _hidden(case, actor)
    entries = [(row.sequence, _step(row, found.get(row.id), hidden)) for row in rows]
    entries += [(place, _note(note, actor)) for place, note in notes]
    newest = sorted(entries, key=lambda pair: pair[0], reverse=True)[:limit]
    return [{**entry, "place": place} for place, entry in newest]


def _steps(case: Case, actor: User) -> Select[StepTaken]:
    """The steps that ACTOR may read of: all, or those of the own stages and what ACTOR did."""
    # Why a colleague stands near somebody is for whoever decides on it, and for themselves.
    quiet = (
        true()
        if actor.role in SUPERVISORS
        else or_(StepTaken.workflow != QUIET, StepTaken.actor_id == actor.id)
    )
    query = select(StepTaken).where(StepTaken.chain == case.ref, quiet)
    if "all stages" in field_groups(actor, case):
        return query
    return query.where(or_(StepTaken.subject.in_(_own(case, actor)), StepTaken.actor_id == actor.id))


def _own(case: Case, actor: User) -> list[str]:
    """The stages that ACTOR sees, and what the features find in them for ACTOR: agreements."""
    stages = [stage.ref for stage in stages_of(case, actor=actor)]
    finders = [find for feature in current_app.extensions["features"] for find in feature.items]
    subjects = db.session.scalars(select(StepTaken.subject).where(StepTaken.chain == case.ref).distinct())
    others = [ref for ref in subjects if ref not in (case.ref, *stages)]
    return stages + [ref for ref in others if any(find(case, ref, actor) for find in finders)]


def _hidden(case: Case, actor: User) -> frozenset[int]:
    """The parties whom ACTOR is not shown, by id: an entry that names one says that there was somebody."""
    shown = {party.id for party in shown_parties(case, actor=actor)}
    return frozenset(party.id for party in case.parties if party.id not in shown)


def levels_found(case: Case) -> dict[int, str]:
    """The level that each assessment of danger came to, by the id of its step. Every such step keeps one, in order."""
    found: dict[int, str] = {}
    for trigger, kind in ASSESSING.items():
        steps = select(StepTaken.id).where(StepTaken.chain == case.ref, StepTaken.trigger == trigger)
        kept = select(Assessment).where(Assessment.case_id == case.id, Assessment.instrument == kind)
        ids = db.session.scalars(steps.order_by(StepTaken.sequence))
        levels = db.session.scalars(kept.order_by(Assessment.id))
        found |= {step: LEVELS.get(one.level, one.level) for step, one in zip(ids, levels, strict=False)}
    return found


def _step(row: StepTaken, level: str | None, hidden: frozenset[int]) -> dict[str, Any]:
    recorded = local(row.recorded_at)
    happened = day_in_words(row.happened_on) if row.happened_on != recorded[:10] else ""
    return {
        "at": recorded,
        "who": name_of(row),
        "title": title_of(row) + (f"（{happened}）" if happened else ""),
        "tag": (TAGS.get(row.workflow, "neutral"), str(WORKFLOWS[row.workflow].label)),
        "body": "\n".join([*([f"危险等级：{level}"] if level else []), *said(row, hidden)]),
        "audience": None,
        "url": None,
    }


def _note(note: Any, actor: User) -> dict[str, Any]:
    return {
        "at": local(note.made_at),
        "who": note.author.name,
        "title": "记录",
        "tag": None,
        "body": note.text,
        "audience": "internal" if note.internal else "party",
        "url": None,
        "undo": f"/cases/{note.case.ref}/notes/{note.ref}/take-back" if may_take_back(note, actor) else None,
    }
