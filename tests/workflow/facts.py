"""Some facts for any form: what a hasty but honest worker would fill in. Read from the fields themselves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app
from wtforms import DateField, FieldList, FormField

from mediation.cases.choices import choices_for
from mediation.db import now, today
from mediation.people.models import User
from mediation.web.fields import PartialDateField
from mediation.web.forms import form_for
from mediation.workflow.definition import Step

Pick = Callable[[list[Any]], Any]


def facts_for(item: Any, step: Step, *, actor: User, pick: Pick) -> dict[str, Any]:
    """Facts for what STEP asks; PICK chooses. Fields that are not demanded are left out at times."""
    case = getattr(item, "case", None) or getattr(getattr(item, "stage", None), "case", None) or item
    offer = choices_for(case, item, actor=actor)
    with current_app.test_request_context():
        form = form_for(step.asks)
        form.prepare(item.workflow, step.trigger)
        return _planned(case, _values(form, offer, pick))


def _planned(case: Any, facts: dict[str, Any]) -> dict[str, Any]:
    """As the form has it: a stage at another agency is to be referred."""
    rows = facts.get("stages", [])
    elsewhere = [row for row in rows if row.get("agency", case.agency_id) != case.agency_id]
    return (
        {**facts, "stages": [row for row in rows if row not in elsewhere], "to_refer": elsewhere}
        if elsewhere
        else facts
    )


def _values(fields: Any, offer: Callable[[str], Any], pick: Pick) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in fields:
        if field.short_name in ("key", "seen", "confirmed", "csrf_token"):
            continue
        demanded = field.flags.required or isinstance(field, FieldList)
        if not demanded and pick([True, False, False]):
            continue
        value = _value(field, offer, pick)
        if value not in (None, "", []):
            values[field.short_name] = value
    return values


def _value(field: Any, offer: Callable[[str], Any], pick: Pick) -> Any:
    if isinstance(field, FieldList):
        entry = field.entries[0] if field.entries else field.append_entry()
        inner = _value(entry, offer, pick)
        return [inner] if inner not in (None, "", {}) else []
    if isinstance(field, FormField):
        return _values(field.form, offer, pick)
    if hasattr(field, "choices") or hasattr(field, "offers"):
        return _choice(field, offer, pick)
    return _plain(field, pick)


def _plain(field: Any, pick: Pick) -> Any:
    """A value for a field that is neither a list nor a choice."""
    if isinstance(field, DateField | PartialDateField):
        day = pick([today(), today() - timedelta(days=3)])
        return day if isinstance(field, DateField) else day.isoformat()
    values = {
        "BooleanField": True,
        "MoneyField": 120000,
        "NumberField": field.data,
        "WholeField": field.data or 1,
        "HiddenField": field.data,
        "MomentField": now() - timedelta(hours=1),
    }
    return values.get(type(field).__name__, "据实记录")


def _choice(field: Any, offer: Callable[[str], Any], pick: Pick) -> Any:
    try:
        offered = offer(field.offers) if getattr(field, "offers", "") else list(field.choices or [])
    except KeyError:  # a list that the feature itself offers on its own page
        offered = []
    values = [
        getattr(choice, "value", choice[0] if isinstance(choice, tuple | list) else choice)
        for choice in offered
    ]
    values = [value for value in values if value not in ("", None)]
    if not values:
        return None
    chosen = pick(values)
    return [chosen] if type(field).__name__ in ("ManyField", "SelectMultipleField") else chosen
