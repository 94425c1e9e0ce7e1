"""The table of guards (workflows/guards.yaml): which steps keep which rules of law. Read and checked at the start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mediation.law.lined import BadFile, Entry, read_lined
from mediation.workflow.definition import Start, Step, Workflow
from mediation.workflow.words import Words, rules_of

GUARDS_FILE = "guards.yaml"
FIELDS = frozenset({"row", "label", "holds", "steps", "rules"})


@dataclass(frozen=True)
class Guard:
    """One row: its name, the way on, what must hold, the steps that keep it, the rules that they keep."""

    row: str
    label: str
    holds: str
    steps: tuple[str, ...]
    rules: tuple[str, ...]
    line: int


def read_guards(folder: Path) -> list[Guard]:
    """The rows in their order. Raises BadFile with the line."""
    path = folder / GUARDS_FILE
    told = read_lined(path)
    if not isinstance(told, list):
        raise BadFile(path, 1, "这里应当是以“- ”开头的列表")
    return [_guard(Entry.of(path, 1, row, FIELDS)) for row in told]


def _guard(entry: Entry) -> Guard:
    words = {name: entry.text(name) for name in ("row", "label", "holds")}
    return Guard(steps=entry.items("steps"), rules=entry.items("rules"), line=entry.line, **words)


def steps_named(flows: Mapping[str, Workflow], name: str) -> list[Start | Step]:
    """The steps called WORKFLOW.TRIGGER, whatever state they lead from; none where there is no such step."""
    workflow, _, trigger = name.partition(".")
    if workflow not in flows:
        return []
    steps: list[Start | Step] = [flows[workflow].start, *flows[workflow].steps()]
    return [step for step in steps if step.trigger == trigger]


def wrong_guards(folder: Path, flows: Mapping[str, Workflow], words: Words) -> Iterator[str]:
    """Rows that name no step or no rule, or a rule that none of their steps keeps, each with file and line."""
    if not (folder / GUARDS_FILE).exists():
        return
    try:
        guards = read_guards(folder)
    except BadFile as bad:
        yield str(bad)
        return
    for guard in guards:
        yield from (f"{GUARDS_FILE}:{guard.line}: {what}" for what in _wrong(guard, flows, words))


def _wrong(guard: Guard, flows: Mapping[str, Workflow], words: Words) -> Iterator[str]:
    kept: set[str] = set()
    for name in guard.steps:
        found = steps_named(flows, name)
        if not found:
            yield f"没有步骤 {name}"
        for step in found:
            kept |= {*step.law, *(rule for need in step.needs for rule in rules_of(words.needs[need]))}
    for rule in guard.rules:
        if rule not in words.rules:
            yield f"没有法律规则 {rule}"
        elif rule not in kept:
            yield f"规则 {rule} 没有由「{guard.label}」的任何一步承担"
