"""Instruments as they stand in workflows/instruments: what is asked, how it is scored. They only aid."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mediation import places
from mediation.workflow.instruments import FOLDER, read_instrument

YES, NO, UNANSWERED = "yes", "no", "unanswered"


@dataclass(frozen=True)
class Scored:
    """What an instrument says: the sum of what was answered, how much was not, and the level.

    `level`: low, medium, high, lethal; or unknown where gaps allow no level.
    """

    score: int
    unanswered: int
    level: str


@dataclass(frozen=True)
class Instrument:
    """A versioned list of questions, by name; `special` ones decide whatever the sum."""

    name: str
    version: str
    label: str
    items: Mapping[str, str]
    special: Mapping[str, str]
    levels: Mapping[str, int]
    special_level: str

    @property
    def questions(self) -> Mapping[str, str]:
        """Every question in the order in which it is asked."""
        return {**self.items, **self.special}

    def scored(self, answers: Mapping[str, Any]) -> Scored:
        """What ANSWERS (yes, no, unanswered) say. Unanswered, or missing, is no zero (RS-CN)."""
        score = sum(answers.get(name) == YES for name in self.items)
        gaps = sum(answers.get(name) not in (YES, NO) for name in self.questions)
        if any(answers.get(name) == YES for name in self.special):
            return Scored(score, gaps, self.special_level)
        level = next(level for level, least in self.levels.items() if score >= least)
        return Scored(score, gaps, "unknown" if gaps and level != "high" else level)


@cache
def instrument(file: str) -> Instrument:
    """The instrument in workflows/instruments/FILE.yaml. Raises BadFile with the line where it is not whole."""
    told = read_instrument(places.workflows() / FOLDER / f"{file}.yaml")
    return Instrument(
        name=told["name"],
        version=told["version"],
        label=told["label"]["zh"],
        items={item["name"]: item["zh"] for item in told["items"]},
        special={item["name"]: item["zh"] for item in told.get("special", [])},
        levels=told.get("levels", {}),
        special_level=told.get("special_level", ""),
    )
