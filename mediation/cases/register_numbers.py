"""The register number of a case as people write it: with brackets or without, in wide digits, in part."""

import re
import unicodedata
from dataclasses import dataclass

_BRACKETS = str.maketrans(dict.fromkeys("()[]{}〔〕【】〖〗「」《》<>", " "))
_SHAPES = (
    re.compile(
        r"(?:(?P<year>\d{4})\s*年?)?\s*(?P<station>[^\W\d_]*?)\s*维字?\s*第?\s*(?P<number>\d{1,9})\s*号?"
    ),
    re.compile(r"(?P<year>\d{4})\s*(?:年\s*第?|[-/—－–]|\s)\s*(?P<number>\d{1,9})\s*号?"),
    re.compile(r"第?\s*(?P<number>\d{1,6})\s*号?"),
)


@dataclass(frozen=True)
class RegisterNumber:
    """What was written of a number: its year and the short name of the station only where they were."""

    number: int
    year: int | None = None
    station: str = ""


def register_number(text: str) -> RegisterNumber | None:
    """（2026）青维字第0012号 · 2026青维字12 · 青维字第12号 · 2026-12 · 第12号 · 0012; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS).strip()
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            told = found.groupdict()
            return RegisterNumber(
                int(told["number"]),
                int(told["year"]) if told.get("year") else None,
                told.get("station") or "",
            )
    return None
