"""The table of guards is checked at the start: a step or a rule that is not there, or that nobody keeps, is named."""

from pathlib import Path

import pytest

from mediation.workflow.definition import read
from mediation.workflow.guards import GUARDS_FILE, read_guards, wrong_guards
from mediation.workflow.words import rests_on
from tests.workflow.test_checking import WHOLE, WORDS

ROW = "- {row: entry, label: 申请→受理, holds: 双方同意, steps: [sample.start, sample.end], rules: [PM-17]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sample.yaml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def wrong(folder: Path, text: str, words=WORDS) -> list[str]:
    (folder / GUARDS_FILE).write_text(text, encoding="utf-8")
    return list(wrong_guards(folder, {"sample": read(folder / "sample.yaml")}, words))


def test_a_whole_row_is_read(folder):
    assert wrong(folder, ROW) == []
    (row,) = read_guards(folder)
    assert (row.row, row.steps, row.rules, row.line) == (
        "entry",
        ("sample.start", "sample.end"),
        ("PM-17",),
        1,
    )


@pytest.mark.parametrize(
    ("right", "wrongly", "said"),
    [
        ("sample.end", "sample.ende", "guards.yaml:1: 没有步骤 sample.ende"),
        ("sample.end", "smaple.end", "guards.yaml:1: 没有步骤 smaple.end"),
        ("[PM-17]", "[PM-71]", "guards.yaml:1: 没有法律规则 PM-71"),
        ("[sample.start, sample.end]", "[sample.end]", "规则 PM-17 没有由「申请→受理」的任何一步承担"),
        ("holds: ", "hold: ", "没有“hold”这个字段"),
        (ROW, "row: entry\n", "应当是以“- ”开头的列表"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(folder, right, wrongly, said):
    assert ROW.count(right) == 1
    assert [line for line in wrong(folder, ROW.replace(right, wrongly)) if said in line]


def test_a_rule_that_a_need_rests_on_is_kept(folder):
    @rests_on("PM-17")
    def allowed(item, actor):
        return None

    (folder / "sample.yaml").write_text(WHOLE.replace("law: [PM-17]", "law: []"), encoding="utf-8")
    assert wrong(folder, ROW)
    words = type(WORDS)(**{**WORDS.__dict__, "needs": {"allowed": allowed}})
    assert wrong(folder, ROW, words) == []
