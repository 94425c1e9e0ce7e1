"""Is a workflow file whole? Answered before the program starts, with file and line, in words."""

from collections.abc import Iterator
from pathlib import Path

from mediation.law.lined import BadFile

from mediation.people.roles import known_phrase
from mediation.workflow.definition import Start, Step, Workflow, lines_of, read
from mediation.workflow.words import Words


class BadWorkflow(Exception):  # noqa: N818 - says what it is
    """The files cannot be used; each line names file, line and what is wrong."""


def read_all(folder: Path, words: Words) -> dict[str, Workflow]:
    """Every workflow of FOLDER by name. Raises BadWorkflow with everything that is wrong, never only the first."""
    flows: dict[str, Workflow] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in NOT_WORKFLOWS:
            continue
        try:
            flow = read(path)
            lines = lines_of(path)
        except BadFile as error:
            wrong.append(f"{error}")
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            wrong.append(f"{path.name}: 缺少或多出了词：{error}")
        else:
            flows[path.stem] = flow
            wrong += [f"{path.name}:{lines.get(where, 1)}: {what}" for where, what in _wrong(flow, words)]
    if wrong:
        raise BadWorkflow("\n".join(wrong))
    return flows


NOT_WORKFLOWS = frozenset({"law", "time_limits"})


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
        if stop.final and flow.steps(source=name):
            yield where, f"{name} 标为终点，却还有出口"
        if not stop.final and not ways_out:
            yield where, f"{name} 没有出口，也没有标为终点"
        if not stop.final and not (stop.turn and known_phrase(stop.turn)):
            yield where, f"{name} 没有写明轮到谁办（turn）"
        for limit in stop.clocks:
            if limit not in words.limits:
                yield where, f"没有时限 {limit}"


def _reachable(flow: Workflow) -> set[str]:
    reached, ahead = set(), [flow.first]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += [step.dest for step in flow.steps(source=state)]
    return reached


def _wrong_words(where: str, step: Step | Start, words: Words) -> Iterator[tuple[str, str]]:
    if not step.by:
        yield where, "没有写明谁可以办（by）"
    for phrase in step.by:
        if not known_phrase(phrase):
            yield where, f"不认识的人员说法 {phrase!r}"
    for kind, names, known in (
        ("条件", step.needs, words.needs),
        ("效果", step.then, words.effects),
        ("表单", (step.asks,) if step.asks else (), words.forms),
        ("文书", step.prints, words.papers),
        ("法律规则", step.law, words.rules),
    ):
        for name in names:
            if name not in known:
                yield where, f"没有{kind} {name}"
