"""A secret is shown by nobody's mistake, and found in what is about to leave the house."""

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from mediation.vault.sealed import Secret, SecretRefused, found_in

PHONE = Secret("138 0013 8000")
HOME = Secret("北京市朝阳区幸福小区3号楼2单元101室")


@pytest.mark.parametrize(
    "template",
    [
        "{{ s }}",
        "{{ s|e }}",
        "{{ s|string }}",
        "{{ s|safe }}",
        "{{ s ~ '' }}",
        "{{ '%s'|format(s) }}",
        "{{ s|list }}",
        "{{ s|join }}",
        "{{ s|upper }}",
        "{{ s|urlencode }}",
        "{{ s|tojson }}",
        "{{ [s]|join(',') }}",
        "{{ s|length }}",
        "{{ s|first }}",
        "{% for c in s %}{{ c }}{% endfor %}",
        "{{ s|truncate(3) }}",
        "{{ s[0:3] }}",
        "{{ s + '' }}",
        "{{ s|replace('1', '2') }}",
        "{{ s|trim }}",
        "{{ '1' in s }}",
    ],
)
@pytest.mark.parametrize("autoescape", [True, False])
def test_no_template_renders_a_secret(template: str, autoescape: bool) -> None:
    with pytest.raises((SecretRefused, TypeError)):
        print(Environment(autoescape=autoescape).from_string(template).render(s=PHONE))  # noqa: T201


def test_a_template_may_ask_whether_there_is_one() -> None:
    page = Environment(autoescape=True).from_string("{{ '已登记' if s else '未登记' }}{{ s|pprint }}")
    assert page.render(s=PHONE) == "已登记&lt;Secret&gt;"
    assert page.render(s=Secret("")).startswith("未登记")


WAYS_OUT: list[Callable[[Secret], object]] = [
    str,
    bytes,
    list,
    iter,
    len,
    escape,
    json.dumps,
    pickle.dumps,
    copy.deepcopy,
    lambda s: f"{s}",
    lambda s: f"{s:>20}",
    lambda s: "%s" % s,  # noqa: UP031
    lambda s: "{}".format(s),  # noqa: UP032
    lambda s: "电话：" + s,
    lambda s: s + "",
    lambda s: s * 2,
    lambda s: "138" in s,
    lambda s: s[0],
    lambda s: "".join(s),
    lambda s: Markup("<b>%s</b>") % s,
    lambda s: json.dumps({"phone": [s]}),
    lambda s: pickle.dumps({"phone": s}),
    lambda s: s % (),
    lambda s: print(s),  # noqa: T201
]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_other_way_turns_it_into_text(way: Callable[[Secret], object]) -> None:
    with pytest.raises((SecretRefused, TypeError)) as refused:
        way(PHONE)
    assert "138" not in str(refused.value)


def test_flask_does_not_send_it_as_json(app: Flask) -> None:
    with pytest.raises(SecretRefused):
        app.json.dumps({"phone": PHONE})


def test_only_reveal_gives_it_away() -> None:
    assert PHONE.reveal() == "138 0013 8000"
    assert repr({"phone": PHONE}) == "{'phone': <Secret>}"
    assert Secret("138 0013 8000") == PHONE
    assert PHONE == "138 0013 8000"
    assert Secret("139") != PHONE
    assert len({PHONE, Secret("138 0013 8000")}) == 1
    assert Secret("Ａ座－１２０３ 室").normalised() == "a座1203室"
    assert Secret("葛\U000e0100家路").normalised() == "葛家路"


@pytest.mark.parametrize(
    "text",
    [
        "电话13800138000。",
        "１３８００１３８０００",
        "138-0013-8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "+86 138 0013 8000",
        "138\n0013\n8000",
        "138\u200b0013\u20138000",
        "（138）00138000",
        "尾号 0013 8000",
    ],
)
def test_a_telephone_is_found_however_it_is_written(text: str) -> None:
    assert found_in(f"本院通知：{text}，请到场。", [HOME, PHONE]) == [PHONE]


@pytest.mark.parametrize(
    "text",
    [
        "现住北京市朝阳区幸福小区3号楼2单元101室",
        "她搬到了幸福小区３号楼",
        "朝阳区 幸福小区 3 号楼",
        "在幸福小区3号附近",
        "3号楼2单元101室",
        "地址:３号楼－２单元－１０１室",
    ],
)
def test_an_address_is_found_in_part(text: str) -> None:
    assert found_in(text, [PHONE, HOME]) == [HOME]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "北京市朝阳区人民法院",
        "北京市朝阳区妇女联合会于2026年3月2日立案",
        "被申请人住和平小区5号楼2单元101室",
        "138****8000",
        "联系电话：010-12338",
    ],
)
def test_what_every_paper_says_is_no_trace(text: str) -> None:
    assert found_in(text, [PHONE, HOME]) == []


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("上海市浦东新区实验小学", "孩子就读于实验小学"),
        ("杭州宏达商贸有限责任公司", "她在杭州宏达商贸上班"),
        ("北京市朝阳区香格里拉花园东区5号", "香格里拉花园"),
        ("新疆维吾尔自治区喀什地区莎车县团结路12号", "住团结路12号"),
        ("+86 13800138000", "13800138000"),
        ("010-62345678", "电话 6234 5678"),
        ("红旗小区9号楼", "红旗小区9号"),
        ("𬭎㛃苑12号", "现住𬭎㛃苑１２号"),
        ("青山区东方红商贸有限公司", "她在东方红商贸上班"),
        ("青山区东方红商贸有限公司", "青山区东方红商贸"),
        ("青山区红星小学", "孩子在红星小学"),
        ("和平街道幸福里", "住在和平街道幸福里"),
        ("青山区和平街道幸福里3号", "住在幸福里3号"),
        ("青山区红卫乡向阳村五组", "她回了向阳村五组"),
        ("新市区阳光花园", "阳光花园"),
        ("红旗小区9号楼", "到红旗小区9号楼接孩子"),
        ("武汉市青山区东方红商贸有限公司", "东方红商贸"),
    ],
)
def test_schools_firms_and_other_numbers_are_found(secret: str, text: str) -> None:
    assert found_in(text, [Secret(secret)])


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("杭州宏达商贸有限责任公司", "甲方：大江有限责任公司"),
        ("110105199003071234", "1990年03月07日生"),
        ("", "任何文字"),
        ("青山区东方红商贸有限公司", "青山区人民法院、青山区妇女联合会、青山区公安局"),
        ("青山区和平路8号3单元502室", "青山区妇女联合会维权站、青山区婚姻家庭纠纷人民调解委员会"),
        ("青山区妇女联合会家属院", "青山区妇女联合会和青山区人民法院"),
        ("青山区和平街道幸福里3号", "青山区红卫街道办事处"),
        ("青山区红星小学", "青山区城南派出所、青山区民政局"),
    ],
)
def test_common_words_and_birth_dates_are_not(secret: str, text: str) -> None:
    assert found_in(text, [Secret(secret)]) == []


@given(value=st.text(min_size=1, max_size=30), before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_value_that_stands_there_whole_is_always_found(value: str, before: str, after: str) -> None:
    secret = Secret(value)
    assume(secret.normalised())
    assert found_in(f"{before}。{value}。{after}", [secret]) == [secret]
