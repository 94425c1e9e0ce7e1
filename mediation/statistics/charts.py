"""Small drawings of told numbers as SVG: bars and a line. What is hidden is not drawn."""

from collections.abc import Sequence
from html import escape

BLUE, INK, PALE = "#1d4f91", "#1b1b1b", "#d5dbe3"
FONT = "Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
ROW, NAMES, WIDTH = 26, 190, 640


def bars(numbers: Sequence[tuple[str, int | None]], title: str) -> str:
    """Lying bars, one for each (name, number)."""
    longest = max((number for _name, number in numbers if number), default=1)
    parts = []
    for place, (name, number) in enumerate(numbers):
        top = place * ROW
        parts.append(_words(NAMES - 8, top + 18, name, "end"))
        width = round((WIDTH - NAMES - 60) * (number or 0) / longest)
        if number:
            parts.append(
                f'<rect x="{NAMES}" y="{top + 4}" width="{width}" height="{ROW - 8}" fill="{BLUE}"/>'
            )
        parts.append(_words(NAMES + width + 6, top + 18, "＊" if number is None else str(number), "start"))
    return _drawing(parts, ROW * len(numbers), title)


def line(numbers: Sequence[tuple[str, float | None]], title: str, target: float | None = None) -> str:
    """A line through the (name, number) from left to right; broken where a number is not told. TARGET is a thin line."""
    known = [number for _name, number in numbers if number is not None]
    most = max([*known, target or 0, 1e-9])
    step = (WIDTH - 60) / max(len(numbers) - 1, 1)

    def height(number: float) -> float:
        return round(120 - 100 * number / most, 1)

    parts = [f'<line x1="30" y1="120" x2="{WIDTH - 30}" y2="120" stroke="{PALE}"/>']
    if target is not None:
        y = height(target)
        parts.append(
            f'<line x1="30" y1="{y}" x2="{WIDTH - 30}" y2="{y}" stroke="{INK}" stroke-dasharray="4 4"/>'
        )
    before: tuple[float, float] | None = None
    for place, (name, number) in enumerate(numbers):
        x = round(30 + place * step, 1)
        parts.append(_words(x, 140, name, "middle"))
        here = (x, height(number)) if number is not None else None
        if here and before:
            parts.append(
                f'<line x1="{before[0]}" y1="{before[1]}" x2="{x}" y2="{here[1]}" stroke="{BLUE}" stroke-width="2"/>'
            )
        if here:
            parts.append(f'<circle cx="{x}" cy="{here[1]}" r="4" fill="{BLUE}"/>')
            parts.append(_words(x, here[1] - 8, f"{number:g}", "middle"))
        before = here
    return _drawing(parts, 150, title)


def _words(x: float, y: float, text: str, anchor: str) -> str:
    look = f'font-size="13" font-family="{FONT}" fill="{INK}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y}" {look}>{escape(text)}</text>'


def _drawing(parts: Sequence[str], height: int, title: str) -> str:
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}">{inside}</svg>'
    )
