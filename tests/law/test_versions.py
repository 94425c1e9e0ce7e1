"""A change of law is a new version; and the eighteen provinces, value by value as legal texts say."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from mediation.db import SHANGHAI
from mediation.law.holidays import Holidays
from mediation.law.lined import BadFile
from mediation.law.rules import Law, load
from tests.law.test_rules import broken

NEVER = date(2010, 1, 1)


@pytest.mark.parametrize(
    ("rule", "day", "unit"),
    [
        ("LA-49", date(2021, 12, 31), "working_day"),
        ("LA-49", date(2022, 1, 1), "day"),
        ("LA-27", date(2023, 8, 31), "working_day"),
        ("LA-27", date(2023, 9, 1), "day"),
    ],
)
def test_the_starting_fact_chooses_the_version(law: Law, rule: str, day: date, unit: str) -> None:
    assert (law.limit_on(rule, day).span.amount, law.limit_on(rule, day).span.unit) == (5, unit)


def test_a_version_of_the_past_tells_its_own_sentence_and_article(law: Law) -> None:
    old, new = law.limit_on("LA-49", date(2020, 1, 1)), law.limit_on("LA-49", date(2026, 1, 1))
    assert "法律援助条例（2003年）第19条" in law.source_of(old)
    assert law.source_of(new) == "法律援助法第49条"
    assert "5个工作日" in old.sentence


def test_a_day_before_every_version_answers_the_first(law: Law) -> None:
    assert law.limit_on("DV-34-8", NEVER).valid_from == date(2024, 12, 6)


def test_every_limit_has_sentence_article_certainty_and_consequence(law: Law) -> None:
    for versions in law.versions.values():
        *past, today = versions
        rule = law.rule(today.id)
        assert rule.zh
        assert rule.source
        assert rule.in_force
        assert rule.certainty
        assert rule.effect
        for version in past:
            assert version.sentence
            assert version.source
            assert version.certainty
            assert version.consequence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to: "2021-12-31"', 'to: "2022-01-01"', "两版重叠"),
        ('to: "2021-12-31"', 'to: "2021-12-30"', "中间留空"),
        ('    to: "2021-12-31"\n', "", "没有写 to，两版重叠"),
        ('from: "2022-05-01"\n', 'from: "2022-05-01"\n    to: "2030-01-01"\n', "最新的一版不要写 to"),
        ("    sentence: 司法行政部门收到", "    aim: 1\n    label2: 司法", "没有“label2”这个字段"),
        ("    certainty: M\n", "", "旧的一版要写明"),
        ('from: "2022-05-01"', 'from: "2022-13-01"', "要写成 2022-01-01"),
        ('    from: "2022-05-01"\n', "", "缺少“from”"),
        ('"44": {name', '"4": {name', "不是省级代码"),
        ("alternatives: {vulnerable: 24}", "alternatives: {weak: 24}", "没有“weak”这种情形"),
        ("    if_missed: restoration\n", "", "要写明过期时怎么说"),
        ("{to: supervisor, days: 1", "{to: supervisor, days: 9", "上一级不能比下一级更早"),
        ("{to: worker, days: 0", "{to: leader, days: 0", "按 worker、supervisor、leader 的顺序"),
        ("by: consent}", "by: luck}", "“by”不能是“luck”"),
    ],
)
def test_a_bad_version_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    broken(tmp_path, "time_limits.yaml", old, new)
    with pytest.raises(BadFile, match=r"time_limits\.yaml 第\d+行：.*" + re.escape(said)):
        load(tmp_path)


def test_a_limit_without_a_consequence_is_refused(tmp_path: Path) -> None:
    broken(tmp_path, "law.yaml", "      effect: 法律没有写明逾期的后果；可以联系法律援助机构催办\n", "")
    with pytest.raises(BadFile, match=r"time_limits\.yaml 第\d+行：LA-43B：.*后果"):
        load(tmp_path)


# 告诫书 (hours or days, since, article); the visit of the police; the visit of the federation; the order verified.
WARNING = {
    "44": (24, "hour", "2020-10-01", "26"), "53": (24, "hour", "2021-03-01", "28"), "41": (24, "hour", "2022-10-01", "25"),
    "62": (24, "hour", "2024-08-01", "29"), "23": (24, "hour", "2024-03-01", "23"), "13": (72, "hour", "2023-01-01", "24"),
    "42": (72, "hour", "2019-06-01", "21"), "65": (72, "hour", "2020-06-01", "16"), "46": (72, "hour", "2020-08-01", "18"),
    "34": (72, "hour", "2022-11-01", "20"), "21": (72, "hour", "2026-02-01", "18"), "22": (3, "day", "2020-08-01", "20"),
}  # fmt: skip
VISITS = {
    "23": (30, "day", "2024-03-01", "25"), "14": (90, "day", "2021-03-01", "16"),
    "52": (1, "month", "2020-03-01", "27"), "50": (7, "day", "2024-10-01", "28"),
}  # fmt: skip
FEDERATION = {
    "41": (None, "day", "2022-10-01", "27"), "52": (1, "month", "2020-03-01", "27"), "50": (7, "day", "2024-10-01", "28")
}  # fmt: skip
VERIFIED = {
    "44": (24, "hour", "2020-10-01", ""), "65": (24, "hour", "2020-06-01", ""), "34": (24, "hour", "2022-11-01", ""),
    "14": (24, "hour", "2021-03-01", "17"), "43": (24, "hour", "2019-07-01", "17"),
}  # fmt: skip
NAMES = {
    "44": "广东", "53": "云南", "41": "河南", "62": "甘肃", "23": "黑龙江", "13": "河北", "42": "湖北", "65": "新疆",
    "46": "海南", "34": "安徽", "21": "辽宁", "22": "吉林", "37": "山东", "63": "青海", "14": "山西",
    "43": "湖南", "52": "贵州", "50": "重庆",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "table"),
    [("DV-34-8", WARNING), ("DV-34-12", VISITS), ("DV-PROV-WF", FEDERATION), ("DV-PROV-PO", VERIFIED)],
)
def test_the_table_of_the_provinces(
    law: Law, rule: str, table: dict[str, tuple[int | None, str, str, str]]
) -> None:
    provinces = law.limit(rule).provinces
    told = {code: (one.amount, one.unit, one.valid_from.isoformat()) for code, one in provinces.items()}
    assert told == {code: row[:3] for code, row in table.items()}
    for code, one in provinces.items():
        assert one.name == NAMES[code]
        assert one.article.startswith(NAMES[code])
        assert not table[code][3] or f"第{table[code][3]}条" in one.article


def test_what_has_no_clock_stays_with_the_rule_of_the_provinces(law: Law) -> None:
    rest = law.rule("DV-PROV").overrides
    assert rest["广东"]["committee_must_report"] is True
    articles = {name: row.get("committee_report_article") for name, row in rest.items()}
    assert {name: article for name, article in articles.items() if article} == {
        "广东": "17/22", "海南": "12", "辽宁": "11", "山东": "20", "青海": "26",
    }  # fmt: skip
    assert rest["重庆"]["order_through_federation"] is True
    with_clocks = {law.limit(rule).provinces[code].name for rule in ("DV-34-8", "DV-34-12", "DV-PROV-PO", "DV-PROV-WF")
                   for code in law.limit(rule).provinces}  # fmt: skip
    assert with_clocks | set(rest) == set(NAMES.values())


def test_a_province_counts_its_own_hours_and_the_others_those_of_the_nation(
    law: Law, holidays: Holidays
) -> None:
    accepted = datetime(2026, 11, 20, 16, 30, tzinfo=SHANGHAI)
    day = accepted.date()
    ends = {
        code: law.limit_on("DV-34-8", day, code).due(accepted, holidays).conservative
        for code in ("44", "13", "22", "11", "")
    }
    assert ends["44"] == datetime(2026, 11, 21, 16, 30, tzinfo=SHANGHAI)
    assert ends["22"] == date(2026, 11, 23)
    assert {ends[code] for code in ("13", "11", "")} == {datetime(2026, 11, 23, 16, 30, tzinfo=SHANGHAI)}
    hebei = law.limit_on("DV-34-8", day, "13")
    assert hebei.due(accepted, holidays, choice="vulnerable").conservative == ends["44"]


def test_a_province_has_no_rule_before_its_first_day(law: Law) -> None:
    assert law.limit_on("DV-34-8", date(2026, 1, 31), "21").province is None
    assert law.limit_on("DV-34-8", date(2026, 2, 1), "21").province is not None


def test_the_visit_every_three_months_is_that_of_the_nation_everywhere(law: Law) -> None:
    guizhou = law.limit_on("DV-34-12", date(2026, 3, 2), "52")
    assert (guizhou.span.amount, guizhou.alternatives["first_visit"].amount) == (1, 1)
    assert guizhou.span.unit == "month", "the article says 1个月内, and a month is no thirty days (T-03)"
    assert (guizhou.alternatives["next_visit"].amount, guizhou.alternatives["next_visit"].unit) == (
        3,
        "month",
    )
