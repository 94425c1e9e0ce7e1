"""Is a workflow file whole? Answered before the program starts, with file and line, in words."""

from collections.abc import Iterator
from dataclasses import fields
from inspect import getfullargspec
from pathlib import Path
from typing import Any

from mediation.law.lined import BadFile, Lined, read_lined
from mediation.people.roles import known_phrase
from mediation.workflow.definition import Start, Step, Stop, Workflow, lines_of, read
from mediation.workflow.guards import wrong_guards
from mediation.workflow.instruments import wrong_instruments
from mediation.workflow.words import Words, rules_of


class BadWorkflow(Exception):  # noqa: N818 - says what it is
    """The files cannot be used; each line names file, line and what is wrong."""


def read_all(folder: Path, words: Words) -> dict[str, Workflow]:
    """Every workflow of FOLDER by name, its instruments whole too. Raises BadWorkflow with all that is wrong, by line."""
    flows: dict[str, Workflow] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in NOT_WORKFLOWS:
            continue
        try:
            badly_put = [f"{path.name}:{line}: {what}" for line, what in _badly_put(read_lined(path))]
        except BadFile as error:
            badly_put = [str(error)]
        if badly_put:
            wrong += badly_put
            continue
        flow, lines = read(path), lines_of(path)
        flows[path.stem] = flow
        told = (f"{path.name}:{lines.get(where, 1)}: {what}" for where, what in _wrong(flow, words))
        wrong += dict.fromkeys(told)
    wrong += wrong_instruments(folder, words.rules)
    wrong += [] if wrong else wrong_guards(folder, flows, words)
    if wrong:
        raise BadWorkflow("\n".join(wrong))
    return flows


NOT_WORKFLOWS = frozenset({"copy_cards", "dossiers", "guards", "law", "retention", "time_limits"})
FLAGS = frozenset({"primary", "outward", "final"})
# For each place of a file: the words that must stand there, and all that may.
FILE = {"label", "item", "initial", "start", "states", "transitions"}, set[str]()
START = {"by"}, {word.name for word in fields(Start)}
STATE = {"name", "label"}, {"name", "final", *getfullargspec(Stop.__init__).kwonlyargs}
STEP = {"trigger", "label", "source", "dest", "by"}, {*getfullargspec(Step.__init__).kwonlyargs}


def _badly_put(spec: Any) -> Iterator[tuple[int, str]]:
    """What keeps a file from being read as a workflow, with the line."""
    if not isinstance(spec, Lined):
        yield 1, "这里应当写成“字段: 内容”的形式"
        return
    places = [(spec, FILE), (spec.get("start"), START)]
    places += [(row, STATE) for row in spec.get("states") or ()]
    places += [(row, STEP) for row in spec.get("transitions") or ()]
    line = spec.line
    for row, (required, allowed) in places:
        line = getattr(row, "line", line)
        yield from ((line, what) for what in _wrong_keys(row, required, required | allowed))
    yield from _wrong_names(spec)


def _wrong_names(spec: Lined) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for row in spec.get("states") or ():
        if isinstance(row, Lined) and (name := row.get("name")):
            yield from [(row.line, f"状态 {name} 写了两次")] if name in seen else []
            seen.add(name)
    if spec.get("initial") not in seen:
        yield spec.line, f"没有状态 {spec.get('initial')}（initial）"


def _wrong_keys(row: Any, required: set[str], known: set[str]) -> Iterator[str]:
    if not isinstance(row, Lined):
        yield "这里应当写成“字段: 内容”的形式"
        return
    for word, value in row.items():
        values = value if isinstance(value, list) else [value]
        if isinstance(word, bool) or (word not in FLAGS and any(isinstance(one, bool) for one in values)):
            yield f"「{word}」：不加引号的 yes、no、on、off 会被读成是非，请加上引号"
        elif word not in known:
            yield f"不认识的词 {word!r}"
    for word in sorted(required - row.keys()):
        yield f"缺少“{word}”"


def _wrong(flow: Workflow, words: Words) -> Iterator[tuple[str, str]]:
    yield from _wrong_states(flow, words)
    yield from _wrong_words("start", flow.start, words)
    seen: set[tuple[str, str]] = set()
    for step in flow.steps():
        where = f"step {step.trigger} {step.source}"
        if (step.trigger, step.source) in seen:
            yield where, f"「{step.trigger}」从 {step.source} 出发写了两次"
        seen.add((step.trigger, step.source))
        for state in {step.source, step.dest} - flow.states.keys():
            yield where, f"没有状态 {state}"
        yield from _wrong_words(where, step, words)


def _wrong_states(flow: Workflow, words: Words) -> Iterator[tuple[str, str]]:
    reached = _reachable(flow)
    for name in flow.states:
        stop, where = flow.stop(name), f"state {name}"
        ways_out = [step for step in flow.steps(source=name) if step.dest != name]
        if name not in reached:
            yield where, f"状态 {name} 无法到达"
        if stop.final and not all(_by_itself(flow, step) for step in flow.steps(source=name)):
            yield where, f"{name} 标为终点，却还有出口"
        if not stop.final and not ways_out:
            yield where, f"{name} 没有出口，也没有标为终点"
        if not stop.final and not (stop.turns and all(map(known_phrase, stop.turns))):
            yield where, f"{name} 没有写明轮到谁办（turn）"
        for limit in stop.clocks:
            if limit not in words.limits:
                yield where, f"没有时限 {limit}"


def _by_itself(flow: Workflow, step: Step) -> bool:
    """From an end the program alone leads on, and only to another end: what was over is destroyed."""
    return step.by == ("system",) and step.dest in flow.states and bool(flow.stop(str(step.dest)).final)


def _reachable(flow: Workflow) -> set[str]:
    reached, ahead = set(), [flow.first]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [str(step.dest) for step in flow.steps(source=state)]
    return reached


def _wrong_words(where: str, step: Step | Start, words: Words) -> Iterator[tuple[str, str]]:
    if not step.by:
        yield where, "没有写明谁可以办（by）"
    for phrase in (*step.by, *_phrases_led(step)):
        if not known_phrase(phrase):
            yield where, f"不认识的人员说法 {phrase!r}"
    for kind, names, known in (
        ("条件", (*step.needs, *getattr(step, "next_unless", ())), words.needs),
        ("效果", step.then, words.effects),
        ("表单", (step.asks,) if step.asks else (), words.forms),
        ("文书", step.prints, words.papers),
        ("法律规则", step.law, words.rules),
    ):
        for name in names:
            if name not in known:
                yield where, f"没有{kind} {name}"
    yield from _wrong_grounds(where, step, words)


def _phrases_led(step: Step | Start) -> tuple[str, ...]:
    led = getattr(step, "primary", False)
    return () if isinstance(led, bool) else led


def _wrong_grounds(where: str, step: Step | Start, words: Words) -> Iterator[tuple[str, str]]:
    for need in (words.needs[name] for name in step.needs if name in words.needs):
        for rule in rules_of(need):
            if rule not in words.rules:
                yield where, f"条件 {need.__name__} 所依据的法律规则 {rule} 不存在"
