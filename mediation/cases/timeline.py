"""What happened in a case, newest first, as far as the person who asks may see it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import Select, or_, select

from mediation.cases.access import field_groups
from mediation.cases.handed_over import cut_off, danger_shown, shown_parties
from mediation.cases.models import Case, Party
from mediation.cases.notes import may_take_back
from mediation.cases.queries import notes_of, stages_of
from mediation.cases.stage_forms import LEAD
from mediation.cases.stepping import name_of, title_of
from mediation.cases.work import Assessment
from mediation.dates import day_in_words, local, moment_in_words
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.web.fields import as_choices
from mediation.web.forms import FORMS
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken

# Facts that say nothing to a reader: refs and ids, and what the title of the entry says already.
_SILENT = frozenset({"happened_on", "key", "received_on"})
NOT_HANDED_OVER = "一位当事人"
NAMES: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "PartyField": (Party, lambda party: party.person.called),
    "UserField": (User, lambda user: user.name),
    "AgencyField": (Agency, lambda agency: agency.name),
    "EntryField": (StepTaken, lambda row: f"{local(row.recorded_at)} {title_of(row)}"),
}
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
    query = select(StepTaken).where(StepTaken.chain == case.ref)
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


def said(row: StepTaken, hidden: frozenset[int] = frozenset()) -> list[str]:
    """The answers of the form in its own words."""
    flow = WORKFLOWS[row.workflow]
    step = flow.start if row.trigger == "start" else next(iter(flow.steps(row.trigger)), None)
    form = FORMS.get(step.asks or "") if step else None
    lines = []
    for name, value in sorted((row.facts or {}).items(), key=_place_in(form)):
        label, words = _words(form, name, value, hidden)
        # The day of the step stands in the title already.
        if label and words and name not in _SILENT and value != row.happened_on:
            lines.append(f"{label}：{words}")
    return [*_stages(row), *lines]


def _stages(row: StepTaken) -> list[str]:
    """Which stages were opened, and which were to be referred to whom."""
    told = row.facts or {}
    return [
        f"{title}：{'；'.join(map(_stage, told[name]))}"
        for name, title in (("stages", "开启"), ("to_refer", "待转介"))
        if told.get(name)
    ]


def _stage(told: Mapping[str, Any]) -> str:
    agency = db.session.get(Agency, told["agency"]) if told.get("agency") else None
    parts = [
        str(WORKFLOWS[told["kind"]].label),
        agency.name if agency else "",
        str(dict(LEAD).get(str(told.get("lead")), "")),
        told.get("reason", ""),
    ]
    return "，".join(part for part in parts if part)


def _place_in(form: Any) -> Callable[[tuple[str, Any]], int]:
    """Answers stand in the order in which the form asks them; what it names in no group comes last, as it was kept."""
    asked = [name for _legend, names in getattr(form, "groups", ()) for name in names]
    return lambda fact: asked.index(fact[0]) if fact[0] in asked else len(asked)


def _words(form: Any, name: str, value: Any, hidden: frozenset[int]) -> tuple[str, str]:
    """Label and answer of one field, with the labels of its choices; nothing for rows and hidden fields."""
    field = getattr(form, name, None) if form else None
    if (
        field is None
        or _kind(field) == "OfferedField"
        or isinstance(value, dict)
        or (isinstance(value, list) and value and isinstance(value[0], dict))
    ):
        return "", ""
    label = field.args[0] if field.args else field.kwargs.get("label", "")
    choices = field.kwargs.get("choices")
    labels = (
        {str(one.value): str(one.label) for one in as_choices(choices)} if isinstance(choices, list) else {}
    )
    if isinstance(value, bool):
        # A box that was not ticked says nothing; a question answered no does.
        return str(label), "是" if value else "否" if _kind(field) == "YesNoField" else ""
    answers = value if isinstance(value, list) else [value]
    if kind := NAMES.get(_kind(field)):
        return str(label), "、".join(
            _called(kind[1], row, hidden)
            for answer in answers
            for row in [db.session.get(kind[0], answer) if isinstance(answer, int) else None]
        )
    return str(label), "、".join(
        labels.get(str(answer), moment_in_words(str(answer))) for answer in answers if answer is not False
    )


def _called(name: Callable[[Any], str], row: Any, hidden: frozenset[int]) -> str:
    if row is None:
        return "全部当事人"
    return NOT_HANDED_OVER if isinstance(row, Party) and row.id in hidden else name(row)


def _kind(field: Any) -> str:
    """Of what a field offers a choice, by the name of its class; several parties are offered by word."""
    own = str(field.field_class.__name__)
    people = dict.fromkeys(("parties", "applicants", "respondents", "children"), "PartyField")
    named = {**people, "colleagues": "UserField", "entries": "EntryField"}
    return named.get(str(field.kwargs.get("offers", "")), own)


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
