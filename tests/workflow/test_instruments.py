"""An instrument with a fault does not start the program: file and line are named. What each says, by hand."""

import shutil
from pathlib import Path

import pytest

from mediation import places
from mediation.law.lined import BadFile
from mediation.workflow.checking import BadWorkflow, read_all
from mediation.workflow.instruments import read_instrument, wrong_instruments
from tests.workflow.test_checking import WORDS

DANGER, PHQ, GAD, SCREEN, THREE = (
    "danger.yaml", "phq9.yaml", "gad7.yaml", "safe_to_mediate.yaml", "three_questions.yaml"
)  # fmt: skip
RULES = {
    "RS-CN", "PM-DV", "PM-DV2", "PM-17", "RS-PHQ", "RS-GAD", "PI-PSY", "PI-PSY2", "DV-13", "DV-R05"
}  # fmt: skip
FAULTS = [
    ("an unknown thing follows", PHQ, "then: alarm", "then: alert", "不认识的后果 'alert'"),
    ("something else follows on a screen", SCREEN, 'answer: "no", then: apart', 'answer: "no", then: part', "'part'"),
    ("a question twice", PHQ, "疲倦或没有活力", "疲倦或没有活力\n  - 入睡困难、睡不安稳或睡得过多", "写了两次"),
    ("a name twice", DANGER, "name: able_to_kill", "name: threatened_to_kill", "题目“threatened_to_kill”写了两次"),
    ("a name twice on a screen", SCREEN, "name: threatened", "name: hurt", "题目“hurt”写了两次"),
    ("a special item named like another", DANGER, "name: cut_breath", "name: watches", "题目“watches”写了两次"),
    ("no level for the highest", DANGER, "{high: 6, medium: 4, low: 0}", "{medium: 4, low: 0}", "要依次写明 high"),
    ("two levels on one sum", DANGER, "medium: 4", "medium: 6", "不能重叠"),
    ("sums without a level", DANGER, "low: 0}", "low: 1}", "从0分起"),
    ("a level that nobody reaches", DANGER, "high: 6", "high: 10", "只有9题"),
    ("special items that mean nothing", DANGER, "special_level: lethal\n", "", "special_level"),
    ("a gap below the first band", PHQ, "{level: minimal, from: 0,", "{level: minimal, from: 1,", "没有等级"),
    ("bands that overlap", PHQ, "from: 15, label: 中重", "from: 10, label: 中重", "与上一段重叠"),
    ("a band above every total", GAD, "from: 15,", "from: 22,", "最高只有21分"),
    ("a band twice", GAD, "level: severe", "level: mild", "等级 mild 写了两次"),
    ("answers that skip a score", GAD, "score: 2,", "score: 4,", "从0起依次写"),
    ("a question that is not there", PHQ, "item: 9", "item: 10", "没有第10题"),
    ("a score that no answer has", PHQ, "item: 9, at_least: 1", "item: 9, at_least: 4", "达不到"),
    ("no version", GAD, 'version: "1"\n', "", "缺少“version”"),
    ("a version that is no text", GAD, 'version: "1"', "version: 1", "加上引号"),
    ("a field nobody knows", PHQ, "asks: ", "ask: ", "没有“ask”这个字段"),
    ("a rule nobody knows", PHQ, "law: [RS-PHQ,", "law: [RS-PHQQ,", "没有法律规则 RS-PHQQ"),
    ("a bare yes", SCREEN, 'answer: "no", then', "answer: no, then", "加引号"),
    ("two files of one name", GAD, "name: gad7", "name: danger_scale", "已经是"),
    ("a key twice", THREE, "name: three_questions", "name: three_questions\nname: three", "写了两次"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(places.workflows() / "instruments", tmp_path / "instruments")
    return tmp_path


def test_the_instruments_of_the_program_are_whole(folder):
    assert wrong_instruments(folder, RULES) == []


@pytest.mark.parametrize(
    ("fault", "file", "right", "wrong", "said"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_with_its_file_and_line(folder, fault, file, right, wrong, said):
    path = folder / "instruments" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1, "the planted fault must change one place"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    told = [line for line in wrong_instruments(folder, RULES) if said in line]
    assert told, wrong_instruments(folder, RULES)
    assert told[0].startswith((f"{file}:", f"{file} 第"))


def test_the_line_is_the_one_that_is_wrong(folder):
    path = folder / "instruments" / PHQ
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(at for at, line in enumerate(lines, start=1) if "from: 15" in line)
    path.write_text("\n".join(lines).replace("from: 15", "from: 9"), encoding="utf-8")
    assert [one.split(":")[1] for one in wrong_instruments(folder, RULES)] == [str(number)]


def test_all_faults_of_all_files_are_told_at_once_and_nothing_starts(folder):
    for file, right, wrong in ((PHQ, "then: alarm", "then: x"), (DANGER, "high: 6", "high: 10")):
        path = folder / "instruments" / file
        path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    with pytest.raises(BadWorkflow) as refusal:
        read_all(folder, WORDS)
    assert "phq9.yaml" in str(refusal.value)
    assert "danger.yaml" in str(refusal.value)


def test_whoever_reads_one_alone_is_refused_too(folder):
    path = folder / "instruments" / PHQ
    path.write_text(path.read_text(encoding="utf-8").replace("item: 9", "item: 12"), encoding="utf-8")
    with pytest.raises(BadFile, match=r"phq9\.yaml 第\d+行：没有第12题"):
        read_instrument(path)
