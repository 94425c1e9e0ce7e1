"""The small picture of a family: who asks beside the other side, children below, others under them. The same people give
the same picture; words are beside it in a table, for whoever does not see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediation.cases.household import Member

WIDTH, HEIGHT = 150, 58
GAP_X, GAP_Y, EDGE = 60, 64, 24
ROWS = (("own", "other"), ("child",), ("beside",))
# So much of a name stands in a box; the whole is in the table.
LONGEST = 8


@dataclass(frozen=True)
class Box:
    """A person: the left upper corner, and what is written in it."""

    x: int
    y: int
    name: str
    words: str
    place: str


@dataclass(frozen=True)
class Line:
    """From one person to another: the path, and where its words stand."""

    path: str
    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Picture:
    """Everything in its place, and how large it is."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


def picture_of(members: Sequence[Member]) -> Picture:
    """Draw MEMBERS and the ties between them."""
    rows = [_in_places(members, places) for places in ROWS]
    rows = [row for row in rows if row]
    widest = max((len(row) for row in rows), default=0)
    width = 2 * EDGE + widest * WIDTH + max(widest - 1, 0) * GAP_X
    corners: dict[int, tuple[int, int]] = {}
    for level, row in enumerate(rows):
        taken = len(row) * WIDTH + (len(row) - 1) * GAP_X
        for number, member in enumerate(row):
            x = (width - taken) // 2 + number * (WIDTH + GAP_X)
            corners[member.id] = (x, 2 * EDGE + level * (HEIGHT + GAP_Y))
    height = 3 * EDGE + len(rows) * HEIGHT + max(len(rows) - 1, 0) * GAP_Y
    return Picture(width, height, [_box(one, corners[one.id]) for one in members], _lines(members, corners))


def _in_places(members: Sequence[Member], places: Sequence[str]) -> list[Member]:
    """Those of these places, one place after the other."""
    return [member for place in places for member in members if member.place == place]


def _box(member: Member, corner: tuple[int, int]) -> Box:
    name = member.name if len(member.name) <= LONGEST else f"{member.name[: LONGEST - 1]}…"
    return Box(*corner, name, "、".join(member.roles[:2]), member.place)


def _lines(members: Sequence[Member], corners: dict[int, tuple[int, int]]) -> list[Line]:
    return [
        _line(corners[member.id], corners[other], words)
        for member in members
        for other, words in member.ties.items()
    ]


def _line(start: tuple[int, int], end: tuple[int, int], words: str) -> Line:
    """Side by side an arc over whoever stands between; one above the other a straight line from edge to edge."""
    (x1, y1), (x2, y2) = sorted((start, end), key=lambda corner: (corner[1], corner[0]))
    middle = WIDTH // 2
    if y1 != y2:
        path = f"M{x1 + middle} {y1 + HEIGHT} L{x2 + middle} {y2}"
        return Line(path, (x1 + x2) // 2 + middle, (y1 + HEIGHT + y2) // 2 + 5, words)
    if x2 - x1 == WIDTH + GAP_X:
        y = y1 + HEIGHT // 2
        return Line(f"M{x1 + WIDTH} {y} L{x2} {y}", (x1 + WIDTH + x2) // 2, y - 6, words)
    over = y1 - EDGE
    path = f"M{x1 + middle} {y1} Q{(x1 + x2) // 2 + middle} {over - EDGE} {x2 + middle} {y2}"
    return Line(path, (x1 + x2) // 2 + middle, over + 4, words)
