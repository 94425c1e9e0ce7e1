"""A workflow file, read: the words of `transitions`, and ours.

One flat machine per file, shared by all threads; rows are never added to it as models. What the file says is checked
by `checking`; here it only gets a shape.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from transitions import Machine, State, Transition

from mediation.errors import OutOfTurn
from mediation.law.lined import Lined, read_lined


@dataclass(frozen=True)
class Label:
    """What people see, in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


class Stop(State):
    """A state, with whose turn it is there and the time limits that run there.

    Where several are named (`turns`), it is that of the first whose role the agency in charge has; `turn` is the first.
    """

    def __init__(
        self,
        *args: Any,
        label: Mapping[str, str],
        turn: str | list[str] | None = None,
        clocks: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label = Label(**label)
        self.turns = tuple([turn] if isinstance(turn, str) else turn or ())
        self.turn = self.turns[0] if self.turns else None
        self.clocks = tuple(clocks)


class Step(Transition):
    """A transition: who may take it, what must hold, what it asks, what follows.

    `primary`: the step leads on, for everybody who may take it, or (phrases) for these alone.
    `next_unless` names needs: while one of them does not hold, this step is the next one, before the primary ones.
    """

    def __init__(
        self,
        *args: Any,
        taken_by: str,
        label: Mapping[str, str],
        by: Iterable[str],
        needs: Iterable[str] = (),
        asks: str | None = None,
        then: Iterable[str] = (),
        prints: Iterable[str] = (),
        law: Iterable[str] = (),
        primary: bool | list[str] = False,
        outward: bool = False,
        group: str = "",
        next_unless: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.trigger, self.label, self.asks = taken_by, Label(**label), asks
        self.by, self.needs, self.then = tuple(by), tuple(needs), tuple(then)
        self.prints, self.law = tuple(prints), tuple(law)
        self.primary = primary if isinstance(primary, bool) else tuple(primary)
        self.outward, self.group = outward, group
        self.next_unless = tuple(next_unless)

    def leads(self, phrases: Container[str]) -> bool:
        """Whether it leads on for somebody of whom these PHRASES are true."""
        return self.primary if isinstance(self.primary, bool) else any(one in phrases for one in self.primary)


@dataclass(frozen=True)
class Start:
    """How a thing is put on its first state. It reads like a step, so that effects need not tell the difference."""

    label: Label = Label("开始", "Start")
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asks: str | None = None
    then: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    trigger: str = "start"


class Moving:
    """A state on the move: the machine changes it, the engine writes it into the row."""

    def __init__(self, state: str) -> None:
        self.state = state


class Workflow(Machine):
    """One machine for all rows of a kind."""

    state_cls, transition_cls = Stop, Step

    def __init__(self, name: str, item: str, label: Mapping[str, str], start: Start, **spec: Any) -> None:
        super().__init__(model=None, auto_transitions=False, queued=False, **spec)
        self.workflow, self.item, self.label, self.start = name, item, Label(**label), start

    def add_transition(self, trigger: str, *args: Any, **words: Any) -> None:
        """As the library does; and the step knows by which trigger it is taken."""
        super().add_transition(trigger, *args, taken_by=trigger, **words)

    @property
    def first(self) -> str:
        """The name of the initial state."""
        return str(self.initial)

    def steps(self, trigger: str = "", source: str = "*") -> list[Step]:
        """All steps, or those of one trigger, or those that lead on from one state."""
        return cast(list[Step], self.get_transitions(trigger, source))

    def step(self, trigger: str, source: str) -> Step:
        """The step TRIGGER from SOURCE. Raises OutOfTurn where it does not lead on from there."""
        for step in self.steps(trigger, source) if trigger in self.events else ():
            return step
        known = self.steps(trigger) if trigger in self.events else []
        label = known[0].label.zh if known else "这一步"
        raise OutOfTurn(
            f"现在是「{self.stop(source).label}」，不能办理「{label}」。可能已有人先办理了，请看最新情况。"
        )

    def stop(self, name: str) -> Stop:
        return cast(Stop, self.get_state(name))

    def fire(self, state: str, step: Step) -> str:
        """The state that STEP leads to from STATE, as the machine has it."""
        moving = Moving(state)
        self.events[step.trigger].trigger(moving)
        return moving.state


def read(path: Path) -> Workflow:
    """The workflow of one file. Raises what the parts raise; `checking.check` says it in words, with the line."""
    spec = read_lined(path)
    begin = dict(spec.pop("start", {}) or {})
    label = begin.pop("label", None)
    words: dict[str, Any] = {
        word: tuple(value) if isinstance(value, list) else value for word, value in begin.items()
    }
    start = Start(Label(**label), **words) if label else Start(**words)
    return Workflow(
        path.stem,
        start=start,
        states=[dict(row) for row in spec.pop("states")],
        transitions=[dict(row) for row in spec.pop("transitions")],
        **spec,
    )


def lines_of(path: Path) -> dict[str, int]:
    """Where each state and step stands in its file: 'state NAME', 'step TRIGGER SOURCE', 'start'."""
    spec = read_lined(path)
    lines = {f"state {row['name']}": row.line for row in spec["states"] if isinstance(row, Lined)}
    lines["start"] = spec["start"].line if isinstance(spec.get("start"), Lined) else 1
    for row in spec["transitions"]:
        sources = row["source"] if isinstance(row["source"], list) else [row["source"]]
        lines |= {f"step {row['trigger']} {source}": row.line for source in sources}
    return lines
