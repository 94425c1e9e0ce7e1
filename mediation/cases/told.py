"""What a step is called, who took it, and what was said at it, in the words of its form."""

from collections.abc import Callable, Mapping
from typing import Any

from mediation.cases.models import Party
from mediation.cases.stage_forms import LEAD
from mediation.dates import local, moment_in_words
from mediation.db import db
from mediation.people.models import Agency, User
from mediation.web.fields import as_choices
from mediation.web.forms import FORMS
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import StepTaken

WITHOUT_ACCOUNT = "凭链接或接口办理"
# Facts that say nothing to a reader: refs and ids, and what the title of the entry says already.
_SILENT = frozenset({"happened_on", "key", "received_on"})
NOT_HANDED_OVER = "一位当事人"
NAMES: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "PartyField": (Party, lambda party: party.person.called),
    "UserField": (User, lambda user: user.name),
    "AgencyField": (Agency, lambda agency: agency.name),
    "EntryField": (StepTaken, lambda row: f"{local(row.recorded_at)} {title_of(row)}"),
}


def title_of(row: StepTaken) -> str:
    """What a step is called on a page."""
    flow = WORKFLOWS[row.workflow]
    if row.trigger == "start":
        return str(flow.start.label)
    known = flow.steps(row.trigger)
    return str(known[0].label) if known else row.trigger


def name_of(row: StepTaken) -> str:
    """Who took a step, by name; an agency without a person acted by a link or its token."""
    user = db.session.get(User, row.actor_id) if row.actor_id else None
    return user.name if user else WITHOUT_ACCOUNT if row.agency_id else "系统"


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
        or (_kind(field) == "OfferedField" and "said" not in field.kwargs)
        or isinstance(value, dict)
        or (isinstance(value, list) and value and isinstance(value[0], dict))
    ):
        return "", ""
    label = field.args[0] if field.args else field.kwargs.get("label", "")
    if said := field.kwargs.get("said"):
        return str(label), said(value)
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
    staff = {"colleagues": "UserField", "own_colleagues": "UserField", "other agencies": "AgencyField"}
    named = {**people, **staff, "entries": "EntryField"}
    return named.get(str(field.kwargs.get("offers", "")), own)
