"""Small numbers are not told, nor numbers from which one could be reckoned (P25).

A number below the threshold is hidden, nought too: who knows of one case must not learn that there is no other. Rows that
add up to a told sum are hidden in twos at least, and so that together they hold no fewer than the threshold; the least
of the others is hidden with them. A quarter or a year is told only where what is hidden of its parts holds that much, too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from mediation.statistics.periods import Period
from mediation.statistics.tables import TOTAL, Table

INSIDE, OUTSIDE = 5, 11

Tables = Callable[[Period], Sequence[Table]]
# Keys of the numbers that are hidden, by the key of their table.
Hidden = dict[str, frozenset[str]]


class Hiding:
    """What is hidden under one THRESHOLD of the TABLES of any period, in view of the periods of which it is made."""

    def __init__(self, tables: Tables, threshold: int) -> None:
        self._tables, self._threshold = tables, threshold
        self._found: dict[Period, Hidden] = {}

    def of(self, period: Period) -> Hidden:
        """The keys of the hidden numbers of each table of PERIOD."""
        if period not in self._found:
            tables = self._tables(period)
            also = {table.key: self._told_by_parts(table, period) for table in tables}
            self._found[period] = hidden_together(tables, self._threshold, also)
        return self._found[period]

    def _told_by_parts(self, table: Table, period: Period) -> set[str]:
        """The numbers of TABLE that would tell what is hidden of one part of its time."""
        keys = (TOTAL, *(row.key for row in table.rows))
        return {key for key in keys if not safe(self._unseen(table.key, key, period), self._threshold)}

    def _unseen(self, name: str, key: str, period: Period) -> list[int]:
        """What nobody can know of the parts of PERIOD: the numbers KEY of the table NAME that are hidden, down to months."""
        unseen = []
        for part in period.parts():
            if key not in self.of(part).get(name, ()):
                continue
            if part.parts():
                unseen += self._unseen(name, key, part)
            else:
                unseen += [
                    len(table.members_of(key) or ()) for table in self._tables(part) if table.key == name
                ]
        return unseen


def hidden_together(tables: Sequence[Table], threshold: int, also: Mapping[str, set[str]]) -> Hidden:
    """What is hidden of TABLES that stand side by side: what is hidden in one is not told by another under another name."""
    hidden = {table.key: hidden_rows(table, threshold, also.get(table.key, ())) for table in tables}
    while True:
        before = dict(hidden)
        for table in tables:
            other, row = table.total_is or ("", "")
            if other in hidden and (TOTAL in hidden[table.key]) != (row in hidden[other]):
                hidden[table.key] |= {TOTAL}
                hidden[other] |= {row}
        hidden = {table.key: hidden_rows(table, threshold, hidden[table.key]) for table in tables}
        if hidden == before:
            return hidden


def hidden_rows(table: Table, threshold: int, also: Iterable[str] = ()) -> frozenset[str]:
    """The keys of the numbers of one table that are not told; ALSO are hidden for another reason."""
    numbers = {row.key: len(row.members) for row in table.rows}
    if table.total is None:
        return frozenset(also) | {key for key, number in numbers.items() if number < threshold}
    hidden = set(also)
    if len(table.total) < threshold:
        hidden.add(TOTAL)
    _group(hidden, [row.key for row in table.rows if not row.parent], numbers, threshold, TOTAL)
    if TOTAL in hidden:
        # The rows would add up to it.
        return frozenset({TOTAL, *numbers})
    for row in table.rows:
        below = [part.key for part in table.rows if part.parent == row.key]
        if row.key in hidden:
            hidden.update(below)
        elif below:
            _group(hidden, below, numbers, threshold, row.key)
    return frozenset(hidden)


def _group(
    hidden: set[str], keys: Sequence[str], numbers: Mapping[str, int], threshold: int, total: str
) -> None:
    """Hide what must be hidden among KEYS, which add up to the number TOTAL."""
    hidden |= {key for key in keys if numbers[key] < threshold}
    told = sorted((key for key in keys if key not in hidden), key=lambda key: (numbers[key], key))
    while (
        told and total not in hidden and not safe([numbers[key] for key in keys if key in hidden], threshold)
    ):
        hidden.add(told.pop(0))
    if not safe([numbers[key] for key in keys if key in hidden], threshold):
        hidden.add(total)


def safe(numbers: Sequence[int], threshold: int) -> bool:
    """Whether a sum of just these numbers may be reckoned: there are none, or several that hold enough."""
    return not numbers or (len(numbers) > 1 and sum(numbers) >= threshold)
