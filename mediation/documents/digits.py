"""The digits that number the pages of a dossier, as a font that is whole in the file: PDF/A takes no font from elsewhere.

Ten outlines of our own 黑体, each as a little drawing (a Type 3 font): every reader shows them the same.
"""

from dataclasses import dataclass
from functools import cache

from mediation.documents.fonts import font_files

FAMILY = "Noto Sans SC"
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Which character each byte of the text stands for, so that the numbers can be searched and copied.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Digits def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <30> <39> <0030> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True)
class Digit:
    """One digit: its name in the font, how wide it is and how it is drawn, in thousandths of the size."""

    name: str
    width: int
    drawing: bytes


@cache
def digits() -> tuple[Digit, ...]:
    """From 0 to 9. Raises Incomplete where the fonts are not installed."""
    from fontTools.pens.recordingPen import (
        DecomposingRecordingPen,  # heavy: only a process that prints needs it
    )
    from fontTools.ttLib import TTFont

    path = next(font.path for font in font_files() if font.family == FAMILY)
    found = []
    with TTFont(path, lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        for place, name in enumerate(NAMES):
            glyph = glyphs[names[ord("0") + place]]
            pen = DecomposingRecordingPen(glyphs)
            glyph.draw(pen)
            found.append(Digit(name, round(glyph.width), _drawn(round(glyph.width), pen.value)))
    return tuple(found)


WORDS = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": "h"}


def _drawn(width: int, strokes: list[tuple[str, tuple[tuple[float, float], ...]]]) -> bytes:
    """The outlines in the words of a PDF. The fonts in use have cubic outlines (CFF), as a PDF has."""
    lines = [" ".join([*(f"{x:g} {y:g}" for x, y in points), WORDS[stroke]]) for stroke, points in strokes]
    return "\n".join([f"{width} 0 0 -250 {width} 1000 d1", *lines, "f"]).encode()
