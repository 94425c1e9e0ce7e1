"""The two files of the law are read whole, and a mistake in them is shown with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from mediation.law.lined import BadFile
from mediation.law.rules import Law, load
from tests.law.conftest import WORKFLOWS


def test_every_rule_is_there_with_its_source(law: Law) -> None:
    # Beside the law: what the house asks of itself for a referral, under a heading that says so.
    house = {rule_id for rule_id, rule in law.rules.items() if "不是法律" in rule.section}
    assert house == {"HR-SIGN", "HR-DECIDE", "HR-PROGRESS", "HR-ANSWER", "HR-CONFIRM"}
    assert len(law.rules) - len(house) == 204
    assert law.rule("LA-43A").source == "法律援助法第43条"
    assert law.rule("PM-33").section == "1. 人民调解"
    assert law.rule("PO-28").certainty == "V"
    assert law.rule("DV-PROV").overrides["重庆"]["order_through_federation"] is True
    assert (len(law.rule("RS-CN").items), len(law.rule("RS-CN").special)) == (9, 2)


def test_every_clock_starts_and_ends_with_a_fact_that_has_a_chinese_name(law: Law) -> None:
    for limit in law.limits.values():
        for span in (limit.span, *limit.alternatives.values(), *limit.phases.values()):
            assert all(law.facts[fact] for fact in span.starts + span.ends)
            assert span.label


def test_what_is_not_in_the_files_is_not_found(law: Law) -> None:
    with pytest.raises(LookupError, match="没有编号为 PM-99 的规则"):
        law.rule("PM-99")
    with pytest.raises(LookupError, match="规则 PM-04 没有期限"):
        law.limit("PM-04")


def line_of(text: str, found: str) -> int:
    return text[: text.index(found)].count("\n") + 1


def broken(tmp_path: Path, name: str, old: str, new: str) -> int:
    """A copy of the law with one mistake; answers the line on which the changed text begins."""
    for file in ("law.yaml", "time_limits.yaml"):
        shutil.copy(WORKFLOWS / file, tmp_path / file)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return line_of(text, old)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- id: LA-49\n", "- id: LA-499\n", "LA-499：law.yaml 里没有这个编号的规则"),
        ("- id: LA-49\n", "- id: LA-27\n", "LA-27：前一版（自 2023-09-01 起）没有写 to，两版重叠"),
        ("- id: LA-49\n", "- id: LA-49\n    hurry: true\n", "LA-49：没有“hurry”这个字段"),
        ("- id: LA-49\n    label: 司法", "- id: LA-49\n    labels: 司法", "没有“labels”这个字段"),
    ],
)
def test_a_bad_time_limit_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line = broken(tmp_path, "time_limits.yaml", old, new)

    with pytest.raises(BadFile, match=re.escape(f"time_limits.yaml 第{line}行：") + ".*" + said):
        load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unit: day", "unit: nd", "T-04：“unit”不能是“nd”，只能是 hour、day"),
        ("    amount: 10\n", "", "T-04：缺少“amount”"),
        ("amount: 10", "amount: -1", "不小于 0 的整数"),
        ("amount: 10", "amount: 十", "不小于 0 的整数"),
        ("starts: obstacle_ended_on", "starts: obstacle_gone_on", "“obstacle_gone_on”不在 facts 里"),
        ("    ends: restoration_requested_on\n", "", "缺少“starts”或“ends”"),
        ("    rolls: true\n", "", "缺少“rolls”"),
        ("    rolls: true\n", "    rolls: 顺延\n", "“rolls”要写 true 或 false"),
        ("duty: party", "duty: parties", "“duty”不能是“parties”"),
        ("duty: party", "duty: court", "“duty”是“court”，与 law.yaml 里 T-04 的“party”不一致"),
        ("kind: right", "kind: ext", "“kind”是“ext”，与 law.yaml 里 T-04 的“right”不一致"),
        ("reminders: [5, 2]", "reminders: [2, 5]", "从早到晚"),
        ("reminders: [5, 2]", "reminders: [5, 5]", "从早到晚"),
        ("reminders: [5, 2]", "reminders: [五]", "“reminders”里的“五”写法不对"),
        ("rolls: true\n", "rolls: true\n    validity: true\n", "从不顺延，rolls 要写 false"),
        ("also: [JC-205]", "also: [JC-999]", "also 里的编号不存在"),
        ("starts: escalation_found_at", "starts: obstacle_ended_on", "起算的事实要记到分"),
        ("label: 立案前委派, amount", "name: 立案前委派, amount", "没有“name”这个字段"),
        ("ground: 双方书面同意", "on: 双方书面同意", "没有“True”这个字段"),
        ("  received_at: 本站", "  received: 本站", "事实“received”要用小写字母"),
        ("amount: 10\n", "amount: 10\n    amount: 11\n", "“amount”写了两次"),
        ("time_limits:\n", "time_limits: 没有\nothers:\n", "没有“others”这个字段"),
    ],
)
def test_a_bad_field_is_refused_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    broken(tmp_path, "time_limits.yaml", old, new)

    with pytest.raises(BadFile, match=r"time_limits\.yaml 第\d+行：.*" + said):
        load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- id: PM-04\n", "- id: PM-03\n", "PM-03：这个编号已经用过"),
        ("- id: PM-04\n", "- id: LA-43A\n", "LA-43A：这个编号已经用过"),
        ("      source: 人民调解法第4条\n", "", "PM-04：缺少“source”"),
        ('in_force: "2011-01-01"', "in_force: 2011-01-01", "“in_force”应当是文字，请给 2011-01-01 加上引号"),
        ("kind: guard", "kind: gate", "“kind”不能是“gate”"),
        ("certainty: V\n", "certainty: 确定\n", "“certainty”要以 V、S、M、L 之一开头"),
        ("duty: mediation_committee", "duty: pm", "“duty”不能是“pm”"),
        ("kind: guard", "kind: right", "PM-03：time_limits.yaml 里没有它的期限"),
        ("- section: 1. 人民调解", "- title: 1. 人民调解", "没有“title”这个字段"),
        ("zh: 调解须", "zh: [调解须", "格式有误"),
    ],
)
def test_a_bad_rule_is_refused_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    broken(tmp_path, "law.yaml", old, new)

    with pytest.raises(BadFile, match=r"law\.yaml 第\d+行：.*" + said):
        load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"law\.yaml：找不到这个文件"):
        load(tmp_path)
