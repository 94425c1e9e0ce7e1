"""A workflow file with a fault does not start the program: file and line are named, and what is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediation import places
from mediation.workflow.checking import BadWorkflow, read_all
from mediation.workflow.definition import Workflow
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.words import Words, rests_on

WHOLE = """\
label: {zh: 样例, en: Sample}
item: stage
initial: open
start: {by: [system], needs: [allowed], then: [write], law: [PM-17]}
states:
  - {name: open, label: {zh: 待办, en: Open}, turn: mediator in charge, clocks: [PM-LIMIT]}
  - {name: busy, label: {zh: 办理, en: Busy}, turn: the owner}
  - {name: done, label: {zh: 办结, en: Done}, final: true}
transitions:
  - {trigger: begin, label: {zh: 始, en: A}, source: open, dest: busy, by: [mediator in charge], law: [PM-17]}
  - {trigger: tell, label: {zh: 告, en: T}, source: [open, busy], dest: "=", by: [the owner], asks: reason}
  - {trigger: end, label: {zh: 结束, en: End}, source: busy, dest: done, by: [system], prints: [agreement]}
"""
WORDS = Words(
    needs={"allowed": lambda item, actor: None},
    effects={"write": lambda taken: None},
    forms={"reason"},
    papers={"agreement"},
    rules={"PM-17"},
    limits={"PM-LIMIT"},
)
FAULTS = [
    ("an unknown need of the start", "needs: [allowed]", "needs: [alowed]", 4, "没有条件 alowed"),
    ("an unknown effect", "then: [write]", "then: [wrte]", 4, "没有效果 wrte"),
    ("an unknown form", "asks: reason", "asks: raeson", 11, "没有表单 raeson"),
    ("an unknown paper", "prints: [agreement]", "prints: [letter]", 12, "没有文书 letter"),
    (
        "an unknown rule",
        "by: [mediator in charge], law: [PM-17]",
        "by: [the owner], law: [PM-99]",
        10,
        "没有法律规则 PM-99",
    ),
    ("an unknown limit", "clocks: [PM-LIMIT]", "clocks: [PM-LIMT]", 6, "没有时限 PM-LIMT"),
    (
        "an unknown role",
        "dest: busy, by: [mediator in charge]",
        "dest: busy, by: [meditator in charge]",
        10,
        "meditator",
    ),
    (
        "an unknown part",
        "dest: busy, by: [mediator in charge]",
        "dest: busy, by: [mediator in charges]",
        10,
        "in charges",
    ),
    ("an unknown turn", "turn: the owner", "turn: the ownr", 7, "turn"),
    ("an unknown goal", "dest: done, by", "dest: dune, by", 12, "没有状态 dune"),
    ("an unknown source", "source: busy, dest: done", "source: bsy, dest: done", 12, "没有状态 bsy"),
    ("an unknown first state", "initial: open", "initial: opne", 1, "没有状态 opne"),
    ("an unreachable state", "source: open, dest: busy", "source: open, dest: done", 7, "busy 无法到达"),
    ("an end with a way out", "dest: done, by", "dest: open, by", 8, "done 无法到达"),
    ("an end that leads on", "source: [open, busy]", "source: [open, done]", 8, "标为终点，却还有出口"),
    ("a state without a way out", "source: busy, dest: done", "source: open, dest: done", 7, "busy 没有出口"),
    ("a step written twice", "trigger: end,", "trigger: tell,", 12, "「tell」从 busy 出发写了两次"),
    ("nobody who may", "by: [system], prints", "by: [], prints", 12, "没有写明谁可以办"),
    ("a state written twice", "name: busy", "name: open", 7, "状态 open 写了两次"),
    ("a bare no as a state", "source: busy, dest: done", "source: busy, dest: no", 12, "请加上引号"),
    ("a bare yes as a word", "dest: done, by", "yes: done, by", 12, "请加上引号"),
    ("a bare on among states", "source: [open, busy]", "source: [on, busy]", 11, "请加上引号"),
    ("a word nobody knows", "asks: reason", "ask: reason", 11, "不认识的词 'ask'"),
    ("a missing word", "trigger: begin, ", "", 10, "缺少“trigger”"),
    ("a key written twice", "by: [the owner]", "by: [the owner], by: [system]", 11, "写了两次"),
]


def _read(folder: Path, text: str) -> dict[str, Workflow]:
    (folder / "sample.yaml").write_text(text, encoding="utf-8")
    return read_all(folder, WORDS)


def test_a_whole_file_is_read(tmp_path):
    flow = _read(tmp_path, WHOLE)["sample"]
    assert flow.first == "open"
    assert [step.trigger for step in flow.steps(source="open")] == ["begin", "tell"]


@pytest.mark.parametrize(
    ("fault", "right", "wrong", "line", "said"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_with_its_file_and_line(tmp_path, fault, right, wrong, line, said):
    assert WHOLE.count(right) == 1, "the planted fault must change one place"
    with pytest.raises(BadWorkflow) as refusal:
        _read(tmp_path, WHOLE.replace(right, wrong))
    told = [one for one in str(refusal.value).splitlines() if said in one]
    assert told, refusal.value
    assert any(one.startswith((f"sample.yaml:{line}:", f"sample.yaml 第{line}行")) for one in told), told


def test_all_faults_are_told_at_once(tmp_path):
    text = WHOLE.replace("asks: reason", "asks: raeson").replace("prints: [agreement]", "prints: [letter]")
    with pytest.raises(BadWorkflow) as refusal:
        _read(tmp_path, text)
    assert len(str(refusal.value).splitlines()) == 2


def test_a_need_that_rests_on_no_known_rule_is_named(tmp_path):
    @rests_on("PM-99")
    def allowed(item, actor):
        return None

    (tmp_path / "sample.yaml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(BadWorkflow, match=r"sample\.yaml:4: 条件 allowed 所依据的法律规则 PM-99 不存在"):
        read_all(tmp_path, replace(WORDS, needs={"allowed": allowed}))


def test_every_workflow_of_the_program_is_whole(app):
    files = {path.stem for path in places.workflows().glob("*.yaml")}
    assert set(WORKFLOWS) == files - {"copy_cards", "dossiers", "guards", "law", "retention", "time_limits"}


def test_whoever_stands_in_a_state_that_is_no_end_can_go_on(app):
    """In every state that is no end, somebody other than the program may take a step."""
    stuck = [
        (flow.workflow, name)
        for flow in WORKFLOWS.values()
        for name in flow.states
        if not flow.stop(name).final
        and not any(
            set(step.by) - {"system", "import"} for step in flow.steps(source=name) if step.dest != name
        )
    ]
    assert not stuck


def test_from_every_state_an_end_or_the_archive_can_be_reached(app):
    for flow in WORKFLOWS.values():
        ends = {name for name in flow.states if flow.stop(name).final or name == "archived"}
        for name in flow.states:
            assert ends & _ahead(flow, name), (flow.workflow, name)


def _ahead(flow, name: str) -> set[str]:
    seen, todo = set(), [name]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [step.dest for step in flow.steps(source=state)]
    return seen
