"""The number of a case, or of the slip that brought it, as people write it: brackets or none, wide digits, parts."""

import re
import unicodedata
from dataclasses import dataclass

_BRACKETS = str.maketrans(dict.fromkeys("()[]{}〔〕【】〖〗「」《》<>", " "))
_IN_FULL = r"(?:(?P<year>\d{4})\s*年?)?\s*(?P<station>[^\W\d_]*?)\s*%s字?\s*第?\s*(?P<number>\d{1,9})\s*号?"
_CASE = re.compile(_IN_FULL % "维")
_SLIP = re.compile(_IN_FULL % "转")
_IN_PART = (
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
    return _read(text, _CASE, *_IN_PART)


def slip_number(text: str) -> RegisterNumber | None:
    """The number of a referral slip, by which a partner calls the case: （2026）青转字第0001号 · 青转1; or None."""
    return _read(text, _SLIP)


def _read(text: str, *shapes: re.Pattern[str]) -> RegisterNumber | None:
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS).strip()
    for shape in shapes:
        if found := shape.fullmatch(plain):
            told = found.groupdict()
            year, station = told.get("year"), told.get("station") or ""
            return RegisterNumber(int(told["number"]), int(year) if year else None, station)
    return None
