"""The day on which something is to happen next lies ahead: whoever mistypes the month is told next to the field."""

from datetime import timedelta

import pytest
from flask import Flask

from mediation.cases.questions import NextDayField
from mediation.db import today
from mediation.web.forms import FORMS

ASKING = {
    "date_and_note", "suspension", "no_show", "session_record", "counselling_session", "legal_aid_progress", "follow_up",
    "supervision", "forwarding",
}  # fmt: skip


def test_every_form_that_asks_for_the_next_day_asks_for_one_ahead(app: Flask) -> None:
    asking = {name for name, form in FORMS.items() if hasattr(form, "next_on")}
    assert len(asking) == len(ASKING)
    for name in asking:
        assert FORMS[name].next_on.field_class is NextDayField, name


@pytest.mark.parametrize(("days", "told"), [(-1, True), (-365, True), (0, False), (1, False)])
def test_a_day_gone_by_is_told_next_to_the_field(app: Flask, days: int, told: bool) -> None:
    day = today() + timedelta(days=days)
    with app.test_request_context(method="POST", data={"next_on": day.isoformat()}):
        form = FORMS["date_and_note"]()
        form.validate()
        errors = [str(error) for error in form.next_on.errors]
    assert errors == (
        ["这一天已经过去，请核对。补登以前的事、当时约定的日子已过的，先不填。"] if told else []
    )
