"""Where everything of a drawing stands: four lanes, from left to right.

Ways back · states in the order of their file · ways on · ends. Every way leaves its box with its label, joins
the upright line that leads to its goal, and enters there with an arrow. The same file gives the same drawing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from mediation.people.roles import phrase_in_words
from mediation.workflow.definition import Workflow

WIDTH = 1000
TOP = 84
BOX_LEFT, BOX_RIGHT = 206, 494
END_LEFT, END_RIGHT = 820, 984
LABELS_BACK, LABELS_ON = 132, 146  # the room for the words of a way, beside the box
NEAREST_BACK, NEAREST_ON = BOX_LEFT - LABELS_BACK - 8, BOX_RIGHT + LABELS_ON + 8
FARTHEST_BACK, FARTHEST_ON = 16, END_LEFT - 34
LINE, ENTRY, GAP = 16, 14, 46
HEAD, END_HEIGHT, END_GAP = 50, 44, 18

Point = tuple[float, float]


@dataclass
class Box:
    """A state: its words, and the rows of steps that stay in it (two columns)."""

    name: str
    label: str
    turn: str
    rows: list[tuple[str, str]]
    final: bool
    left: float
    right: float
    top: float = 0
    height: float = 0

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass
class Port:
    """Where a way leaves a box: to which goal, with which words (one line each)."""

    source: str
    goal: str
    words: list[str]
    y: float = 0


@dataclass
class Way:
    """All that leads to one goal through one lane: the ports, the upright line, the entry."""

    goal: str
    back: bool
    ports: list[Port] = field(default_factory=list)
    x: float = 0
    entry: float = 0


@dataclass
class Layout:
    """A whole drawing: boxes by name, ways, and the straight ways down with their words."""

    boxes: dict[str, Box]
    ways: list[Way]
    down: list[tuple[Box, Box, str]]
    height: float


def lay_out(flow: Workflow) -> Layout:
    """Find a place for every state and every step of FLOW."""
    boxes = {name: _box(flow, name) for name in flow.states}
    running = [box for box in boxes.values() if not box.final]
    straight = {(upper.name, lower.name) for upper, lower in pairwise(running)}
    moves = _moves(flow)
    down = [
        (boxes[source], boxes[goal], " / ".join(words))
        for (source, goal), words in moves.items()
        if (source, goal) in straight
    ]
    ways = _ways(boxes, {pair: words for pair, words in moves.items() if pair not in straight})
    _stack(running, ways)
    _place_ends([box for box in boxes.values() if box.final], ways)
    _place_lines(ways)
    return Layout(boxes, ways, down, max(box.bottom for box in boxes.values()) + 24)


def _box(flow: Workflow, name: str) -> Box:
    stop = flow.stop(name)
    stays = [str(step.label) for step in flow.steps(source=name) if step.dest == name]
    half = (len(stays) + 1) // 2
    rows = [
        (left, stays[half + row] if half + row < len(stays) else "") for row, left in enumerate(stays[:half])
    ]
    left, right = (END_LEFT, END_RIGHT) if stop.final else (BOX_LEFT, BOX_RIGHT)
    turn = phrase_in_words(stop.turn) if stop.turn else ""
    return Box(name, str(stop.label), turn, rows, bool(stop.final), left, right)


def _moves(flow: Workflow) -> dict[tuple[str, str], list[str]]:
    """The words of the steps from one state to another, each once, in the order of the file."""
    moves: dict[tuple[str, str], list[str]] = {}
    for source in flow.states:
        for step in flow.steps(source=source):
            # From one end to another the program leads by itself; that is told, not drawn.
            if step.dest != source and not flow.stop(source).final:
                words = moves.setdefault((source, str(step.dest)), [])
                words += [] if str(step.label) in words else [str(step.label)]
    return moves


def _ways(boxes: dict[str, Box], moves: dict[tuple[str, str], list[str]]) -> list[Way]:
    order = list(boxes)
    ways: dict[tuple[str, bool], Way] = {}
    for (source, goal), words in moves.items():
        back = not boxes[goal].final and order.index(goal) < order.index(source)
        way = ways.setdefault((goal, back), Way(goal, back))
        way.ports.append(Port(source, goal, words))
    return sorted(ways.values(), key=lambda way: (boxes[way.goal].final, order.index(way.goal)))


def _stack(running: list[Box], ways: list[Way]) -> None:
    """The states stand one below the other, each high enough for its list and for its ports on both sides."""
    top: float = TOP
    for box in running:
        box.top = top
        low = max(_fill(box, side) for side in (_side(box, ways, back=True), _side(box, ways, back=False)))
        box.height = max(HEAD + len(box.rows) * LINE + (12 if box.rows else 2), low - top + 10)
        top = box.bottom + GAP


def _side(box: Box, ways: list[Way], *, back: bool) -> Iterator[Way | Port]:
    """What touches one side of a box, from above: the way in, then the ways out."""
    mine = [way for way in ways if way.back == back]
    yield from (way for way in mine if way.goal == box.name)
    yield from (port for way in mine for port in way.ports if port.source == box.name)


def _fill(box: Box, side: Iterable[Way | Port]) -> float:
    """Give every port of a side its height; answers the lowest."""
    y = box.top + 8
    for touching in side:
        if isinstance(touching, Way):
            y += ENTRY
            touching.entry = y
            y += 4
        else:
            y += LINE * len(touching.words) + 4
            touching.y = y
    return y


def _place_ends(ends: list[Box], ways: list[Way]) -> None:
    """Each end stands beside the middle of the ways that lead to it, none upon another."""
    into = {way.goal: way for way in ways}
    wanted = {end.name: [port.y for port in into[end.name].ports] for end in ends}
    taken = [port.y for way in ways if not way.back for port in way.ports] + [
        way.entry for way in ways if not way.back
    ]
    bottom: float = TOP - END_GAP
    for end in sorted(ends, key=lambda end: sum(wanted[end.name]) / len(wanted[end.name])):
        heights = wanted[end.name]
        middle = heights[0] if len(heights) == 1 else sum(heights) / len(heights)
        end.height = END_HEIGHT
        end.top = max(middle - END_HEIGHT / 2, bottom + END_GAP)
        while any(abs(end.middle - y) < 8 for y in taken if not (len(heights) == 1 and y == heights[0])):
            end.top += 2
        into[end.name].entry = end.middle
        bottom = end.bottom


def _place_lines(ways: list[Way]) -> None:
    """The upright lines: short ones near the boxes, long ones outside, so that few lines cross."""
    for back, nearest, farthest in ((True, NEAREST_BACK, FARTHEST_BACK), (False, NEAREST_ON, FARTHEST_ON)):
        lane = sorted((way for way in ways if way.back == back), key=_reach)
        pitch = min(16, abs(farthest - nearest) / max(1, len(lane) - 1))
        for place, way in enumerate(lane):
            way.x = nearest + (-pitch if back else pitch) * place


def _reach(way: Way) -> tuple[float, str]:
    """How far the upright line of a way reaches; the name decides between equals."""
    heights = [*(port.y for port in way.ports), way.entry]
    return max(heights) - min(heights), way.goal
