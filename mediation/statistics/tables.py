"""What a table of figures is made of. A number is the length of the list behind it: it is never counted apart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Counted:
    """One thing that is counted: a case by itself, or something in it. `thing` tells two things of one case apart.

    `stage_id` is the stage that it belongs to; 0: to the case as a whole.
    """

    thing: str
    case_id: int
    stage_id: int = 0


Members = frozenset[Counted]
TOTAL = "total"


@dataclass(frozen=True)
class Row:
    """One number with its name. `note` says what is counted where the name does not; `parent` is the row it is part of."""

    key: str
    label: str
    members: Members
    note: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Table:
    """Numbers that are told together. `counts` is the definition 口径.

    `total` holds everything that the rows count; None where a thing may stand in several rows, and no sum is told.
    `total_is` names the row (table, row) of another table that is this total by another name.
    """

    key: str
    title: str
    counts: str
    rows: tuple[Row, ...]
    total: Members | None = None
    total_is: tuple[str, str] | None = None

    def members_of(self, key: str) -> Members | None:
        """The list behind the number KEY, or None if there is no such number."""
        if key == TOTAL:
            return self.total
        return next((row.members for row in self.rows if row.key == key), None)

    def only(self, keeps: Callable[[Counted], bool]) -> "Table":
        """The same table of the things that are kept alone."""
        rows = tuple(replace(row, members=_kept(row.members, keeps)) for row in self.rows)
        return replace(self, rows=rows, total=None if self.total is None else _kept(self.total, keeps))


def split(
    key: str,
    title: str,
    counts: str,
    labels: Iterable[tuple[str, str]],
    things: Iterable[tuple[str, Counted]],
    total_is: tuple[str, str] | None = None,
) -> Table:
    """A table in which each of THINGS (key of its row, thing) stands in one row; LABELS are the rows in their order.

    What belongs in none of them stands under 其他.
    """
    known = dict(labels)
    found: dict[str, set[Counted]] = {name: set() for name in known}
    for name, thing in things:
        found.setdefault(name if name in known else "-", set()).add(thing)
    rows = tuple(
        Row(name, known.get(name, "其他或未填"), frozenset(members)) for name, members in found.items()
    )
    return Table(key, title, counts, rows, frozenset().union(*(row.members for row in rows)), total_is)


def _kept(members: Members, keeps: Callable[[Counted], bool]) -> Members:
    return frozenset(member for member in members if keeps(member))
