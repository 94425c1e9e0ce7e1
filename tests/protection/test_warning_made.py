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
            "by_whom": "self",
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


def test_an_order_that_names_its_last_day_needs_no_months(app):
    data = {
        "po_made_at": "2026-11-20T10:00",
        "po_expires_on": "2027-05-19",
        "valid_months": "",
        "measures": "no_violence",
    }
    with app.test_request_context("/", method="POST", data=data):
        form = FORMS["order_made"]()
        form.validate()
        assert not form.valid_months.errors
        assert not form.po_expires_on.errors


def test_an_order_without_an_end_hears_one_reason_alone(app):
    with app.test_request_context(
        "/", method="POST", data={"po_made_at": "2026-11-20T10:00", "valid_months": ""}
    ):
        form = FORMS["order_made"]()
        form.validate()
        assert form.valid_months.errors == ["请照裁定书写届满日期；没有写明日期的，写有效期几个月。"]


def test_letters_in_a_box_for_a_number_are_told_in_plain_words(app):
    with app.test_request_context("/", method="POST", data={"valid_months": "半年"}):
        form = FORMS["order_made"]()
        form.validate()
        assert "请写整数，如 6。" in form.valid_months.errors
        assert form.valid_months._value() == "半年"
