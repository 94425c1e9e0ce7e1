"""`mediation law show`: what a jurist reads of one rule at the prompt."""

import pytest
from click.testing import CliRunner

from mediation.cli import commands


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (
            "PM-CT1",
            ["核对程度：V（条文）", "后果：不成→移送材料回法院", "立案前委派：30日", "（简易程序）：7日"],
        ),
        ("WR-DIV", ["怀孕期间（到孕期结束，没有固定月数）：没有固定天数", "分娩后一年内：1年"]),
        ("DV-PROV-WF", ["贵州（2020-03-01 起）：1个月"]),
        ("LA-27", ["5个工作日，2012-07-01 至 2023-08-31", "5日，2023-09-01 起（现行）"]),
    ],
)
def test_a_rule_is_shown_with_each_of_its_limits_and_how_sure_we_are(rule, lines):
    shown = CliRunner().invoke(commands, ["law", "show", rule]).output
    for line in lines:
        assert line in shown
    assert "及时" not in shown or rule == "DV-PROV-WF"


def test_an_unknown_rule_is_said_to_be_unknown():
    answer = CliRunner().invoke(commands, ["law", "show", "PM-99"])
    assert answer.exit_code == 1
    assert "没有编号为 PM-99 的规则" in answer.output
