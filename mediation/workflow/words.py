"""What the names in a workflow file stand for, and what a step hands to its effects."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from mediation.audit.log import Entry
from mediation.errors import Incomplete
from mediation.people.roles import Held

if TYPE_CHECKING:
    from mediation.workflow.definition import Start, Step


class Tracked(Held, Protocol):
    """Anything that rides a workflow: a row with a state that only the engine writes."""

    id: int
    ref: str
    state: str
    version: int

    @property
    def key_id(self) -> str: ...
    @property
    def workflow(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def chain(self) -> str: ...


@dataclass(frozen=True)
class Taken:
    """A step that was just taken: all that an effect may want to know.

    `happened_on` is what the worker said (a day, a month or a year, as text) or the local date of the step.
    """

    item: Any
    actor: Any
    step: "Step | Start"
    entry: Entry
    happened_on: str
    facts: dict[str, Any] = field(default_factory=dict)


Need = Callable[[Any, Any], str | None]
"""Takes the thing and the person who asks; answers in Chinese why not, or None."""


def rests_on(*rules: str) -> Callable[[Need], Need]:
    """Say by which rules of law a need stands; a refusal and the page then name them, and no others."""

    def marked(need: Need) -> Need:
        need.rules = rules  # type: ignore[attr-defined]
        return need

    return marked


def rules_of(need: Need) -> tuple[str, ...]:
    """The rules that a need rests on; none where it only keeps the work in order."""
    return getattr(need, "rules", ())


Doubt = Callable[[Any, "Step | Start", Mapping[str, Any]], Incomplete | None]
"""Takes the thing, the step and the facts given; answers why they cannot be so, naming the fact, or None."""

Effect = Callable[[Taken], None]
"""Writes rows in the transaction of the step; calls nobody outside; may refuse, and then nothing has happened."""


@dataclass(frozen=True)
class Words:
    """Everything that a workflow file may name; `apart`, the fields that are never kept with the step; and `doubts`,
    which look at the facts of every step before anything is written.
    """

    needs: Mapping[str, Need]
    effects: Mapping[str, Effect]
    forms: Container[str]
    papers: Container[str]
    rules: Container[str]
    limits: Container[str]
    apart: Container[str] = ()
    doubts: Sequence[Doubt] = ()
