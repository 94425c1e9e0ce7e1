"""What a feature brings to the program. A feature says it in its feature.py; create_app reads it there."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint

from mediation.audit.verify import Check
from mediation.web.forms import StepForm
from mediation.workflow.words import Doubt, Effect, Need


@dataclass(frozen=True)
class MenuItem:
    """An entry of the top bar: for which roles, and how many things there wait for this person.

    `quiet`: they are to be read, not to be done. `also`: pages of other features that belong under it.
    """

    label: str
    endpoint: str
    roles: Collection[str]
    count: Callable[[Any], int] | None = None
    quiet: bool = False
    also: tuple[str, ...] = ()


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
class Offer:
    """A paper that a case may need: its name in `documents.papers`, the ref of what it is about, a word that tells it
    from others of the same form, and why it cannot be printed now (None: it can)."""

    name: str
    about: str = ""
    detail: str = ""
    why_not: str | None = None


@dataclass(frozen=True)
class Job:
    """What the worker does every few minutes: `due` answers the ids of the rows that wait, `do` takes one of them.

    `do` is its own unit of work and claims the row first: two workers with the same id do it once. What others wait for
    outside is looked after `soon`: every minute.
    """

    name: str
    due: Callable[[], Sequence[int]]
    do: Callable[[int], None]
    soon: bool = False


@dataclass(frozen=True)
class Feature:
    """Everything that one feature offers to those below it, by name.

    `items` find what rides a workflow inside a case (case, ref, who asks). `panels` are the blocks that the feature
    draws on the case page (case, who asks). `secrets` are values that no paper of a case may show (`Kept`). `papers`
    build the facts of a paper by its name in `documents.papers` (case, ref of what it is about or "", who asks).
    `checks` compare rows with the entries that tell of them.
    `doubts` look at the facts of every step before it is taken (thing, step, facts).
    `today` are rows of 今日工作 (who asks), as `cases.today.row` makes them; tasks of the kinds in `own_tasks` stand
    in those rows alone; tasks of the kinds in `alarms` that press come before everything else, by rank.
    `numbers` name a case to those who do not see it as a whole (case, who asks).
    `offers` list the papers that a case may need now, for whoever may print them (case, who asks).
    `watches` are told of a clock that has ended, rests or has another end. `jobs` are the worker's.
    `handed` tell what was handed over to a partner with a stage (case, who asks: `cases.handed_over.Handed`); `going_on`
    say whether work goes on in a stage that has ended, `about_children` whether children are its matter (stage).
    `on_the_way` say how a referral that travels stands (referral).
    `told_before` answer what others told already of what a step asks (thing, trigger, who asks): by name of the field.
    """

    views: Sequence[Blueprint] = ()
    needs: Sequence[Need] = ()
    effects: Sequence[Effect] = ()
    forms: Sequence[type[StepForm]] = ()
    doubts: Sequence[Doubt] = ()
    menu: Sequence[MenuItem] = ()
    items: Sequence[Callable[[Any, str, Any], Any]] = ()
    panels: Sequence[Callable[[Any, Any], Panel | None]] = ()
    secrets: Sequence[Callable[[Any], Iterable[Any]]] = ()
    papers: Mapping[str, Callable[[Any, str, Any], Mapping[str, Any]]] = field(default_factory=dict)
    checks: Sequence[Check] = ()
    today: Sequence[Callable[[Any], Iterable[Mapping[str, Any]]]] = ()
    own_tasks: Collection[str] = ()
    alarms: Mapping[str, int] = field(default_factory=dict)
    numbers: Sequence[Callable[[Any, Any], str | None]] = ()
    offers: Sequence[Callable[[Any, Any], Iterable[Offer]]] = ()
    watches: Sequence[Callable[[Any], None]] = ()
    jobs: Sequence[Job] = ()
    handed: Sequence[Callable[[Any, Any], Iterable[Any]]] = ()
    going_on: Sequence[Callable[[Any], bool]] = ()
    about_children: Sequence[Callable[[Any], bool]] = ()
    on_the_way: Sequence[Callable[[Any], str]] = ()
    told_before: Sequence[Callable[[Any, str, Any], Mapping[str, Any]]] = ()
