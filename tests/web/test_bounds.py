"""Numbers and dates that nobody means: each is answered with a sentence, and none breaks a page."""

import re
from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import MultiDict

from mediation.cases.models import Case
from mediation.cases.questions import day
from mediation.dates import local, partial_date
from mediation.db import db
from mediation.disputes.agreement_forms import ObligationRow
from mediation.web.fields import MomentField, MoneyField
from mediation.web.forms import RowForm

ODD = [
    "9" * 20,
    "-" + "9" * 20,
    "9" * 5000,
    "-1",
    "0",
    "²",
    "1e999999",
    "nan",
    "",
    "../..",
    "' or 1=1",
    "\ud7ff",
    "%00",
]
ARGUMENTS = (
    "year", "before", "chain", "actor", "list", "unit", "box", "stage", "kind", "to", "about", "obligation", "kept",
    "code", "state",
)  # fmt: skip


class Asked(RowForm):
    moment = MomentField("moment", ahead=True)
    on = day("on", ahead=True)
    money = MoneyField("money")


# Most pages are of the caseworker; of the others' pages the values that are unlike each other.
BY_ALL = (ODD[0], "' or 1=1", "%00")


@pytest.mark.parametrize("odd", ODD)
def test_no_argument_of_a_page_makes_it_fail(sign_in, new_case, cast, odd):
    case = new_case()
    ref, stage = case.ref, case.stages[0].ref
    told = dict.fromkeys(ARGUMENTS, odd)
    for who in (cast.mei, cast.song, cast.eye) if odd in BY_ALL else (cast.mei,):
        browser = sign_in(who)
        pages = {
            re.sub("<ref>", ref, re.sub("<item>", stage, re.sub("<trigger>", "correct", rule.rule)))
            for rule in browser.application.url_map.iter_rules()
            if "GET" in rule.methods and "static" not in rule.endpoint
        }
        for page in sorted(page for page in pages if "<" not in page):
            assert browser.get(page, query_string=told).status_code < 500, page


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1899-12-31T23:59", "9999-12-31T23:59"])
def test_a_year_that_nobody_means_is_refused_with_a_sentence(app, moment):
    with app.test_request_context():
        form = Asked(MultiDict({"moment": moment, "on": moment[:10]}))
        assert not form.validate()
    assert form.moment.errors == form.on.errors == ["年份不对，请核对。"]


def test_a_request_received_in_the_year_one_is_not_registered(sign_in, cast):
    answer = sign_in(cast.lin).post("/cases/new", data={"received_at": "0001-01-01T00:00"})
    assert answer.status_code == 422
    assert "年份不对" in answer.text
    assert db.session.query(Case).count() == 0


def test_the_oldest_people_were_born_in_1890():
    assert partial_date("1890") == "1890"
    with pytest.raises(ValueError, match="太早"):
        partial_date("1889-12-31")


def test_a_moment_that_no_clock_here_shows_breaks_no_page():
    assert local(datetime.max.replace(tzinfo=UTC)) == "9999-12-31 23:59"


@pytest.mark.parametrize("typed", ["1e999999", "-1e999999", "1e-999999", "nan", "infinity", "9" * 400])
def test_what_is_no_amount_is_refused_with_a_sentence(app, typed):
    with app.test_request_context():
        form = Asked(MultiDict({"money": typed}))
        assert not form.validate()
    assert len(form.money.errors) == 1


@pytest.mark.parametrize("typed", ["9" * 400, "9" * 5000, "0", "-1", "61"])
def test_no_duty_rests_on_a_clause_that_cannot_be(app, typed):
    with app.test_request_context():
        form = ObligationRow(MultiDict({"what": "付款", "clause": typed, "times": typed}))
        form.debtor.choices = form.creditor.choices = []
        assert not form.validate()
    assert form.clause.errors in (["请写 1 到 60 之间的数字。"], ["请写整数，如 6。"])
    assert form.times.errors or typed == "61"
