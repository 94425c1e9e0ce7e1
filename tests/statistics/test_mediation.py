"""What a committee mediated, counted by hand: one agreement in effect, one mediation declined, one under way."""

from collections import Counter

from mediation.db import today
from mediation.statistics import queries
from mediation.statistics.building import tables_of
from mediation.statistics.periods import Period, period_named
from tests.conftest import decline
from tests.disputes.conftest import table

__all__ = ["table"]
NOVEMBER = period_named("2026-11")


def counted(agency, period):
    found = Counter()
    for one in tables_of(agency, period):
        if one.key.startswith(("mediation", "agreement")):
            found.update({(one.key, row.key): len(row.members) for row in one.rows})
    return +found


def test_the_committee_and_the_station_count_the_same_mediations(table, cast):
    agreed = table(summary="一。").effective("2026-11-12")
    agreed.do("conclude") if agreed.stage.state == "agreed" else None
    decline(table(summary="二。").stage, cast)
    table(summary="三。").request(origin="police")
    month = Period(today().replace(day=1), 1)
    by_hand = {
        ("mediation_origin", "party"): 1,
        ("mediation_origin", "police"): 1,
        ("mediation_origin", "-"): 1,
        ("mediation_result", "concluded"): 1,
        ("mediation_result", "declined"): 1,
    }
    agreements = {("agreement", "reached"): 1, ("agreement", "effective"): 1}
    for name in ("committee", "federation"):
        agency = cast.agency(name)
        opened = counted(agency, month)
        assert {key: number for key, number in opened.items() if key[0] != "agreement"} == by_hand, name
        assert {k: n for k, n in counted(agency, NOVEMBER).items() if k[0] == "agreement"} == agreements, name
    own = queries.figures(queries.MINE, month, actor=cast.tao)
    listed = queries.listed(own, "mediation_result", "concluded")
    assert [one.stage_id for one in listed] == [agreed.stage.id]
    assert queries.cases_of(listed, actor=cast.tao).keys() == {agreed.case.id}
    assert {one.key for one in own.tables} == {"mediation_origin", "mediation_result", "agreement"}
