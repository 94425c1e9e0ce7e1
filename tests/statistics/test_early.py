"""Early warnings: a rise beyond chance is found, given to somebody, answered, and taken; targets are a path."""

from datetime import date
from fractions import Fraction

import pytest
import time_machine
from sqlalchemy import select

from mediation import worker
from mediation.db import db
from mediation.statistics import indicators, signals
from mediation.statistics.early import agencies_due
from mediation.statistics.indicators import Measured
from mediation.statistics.models import EarlyWarning
from mediation.statistics.periods import Period, period_named
from mediation.statistics.targets import read_targets
from tests.statistics.conftest import at


def test_the_chance_is_the_exact_tail_of_a_binomial():
    # Two came now and one in the two months before: of three, two or more fall into one month of three.
    by_hand = 3 * Fraction(1, 9) * Fraction(2, 3) + Fraction(1, 27)
    assert signals.chance_of(2, 1, 2) == pytest.approx(float(by_hand))
    assert signals.chance_of(0, 5, 12) == pytest.approx(1)


def test_a_rise_is_no_rise_where_chance_explains_it_or_the_number_is_small():
    before = {"离婚": 120, "抚养": 12, "家庭暴力": 12}
    found = signals.risen({"离婚": 13, "抚养": 4, "家庭暴力": 9}, before, 12)
    assert [(one.subject, one.observed, one.expected) for one in found] == [("家庭暴力", 9, 10)]
    assert signals.risen({"入学": 8}, {"入学": 3}, 12)[0].expected == 0, "three in a year are not told"
    assert signals.risen({}, before, 12) == []


def test_a_year_so_far_does_not_tell_its_small_month(cast):
    monthly = {1: 9, 2: 3, 3: 8}

    def measure(_agency, period):
        number = sum(monthly[period.since.month + n] for n in range(period.months))
        return Measured(number, (number,))

    one = indicators.Indicator("x", "", "", "", measure, "up")
    year = Period(date(2026, 1, 1), 3)
    agency = cast.agency("federation")
    assert indicators.told_of_year(one, agency, year) is None
    monthly[2] = 5
    assert indicators.told_of_year(one, agency, year) == 220


def test_the_values_are_those_that_were_counted_by_hand(spring, cast):
    agency, half = cast.agency("federation"), Period(date(2026, 1, 1), 6)
    values = {one.key: one.measure(agency, half) for one in indicators.INDICATORS}
    assert values["cases"].value == 8
    assert values["violence"] == Measured(pytest.approx(12.5), (1, 8))
    assert values["first_answer"].value == pytest.approx(46), "from 2 February to 20 March"
    assert values["followed_up"] == Measured(100, (1, 1))
    assert values["orders"].value == 0
    assert values["homes"].value is None, "the directory has no village"
    told = {one.indicator.key: one.tenths for one in indicators.standings(agency, period_named("2026-06"))}
    assert told["violence"] is None
    assert told["cases"] is None, "eight less the seven of February would be told"


def test_a_target_is_a_number_within_its_unit():
    assert read_targets({"mediated": "85.5 %", "orders": "24", "cases": "3", "followed_up": ""})[0] == {
        "mediated": 855,
        "orders": 240,
    }
    assert read_targets({"mediated": "101", "orders": "-1", "first_answer": "x", "homes": "nan"})[
        1
    ].keys() == {
        "mediated",
        "orders",
        "first_answer",
        "homes",
    }


def test_a_warning_is_given_to_somebody_answered_and_taken(app, came, sign_in, cast):
    came(1, 2, category_kind="离婚")
    for day in range(3, 9):
        came(8, day)
    with time_machine.travel(at(9, 2), tick=False):
        worker.run_once(app)
        worker.run_once(app)
        assert agencies_due() == []
        (row,) = db.session.scalars(select(EarlyWarning)).all()
        assert (row.subject, row.observed, row.expected) == ("抚养", 6, 0)
        page, mei, lin = f"/warnings/{row.ref}", cast.mei.id, cast.lin
        song, worker_of = sign_in(cast.song), sign_in(cast.mei)
        assert "分派" in song.get("/").text
        assert "增多超出偶然" in song.get("/indicators").text
        assert worker_of.get(page).status_code == 404, "it was not given to her yet"
        assert song.post(f"{page}/assign", data={}).status_code == 422
        assert song.post(f"{page}/assign", data={"assignee": mei, "due_on": "2026-09-10"}).status_code == 302
        assert "增多超出偶然" in worker_of.get("/").text
        assert worker_of.post(f"{page}/accept").status_code == 403
        assert worker_of.post(f"{page}/answer", data={"text": "开学前抚养费集中。"}).status_code == 302
        assert song.post(f"{page}/return").status_code == 302
        assert "开学前抚养费集中。" in worker_of.get(page).text
        assert (
            worker_of.post(f"{page}/answer", data={"text": "开学前集中，已提醒各社区。"}).status_code == 302
        )
        assert song.post(f"{page}/accept").status_code == 302
        assert "已办结" in song.get(page).text
        assert sign_in(lin).get(page).status_code == 404
        for login in ("mei", "qiu", "tao", "boss"):
            assert sign_in(getattr(cast, login)).get("/indicators").status_code == 404, login
        kept = song.post("/indicators", data={"mediated": "85"})
        assert kept.status_code == 302
        assert 'value="85"' in song.get("/indicators").text
        refused = song.post("/indicators", data={"mediated": "850"})
        assert (refused.status_code, 'value="850"' in refused.text) == (422, True)
