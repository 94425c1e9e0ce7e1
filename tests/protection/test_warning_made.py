"""A warning that was made is what the police decided: their hours are over."""

import pytest
from sqlalchemy import select

from mediation.db import db
from mediation.errors import Incomplete
from mediation.web.forms import FORMS
from mediation.workflow.models import Clock
from tests.protection.conftest import ACCEPTED, DRAFT, FILED


def told(app, name, **data):
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS[name]()
        form.offer_choices(lambda word: [(1, "对方")])
        assert form.validate(), form.errors
        return form.facts()


def test_a_warning_with_its_date_ends_the_hours_of_the_police(app, stage, step):
    step(
        "report_to_police",
        {
            "police_reported_at": "2026-11-20T10:00:00+08:00",
            "police_accepted_at": "2026-11-20T11:00:00+08:00",
            "limit_choice": "ordinary",
        },
    )
    clock = db.session.scalars(select(Clock).where(Clock.rule == "DV-34-8")).one()
    assert clock.state == "running"
    step("register_warning", told(app, "warning", made_on="2026-11-20", station="城南派出所"))
    db.session.refresh(clock)
    assert clock.state == "met"


def test_a_date_before_the_earlier_one_is_named_with_its_field(stage, step):
    step("prepare_order", DRAFT)
    step("file_order", FILED)
    with pytest.raises(Incomplete) as refused:
        step("accept_order", {**ACCEPTED, "po_accepted_at": "2026-01-01T09:00:00+08:00"})
    assert refused.value.field == "po_accepted_at"
