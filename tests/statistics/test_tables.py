"""The tables against a spring that was counted by hand; each number is as long as the list that it opens."""

import re

import pytest
import time_machine

from mediation.errors import Missing
from mediation.statistics import queries
from mediation.statistics.building import tables_of
from mediation.statistics.periods import period_named
from tests.statistics.conftest import at

FEBRUARY, MARCH, APRIL, QUARTER = (
    period_named(name) for name in ("2026-02", "2026-03", "2026-04", "2026-Q1")
)


def counted(agency, period):
    """Every number but nought, by table and row."""
    return {
        (table.key, row.key): len(row.members)
        for table in tables_of(agency, period)
        for row in table.rows
        if row.members
    }


def test_february_as_it_was_counted_by_hand(spring, cast):
    assert counted(cast.agency("federation"), FEBRUARY) == {
        ("class", "婚姻家庭权益"): 6,
        ("class", "婚姻家庭权益/抚养"): 5,
        ("class", "婚姻家庭权益/离婚"): 1,
        ("class", "劳动和社会保障权益"): 1,
        ("class", "劳动和社会保障权益/工资报酬"): 1,
        ("channel", "visit"): 5,
        ("channel", "call"): 1,
        ("channel", "letter"): 1,
        ("danger", "none"): 6,
        ("danger", "high"): 1,
        ("stage", "help_request"): 7,
        ("stage", "protection"): 1,
        ("agency", "青山区妇女联合会"): 8,
        ("dv", "all"): 1,
        ("dv", "danger"): 1,
        ("dv_kind", "bodily"): 1,
        ("dv_kind", "mental"): 1,
        ("dv_injury", "yes"): 1,
    }
    march = counted(cast.agency("federation"), MARCH)
    assert march[("ending", "close")] == march[("outcome", "resolved")] == march[("days", "60")] == 1
    assert march[("class", "婚姻家庭权益")] == 1
    assert counted(cast.agency("elsewhere"), FEBRUARY) == {}


@pytest.mark.parametrize("view", [queries.OFFICIAL, queries.MINE])
def test_every_number_is_as_long_as_its_list_for_every_role(spring, came, cast, view):
    opened = 0
    for day in range(2, 7):
        came(4, day)
    with time_machine.travel(at(5, 4), tick=False):
        for login in ("lin", "mei", "song", "rao", "tao", "qiu", "boss", "eye"):
            actor = getattr(cast, login)
            for period in (FEBRUARY, APRIL, QUARTER):
                if view not in queries.views_of(actor):
                    with pytest.raises(Missing):
                        queries.figures(view, period, actor=actor)
                    continue
                found = queries.figures(view, period, actor=actor)
                for (table, row), number in found.numbers.items():
                    if not number.opens:
                        with pytest.raises(Missing):
                            queries.listed(found, table, row)
                        continue
                    members = queries.listed(found, table, row)
                    cases = queries.cases_of(members, actor=actor)
                    assert number.value == len(members)
                    assert {one.case_id for one in members} == cases.keys(), "and each of it may be opened"
                    opened += 1
    assert opened > 1


def test_official_totals_count_the_sealed_case_and_hide_what_is_small(spring, cast):
    with time_machine.travel(at(5, 4), tick=False):
        official = queries.figures(queries.OFFICIAL, FEBRUARY, actor=cast.song).numbers
        own = queries.figures(queries.MINE, FEBRUARY, actor=cast.song).numbers
        quarter = queries.figures(queries.OFFICIAL, QUARTER, actor=cast.song).numbers
        assert queries.trend(queries.MINE, MARCH, actor=cast.song)[-2:] == [("2月", 6), ("3月", 1)]
        assert queries.trend(queries.OFFICIAL, MARCH, actor=cast.song)[-2:] == [("2月", 7), ("3月", None)]
    assert (official["class", "total"].value, own["class", "total"].value) == (7, 6)
    assert not official["class", "total"].opens, "nobody opens a list of which they may not see all"
    assert official["class", "劳动和社会保障权益"].value is None
    assert official["class", "婚姻家庭权益"].value is None, "it would tell the one case of the other class"
    assert own["class", "婚姻家庭权益/离婚"].value == 1
    assert quarter["class", "total"].value is None, "eight less the seven of February would be told"
    assert official["stage", "help_request"].value is None
    assert queries.official(cast.agency("federation"), FEBRUARY, 11).numbers["class", "total"].value is None


def test_the_page_tells_the_definition_and_opens_the_list(spring, sign_in, cast):
    with time_machine.travel(at(3, 4), tick=False):
        browser = sign_in(cast.song)
        page = browser.get("/statistics?view=mine").text
        assert "2026年2月" in page
        assert "口径：本站在这段时间登记的求助" in page
        link = re.search(r'href="(/statistics/list[^"]*table=channel[^"]*row=visit[^"]*)">5<', page)
        found = browser.get(link[1].replace("&amp;", "&")).text
        assert found.count('<th scope="row"') == 5
        assert "共5件" in found
        official = browser.get("/statistics").text
        assert "小于5的数字" in official
        assert browser.get("/statistics?period=2026-03").status_code == 404, "March is not over"
        assert browser.get("/statistics?period=2026-03&view=mine").status_code == 200
        for bad in ("2026-13", "x", "9999", "0000-01"):
            assert browser.get(f"/statistics?period={bad}").status_code == 404
        assert browser.get("/statistics/list?table=channel&row=letter").status_code == 404
        for login, answer in (("boss", 404), ("eye", 404), ("mei", 200), ("qiu", 200), ("fang", 404)):
            assert sign_in(getattr(cast, login)).get("/statistics").status_code == answer, login
