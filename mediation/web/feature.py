"""What a feature brings to the program. A feature says it in its feature.py; create_app reads it there."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint

from mediation.web.forms import StepForm
from mediation.workflow.words import Effect, Need


@dataclass(frozen=True)
class MenuItem:
    """An entry of the top bar: for which roles, and how many things there wait for this person."""

    label: str
    endpoint: str
    roles: Collection[str]
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Panel:
    """A block of the case page: its heading, the template that draws it and what that template is given.

    `steps` are those of the things it shows, as `step_entries` makes them: the next of them stands on top of the page.
    """

    title: str
    template: str
    given: Mapping[str, Any]
    order: int = 50
    steps: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True)
class Feature:
    """Everything that one feature offers to those below it, by name.

    `items` find what rides a workflow inside a case (case, ref, who asks). `panels` are the blocks that the feature
    draws on the case page (case, who asks). `secrets` are values that no paper of a case may show (`Kept`). `papers`
    build the facts of a paper by its name in `documents.papers` (case, ref of what it is about or "", who asks). `offers`
    name the papers that can be printed now, each with what it is about (case, who asks).
    """

    views: Sequence[Blueprint] = ()
    needs: Sequence[Need] = ()
    effects: Sequence[Effect] = ()
    forms: Sequence[type[StepForm]] = ()
    menu: Sequence[MenuItem] = ()
    items: Sequence[Callable[[Any, str, Any], Any]] = ()
    panels: Sequence[Callable[[Any, Any], Panel | None]] = ()
    secrets: Sequence[Callable[[Any], Iterable[Any]]] = ()
    papers: Mapping[str, Callable[[Any, str, Any], Mapping[str, Any]]] = field(default_factory=dict)
    offers: Sequence[Callable[[Any, Any], Iterable[tuple[str, str]]]] = ()
