"""A story: one case as the steps that were taken in it. Real ones stand in cases/*.yaml, invented ones are made.

In a YAML file `!party applicant`, `!user mediator`, `!agency court`, `!signer seal`, `!duty 1.2` name rows of the
database; `2019-04-15 02:00` is a local minute; a day, a month or a year may stand where no more is known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from mediation.db import SHANGHAI

CASES = Path(__file__).parent / "cases"
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
# Who takes a step without an account: whoever holds the link of the referral.
BY_LINK = "link"
HOLDER = "周宁，社会救助科科员"
_KINDS = ("party", "user", "agency", "signer", "duty", "stage", "paper", "material", "decision")


@dataclass(frozen=True)
class Named:
    """A row that a fact points to: its kind and the word for it, looked up when the step is taken."""

    kind: str
    word: str


@dataclass(frozen=True)
class Step:
    """One step: when, by whom, what, and what was said.

    `take`: register, `<workflow>.<trigger>`, `print.<paper>`, or the start of a referral, a conference, an attachment, a
    paper_signature.
    Where `refused` names a rule the program must refuse the step, resting on that rule and, in its sentence, `because`.
    """

    at: datetime
    by: str
    take: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    refused: str = ""
    because: str = ""


@dataclass(frozen=True)
class Story:
    """The steps of one case in order, and what the program must conclude from them."""

    name: str
    steps: tuple[Step, ...]
    source: Mapping[str, Any] = field(default_factory=dict)
    expected: tuple[Mapping[str, str], ...] = ()


class _Loader(yaml.SafeLoader):
    """YAML with names of rows."""


for _kind in _KINDS:
    _Loader.add_constructor(f"!{_kind}", lambda loader, node: Named(node.tag[1:], str(node.value)))


def real_stories() -> list[Story]:
    """The published cases, oldest first. Raises yaml.YAMLError or TypeError where a file is not whole."""
    stories = [_story(path) for path in CASES.glob("*.yaml")]
    return sorted(stories, key=lambda story: story.steps[0].at)


def minute(text: str) -> datetime:
    """`2019-04-15 02:00` as a moment in Asia/Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _story(path: Path) -> Story:
    told = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a SafeLoader with tags of our own
    steps = tuple(Step(**{**step, "at": minute(step["at"]), "facts": _facts(step)}) for step in told["steps"])
    if list(steps) != sorted(steps, key=lambda step: step.at):
        raise ValueError(f"{path.name}: the steps are not in the order of their days")
    return Story(path.stem, steps, told["source"], tuple(told["expected"]))


def _facts(step: Mapping[str, Any]) -> Any:
    return _told(step.get("facts", {}))


def _told(value: Any) -> Any:
    """Minutes as moments, all through."""
    if isinstance(value, Mapping):
        return {name: _told(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_told(inner) for inner in value]
    if isinstance(value, str) and _MINUTE.fullmatch(value):
        return minute(value)
    return value
