"""The machines as pictures: Mermaid text for other tools, and SVG by a layout of our own.

No date, no chance: the same file gives the same bytes. The SVG carries neither style sheet nor script, so any
page may show it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from mediation.workflow.definition import Workflow
from mediation.workflow.layout import (
    BOX_LEFT,
    BOX_RIGHT,
    END_LEFT,
    END_RIGHT,
    HEAD,
    LINE,
    TOP,
    WIDTH,
    Box,
    Layout,
    Point,
    Way,
    lay_out,
)

FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
INK, MUTED, EDGE, PALE, PAPER = "#1b2733", "#55616f", "#2b5c94", "#eef4fa", "#ffffff"
COLOURS = ("#1f5fa8", "#0f766e", "#6d3fa0", "#8a4b08", "#2f6b1f", "#9d2263", "#44546a")
LANES = ((8, BOX_LEFT - 8, "返回"), (BOX_LEFT, BOX_RIGHT, "状态"), (BOX_RIGHT + 8, END_LEFT - 14, "去向"),
         (END_LEFT - 6, END_RIGHT + 8, "终点"))  # fmt: skip


def draw_all(flows: Mapping[str, Workflow], folder: Path) -> None:
    """Write `<name>.mmd` and `<name>.svg` of every machine into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _files(flows):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def stale(flows: Mapping[str, Workflow], folder: Path) -> list[str]:
    """The names of the drawings in FOLDER that are missing, or are not those of FLOWS any more."""
    return [
        name
        for name, text in _files(flows)
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def _files(flows: Mapping[str, Workflow]) -> Iterator[tuple[str, str]]:
    for name, flow in sorted(flows.items()):
        yield f"{name}.mmd", mermaid(flow)
        yield f"{name}.svg", svg(flow)


def mermaid(flow: Workflow) -> str:
    """The machine as a Mermaid state diagram."""
    lines = ["---", f"title: {flow.label}", "---", "stateDiagram-v2"]
    lines += [f'    state "{flow.stop(name).label}" as {name}' for name in flow.states]
    lines.append(f"    [*] --> {flow.first} : {flow.start.label}")
    for source in flow.states:
        lines += [f"    {source} --> {step.dest} : {step.label}" for step in flow.steps(source=source)]
    lines += [f"    {name} --> [*]" for name in flow.states if flow.stop(name).final]
    return "\n".join(lines) + "\n"


def svg(flow: Workflow) -> str:
    """The machine as a picture 1000 pixels wide."""
    layout = lay_out(flow)
    height = round(layout.height)
    first = layout.boxes[flow.first]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family={quoteattr(FONT)}>',
        f"<title>{escape(flow.label.zh)}</title>",
        f"<desc>{escape(_in_words(flow))}</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        *_lanes(height),
        *_beginning(first, str(flow.start.label)),
        *(line for upper, lower, words in layout.down for line in _down(upper, lower, words)),
        *(line for back in (True, False) for line in _lane_of_ways(layout, back=back)),
        *(line for box in layout.boxes.values() for line in _box(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _in_words(flow: Workflow) -> str:
    ways = (
        f"{flow.stop(step.source).label}，{step.label}，到{flow.stop(str(step.dest)).label}"
        for name in flow.states
        for step in flow.steps(source=name)
        if step.dest != name
    )
    return "；".join(ways) + "。"


def _lanes(height: int) -> Iterator[str]:
    for left, right, words in LANES:
        yield _rect(left, 8, right - left, height - 16, fill="#f6f8fa", radius=10)
        yield _text((left + right) / 2, 30, words, size=13, fill=MUTED, anchor="middle")


def _beginning(first: Box, words: str) -> Iterator[str]:
    x = (first.left + first.right) / 2
    yield f'<circle cx="{_n(x)}" cy="48" r="6" fill="{INK}"/>'
    yield _line([(x, 54), (x, first.top)], INK)
    yield _arrow((x, first.top), "down", INK)
    yield _text(x + 12, TOP - 20, words, fill=INK)


def _down(upper: Box, lower: Box, words: str) -> Iterator[str]:
    x = (upper.left + upper.right) / 2
    yield _line([(x, upper.bottom), (x, lower.top)], INK)
    yield _arrow((x, lower.top), "down", INK)
    yield _text(x + 12, (upper.bottom + lower.top) / 2 + 3, words, fill=INK, weight=600)


def _lane_of_ways(layout: Layout, *, back: bool) -> Iterator[str]:
    """The ways of one lane, neighbours in different colours."""
    for place, way in enumerate(way for way in layout.ways if way.back == back):
        yield from _way(layout, way, COLOURS[place % len(COLOURS)])


def _way(layout: Layout, way: Way, colour: str) -> Iterator[str]:
    goal = layout.boxes[way.goal]
    turns_back = not goal.final and not way.back
    end = goal.left if way.back or goal.final else goal.right
    for port in way.ports:
        source = layout.boxes[port.source]
        begin = source.left if way.back else source.right
        yield _line([(begin, port.y), (way.x, port.y), (way.x, way.entry), (end, way.entry)], colour)
        for row, words in enumerate(reversed(port.words)):
            x, anchor = (begin - 8, "end") if way.back else (begin + 8, "start")
            yield _text(x, port.y - 4 - LINE * row, words, fill=colour, anchor=anchor)
    yield _arrow((end, way.entry), "left" if turns_back else "right", colour)


def _box(box: Box) -> Iterator[str]:
    middle = (box.left + box.right) / 2
    width = box.right - box.left
    if box.final:
        yield _rect(box.left, box.top, width, box.height, fill=PAPER, stroke=INK, radius=12)
        yield _rect(box.left + 4, box.top + 4, width - 8, box.height - 8, fill=PALE, stroke=INK, radius=9)
        yield _text(middle, box.middle + 5, box.label, size=15, weight=700, anchor="middle")
        return
    yield _rect(box.left, box.top, width, box.height, fill=PAPER, stroke=EDGE, radius=12)
    yield _text(middle, box.top + 23, box.label, size=16, weight=700, anchor="middle")
    yield _text(middle, box.top + 41, f"轮到：{box.turn}", size=12, fill=MUTED, anchor="middle")
    for row, pair in enumerate(box.rows):
        for column, words in enumerate(filter(None, pair)):
            x, y = box.left + 16 + column * 138, box.top + HEAD + 14 + row * LINE
            yield _text(x, y, f"· {words}", size=12.5, fill=INK)


def _line(points: list[Point], colour: str) -> str:
    """A line through POINTS with rounded corners."""
    tidy = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    path = [f"M{_n(tidy[0][0])} {_n(tidy[0][1])}"]
    for before, corner, after in zip(tidy, tidy[1:], tidy[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        path.append(f"L{_n(near[0])} {_n(near[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(far[0])} {_n(far[1])}")
    path.append(f"L{_n(tidy[-1][0])} {_n(tidy[-1][1])}")
    return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _towards(corner: Point, other: Point) -> Point:
    """A little way from the corner to the other point: there the rounding begins."""
    across, along = other[0] - corner[0], other[1] - corner[1]
    length = abs(across) + abs(along)
    part = min(6, length / 2) / length
    return corner[0] + across * part, corner[1] + along * part


def _arrow(tip: Point, heading: str, colour: str) -> str:
    x, y = tip
    tails = {
        "right": ((x - 9, y - 5), (x - 9, y + 5)),
        "left": ((x + 9, y - 5), (x + 9, y + 5)),
        "down": ((x - 5, y - 9), (x + 5, y - 9)),
    }[heading]
    corners = " ".join(f"{_n(left)},{_n(top)}" for left, top in (tip, *tails))
    return f'<polygon points="{corners}" fill="{colour}"/>'


def _rect(
    left: float, top: float, width: float, height: float, *, fill: str, stroke: str = "none", radius: int = 0
) -> str:
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" rx="{radius}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 13,
    fill: str = INK,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _n(value: float) -> str:
    """A coordinate, to a tenth of a pixel at most."""
    return f"{value:.1f}".removesuffix(".0")
