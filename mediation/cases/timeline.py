"""What happened in a case, newest first, as far as the person who asks may see it."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from mediation.cases.access import field_groups
from mediation.cases.models import Case, Party
from mediation.cases.queries import notes_of, stages_of
from mediation.cases.stepping import name_of, title_of
from mediation.dates import day_in_words, local, moment_in_words
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.web.fields import as_choices
from mediation.web.forms import FORMS
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken

# Facts that say nothing to a reader: refs and ids, and what the title of the entry says already.
_SILENT = frozenset({"happened_on", "key", "received_on"})
NAMES: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "PartyField": (Party, lambda party: party.person.called),
    "UserField": (User, lambda user: user.name),
    "AgencyField": (Agency, lambda agency: agency.name),
}
TAGS = {
    "help_request": "intake",
    "legal_aid": "legal_aid",
    "mediation": "disputes",
    "agreement": "disputes",
    "counselling": "counselling",
    "protection": "protection",
}


def timeline(case: Case, *, actor: User) -> list[dict[str, Any]]:
    """The entries that the macro `timeline` draws: steps and notes."""
    whole = "all stages" in field_groups(actor, case)
    query = select(StepTaken).where(StepTaken.chain == case.ref)
    if not whole:
        query = query.where(or_(StepTaken.subject.in_(_own(case, actor)), StepTaken.actor_id == actor.id))
    rows = db.session.scalars(query.order_by(StepTaken.sequence.desc())).all()
    entries = [(row.recorded_at, _step(row)) for row in rows]
    entries += [(note.made_at, _note(note)) for note in notes_of(case, actor=actor)]
    return [entry for _moment, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]


def _own(case: Case, actor: User) -> list[str]:
    """The stages that ACTOR sees, and what the features find in them for ACTOR: agreements."""
    stages = [stage.ref for stage in stages_of(case, actor=actor)]
    finders = [find for feature in current_app.extensions["features"] for find in feature.items]
    subjects = db.session.scalars(select(StepTaken.subject).where(StepTaken.chain == case.ref).distinct())
    others = [ref for ref in subjects if ref not in (case.ref, *stages)]
    return stages + [ref for ref in others if any(find(case, ref, actor) for find in finders)]


def _step(row: StepTaken) -> dict[str, Any]:
    recorded = local(row.recorded_at)
    happened = day_in_words(row.happened_on) if row.happened_on != recorded[:10] else ""
    return {
        "at": recorded,
        "who": name_of(row.actor_id),
        "title": title_of(row) + (f"（{happened}）" if happened else ""),
        "tag": (TAGS.get(row.workflow, "neutral"), str(WORKFLOWS[row.workflow].label)),
        "body": "\n".join(said(row)),
        "audience": None,
        "url": None,
    }


def said(row: StepTaken) -> list[str]:
    """The answers of the form in its own words."""
    flow = WORKFLOWS[row.workflow]
    step = flow.start if row.trigger == "start" else next(iter(flow.steps(row.trigger)), None)
    form = FORMS.get(step.asks or "") if step else None
    lines = []
    for name, value in (row.facts or {}).items():
        label, words = _words(form, name, value)
        if label and words and name not in _SILENT:
            lines.append(f"{label}：{words}")
    return lines


def _words(form: Any, name: str, value: Any) -> tuple[str, str]:
    """Label and answer of one field, with the labels of its choices; nothing for rows, hidden fields and bare ids."""
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
            kind[1](row) if row else "全部当事人"
            for answer in answers
            for row in [db.session.get(kind[0], answer) if isinstance(answer, int) else None]
        )
    return str(label), "、".join(
        labels.get(str(answer), moment_in_words(str(answer))) for answer in answers if answer is not False
    )


def _kind(field: Any) -> str:
    """Of what a field offers a choice, by the name of its class; several parties are offered by word."""
    own = str(field.field_class.__name__)
    return {"parties": "PartyField", "colleagues": "UserField"}.get(str(field.kwargs.get("offers", "")), own)


def _note(note: Any) -> dict[str, Any]:
    return {
        "at": local(note.made_at),
        "who": note.author.name,
        "title": "记录",
        "tag": None,
        "body": note.text,
        "audience": "internal" if note.internal else "party",
        "url": None,
    }
