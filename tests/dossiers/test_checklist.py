"""workflows/dossiers.yaml is read by jurists and changed by them: a slip is named with its file and line."""

import pytest

from mediation import places
from mediation.documents.papers import PAPERS
from mediation.documents.papers_dossier import DOSSIER
from mediation.dossiers.checklist import CHECKLISTS, read
from mediation.law.lined import BadFile
from mediation.law.rules import load
from mediation.workflow.engine import WORKFLOWS

GOOD = """case:
  label: 案卷
  papers:
    - {label: 受理登记表, papers: [registration], required: always, law: [PM-27]}
    - label: 回访记录
      steps: [record_follow_up, agreement.urge]
      required: violence
"""


def lists(tmp_path, text):
    (tmp_path / "dossiers.yaml").write_text(text, encoding="utf-8")
    return read(tmp_path, WORKFLOWS, load(places.workflows()).rules)


def test_a_good_file_is_read(app, tmp_path):
    (first, second) = lists(tmp_path, GOOD)["case"].lines
    assert (first.papers, first.required) == (("registration",), "always")
    assert second.steps == ("one_stop.record_follow_up", "agreement.urge")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("papers: [registration]", "papers: [registraton]", 4, "registraton"),
        ("required: always", "required: alway", 4, "alway"),
        ("law: [PM-27]", "law: [PM-99]", 4, "PM-99"),
        ("required: violence", "require: violence", 5, "require"),
        ("agreement.urge", "agreement.urg", 5, "agreement.urg"),
        ("      steps: [record_follow_up, agreement.urge]\n", "", 5, "至少一项"),
        ("    - label: 回访记录\n", "    - told: true\n", 5, "label"),
        ("case:", "cases:", 2, "cases"),
    ],
)
def test_a_slip_is_named_with_its_file_and_line(app, tmp_path, right, wrong, line, said):
    assert GOOD.count(right) == 1
    with pytest.raises(BadFile) as refusal:
        lists(tmp_path, GOOD.replace(right, wrong))
    assert f"dossiers.yaml 第{line}行" in str(refusal.value)
    assert said in str(refusal.value)


def test_every_kind_of_stage_has_its_checklist(app):
    stages = {flow.workflow for flow in WORKFLOWS.values() if flow.item == "stage"}
    assert set(CHECKLISTS) == stages | {"case"}


def test_the_dossier_of_a_mediation_stands_in_the_official_order(app):
    """司发通〔2010〕239号, 卷内目录: by hand from the law, not from the file."""
    order = [
        "申请书或受理登记表", "权利义务告知书", "身份证明", "授权委托书", "调查记录", "证据材料", "人民调解记录",
        "调解协议书", "履行情况", "回访记录", "司法确认",
    ]  # fmt: skip
    labels = "\n".join(line.label for line in CHECKLISTS["mediation"].lines)
    places_of = [labels.index(words) for words in order]
    assert places_of == sorted(places_of)


def test_every_paper_that_can_be_printed_has_its_place_in_a_dossier(app):
    named = {name for one in CHECKLISTS.values() for line in one.lines for name in line.papers}
    # A bulletin is of no case.
    assert set(PAPERS) - named == {paper.name for paper in DOSSIER} | {"bulletin"}


def test_nothing_is_required_that_the_law_or_the_official_form_does_not_ask_for(app):
    """By hand from the law: PM-27, PM-28, PM-26, PM-QG33 and the marks 必备 of 司发通〔2010〕239号."""
    required = {line.label for line in CHECKLISTS["mediation"].lines if line.required != "never"}
    assert required == {
        "人民调解申请书或受理登记表", "当事人权利义务告知书", "授权委托书、代理人身份证明", "人民调解调查记录",
        "人民调解记录", "人民调解协议书", "人民调解口头协议登记表", "终止调解告知书", "人民调解回访记录",
    }  # fmt: skip
