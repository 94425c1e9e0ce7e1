"""A hidden number cannot be reckoned from what is told: not from a sum, not from the parts of a year."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mediation.statistics.hiding import Hiding, hidden_rows, hidden_together
from mediation.statistics.periods import Period, period_named
from mediation.statistics.tables import TOTAL, Counted, Row, Table


def table(**numbers: int) -> Table:
    rows = [
        Row(key, key, frozenset(Counted(key, place) for place in range(number)))
        for key, number in numbers.items()
    ]
    return Table("t", "", "", tuple(rows), frozenset().union(*(row.members for row in rows)))


def test_one_small_number_hides_another_with_it():
    assert hidden_rows(table(a=9, b=8, c=2), 5) == {"b", "c"}
    assert hidden_rows(table(a=9, b=8, c=2, d=1), 5) == {"b", "c", "d"}, (
        "2 and 1 are three: the sum would tell that"
    )
    assert hidden_rows(table(a=9, b=4, c=4), 5) == {"b", "c"}
    assert hidden_rows(table(a=9, b=0), 5) == {"a", "b"}, "nought is small"
    assert hidden_rows(table(a=3, b=1), 5) == {"a", "b", TOTAL}
    assert hidden_rows(table(a=9, b=8), 5) == frozenset()
    assert hidden_rows(table(a=9, b=8, c=7), 5, {"a"}) == {"a", "c"}, (
        "one alone, however large, is what is left"
    )


def test_what_is_hidden_in_one_table_is_not_told_by_another():
    endings = replace(table(close=12, decline=3, withdraw=20), key="ending")
    outcome = replace(table(resolved=12), key="outcome", total_is=("ending", "close"))
    hidden = hidden_together([endings, outcome], 5, {})
    assert hidden["ending"] == {"close", "decline"}
    assert hidden["outcome"] == {TOTAL, "resolved"}, "the total of the one is a row of the other"
    several = replace(outcome, rows=table(resolved=6, partly=6).rows)
    assert TOTAL in hidden_together([endings, several], 5, {})["outcome"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.sampled_from([5, 11]))
def test_what_a_table_hides_is_several_and_many_or_its_sum_is_hidden_too(numbers, threshold):
    found = table(**{f"r{place}": number for place, number in enumerate(numbers)})
    hidden = hidden_rows(found, threshold)
    unseen = [len(row.members) for row in found.rows if row.key in hidden]
    assert all(len(row.members) >= threshold for row in found.rows if row.key not in hidden)
    assert TOTAL in hidden or not unseen or (len(unseen) > 1 and sum(unseen) >= threshold)
    assert TOTAL in hidden or sum(numbers) >= threshold


@given(st.lists(st.integers(0, 20), min_size=12, max_size=12))
def test_a_year_does_not_tell_a_hidden_month(numbers):
    def tables(period: Period) -> list[Table]:
        whole = sum(numbers[period.since.month - 1 : period.since.month - 1 + period.months])
        return [table(a=whole, b=whole)]

    hiding = Hiding(tables, 5)
    year = Period(date(2025, 1, 1), 12)

    def unseen(period: Period) -> list[int]:
        """Months that nobody can know: hidden ones, within parts that are hidden."""
        return [
            month
            for part in period.parts()
            if "a" in hiding.of(part)["t"]
            for month in (unseen(part) if part.parts() else [numbers[part.since.month - 1]])
        ]

    for period in (year, *year.parts()):
        if "a" not in hiding.of(period)["t"]:
            assert not unseen(period) or (len(unseen(period)) > 1 and sum(unseen(period)) >= 5)


def test_a_period_is_named_as_it_is_asked_for():
    for name, label, months in (
        ("2026-10", "2026年10月", 1),
        ("2026-Q3", "2026年第三季度", 3),
        ("2026", "2026年", 12),
    ):
        period = period_named(name)
        assert (period.name, period.label, period.months) == (name, label, months)
    assert [part.name for part in period_named("2026").parts()] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert period_named("2026-02").until == date(2026, 3, 1)
