"""The mood scales of workflows/instruments: their questions, their score, and what follows from the answers.

A screening hint, no diagnosis (Mental Health Law art. 23 and 51, PI-PSY). An unanswered question is not zero:
with a gap there is no total and no level, but what the answers given show already is followed up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mediation import places
from mediation.workflow.instruments import FOLDER, read_instrument

NAMES = ("phq9", "gad7")
UNANSWERED = "unanswered"
# What follows from silence at a question that others hang on: it is asked in person.
ASK = "ask"
NO_DIAGNOSIS = "筛查提示，不构成诊断"
Given = tuple[int | None, ...]


@dataclass(frozen=True)
class Band:
    """A level, and the lowest total that belongs to it."""

    level: str
    lowest: int
    label: str


@dataclass(frozen=True)
class Consequence:
    """What follows where a question (or the total, where `item` is None) reaches a score."""

    item: int | None
    at_least: int
    then: str


@dataclass(frozen=True)
class Result:
    """What a filled scale says. `total` and `band` are None where a question was not answered."""

    total: int | None
    band: Band | None
    unanswered: int
    follows: frozenset[str]


@dataclass(frozen=True)
class Scale:
    """A scale in one version."""

    name: str
    version: str
    label: str
    asks: str
    items: tuple[str, ...]
    answers: tuple[tuple[int, str], ...]
    bands: tuple[Band, ...]
    follows: tuple[Consequence, ...]

    def given(self, told: Mapping[Any, Any] | Sequence[Any]) -> Given:
        """The answers in the order of the questions, None where there is none.

        TOLD names them by number from 1, or lists them. Raises ValueError for an answer that no question has.
        """
        rows = list(told.items()) if isinstance(told, Mapping) else list(enumerate(told, start=1))
        by_number = {int(number): answer for number, answer in rows}
        if not set(by_number) <= set(range(1, len(self.items) + 1)):
            raise ValueError(f"{self.label}没有这一题，请核对。")
        return tuple(self._answer(by_number.get(number)) for number in range(1, len(self.items) + 1))

    def result(self, given: Given) -> Result:
        """Total, level and consequences of the answers."""
        answered = [answer for answer in given if answer is not None]
        gaps = len(given) - len(answered)
        so_far = sum(answered)
        follows = {rule.then for rule in self.follows if self._reached(rule, given, so_far)}
        if any(rule.item and given[rule.item - 1] is None for rule in self.follows):
            follows.add(ASK)
        band = None if gaps else max((b for b in self.bands if b.lowest <= so_far), key=lambda b: b.lowest)
        return Result(None if gaps else so_far, band, gaps, frozenset(follows))

    def _answer(self, told: Any) -> int | None:
        if told in (None, "", UNANSWERED):
            return None
        known = {str(score): score for score, _label in self.answers}
        if str(told) not in known:
            raise ValueError(f"{self.label}没有这个选项，请核对。")
        return known[str(told)]

    @staticmethod
    def _reached(rule: Consequence, given: Given, so_far: int) -> bool:
        score = so_far if rule.item is None else given[rule.item - 1]
        return score is not None and score >= rule.at_least


@cache
def scale(name: str) -> Scale:
    """The scale of that name, read once.

    Raises ValueError for no such scale, BadFile where its file is not whole.
    """
    if name not in NAMES:
        raise ValueError("没有这份量表，请选择列表里的量表。")
    told = read_instrument(places.workflows() / FOLDER / f"{name}.yaml")
    return Scale(
        name=told["name"],
        version=told["version"],
        label=told["label"]["zh"],
        asks=told["asks"],
        items=tuple(told["items"]),
        answers=tuple((row["score"], row["label"]) for row in told["answers"]),
        bands=tuple(Band(row["level"], row["from"], row["label"]) for row in told["bands"]),
        follows=tuple(_consequence(row) for row in told["follows"]),
    )


def _consequence(row: Mapping[str, Any]) -> Consequence:
    return Consequence(row.get("item"), row["at_least"], row["then"])
