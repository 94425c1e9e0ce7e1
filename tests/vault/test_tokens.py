"""People are found by name and number although neither can be read in the database."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediation.vault.keys import install
from mediation.vault.readings import SURNAMES
from mediation.vault.tokens import blind_index, digit_tokens, name_tokens, query_tokens
from tests.vault.conftest import program

pytestmark = pytest.mark.usefixtures("app")


def finds(query: str, name: str, number: str = "") -> bool:
    tokens = name_tokens(name) | digit_tokens(number)
    return any(wanted <= tokens for wanted in query_tokens(query))


@pytest.mark.parametrize(
    "query",
    [
        "王",
        "芳",
        "王芳",
        "wang",
        "fang",
        "wangfang",
        "WangFang",
        "ＷＡＮＧ",
        "w",
        "wf",
        "wang fang",
        "fang wang",
        "wáng fāng",
        "王 芳",
        "王　芳",
        "王fang",
    ],
)
def test_wang_fang_is_found(query: str) -> None:
    assert finds(query, "王芳")
    assert finds(query, "王　芳")


@pytest.mark.parametrize(
    "query", ["", " ·", "李", "芳王", "王芳芳", "wangfan", "wangf1", "fw", "王 li", "ang"]
)
def test_wang_fang_is_not_found_by_what_she_is_not_called(query: str) -> None:
    assert not finds(query, "王芳")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("仇英", "qiuying"),
        ("曾国", "zengguo"),
        ("单雄", "shan"),
        ("解珍", "xiezhen"),
        ("查良", "zha"),
        ("区亮", "ou"),
        ("任盈", "ren"),
        ("华佗", "hua"),
        ("朴正", "piao"),
        ("尉迟恭", "yuchigong"),
        ("万俟卨", "moqi"),
        ("翟天", "zhai"),
        ("覃丽", "qin"),
        ("盖丽", "ge"),
        ("缪丽", "miao"),
        ("薄丽", "bo"),
        ("长孙红", "zhangsun"),
        ("单于红", "chanyu"),
        ("欧阳修", "ouyang"),
        ("诸葛亮", "zgl"),
        ("司马光", "sima"),
        ("乐正红", "yuezheng"),
        ("區亮", "ou"),
        ("仇英", "chou"),
        ("吕绿", "lvlv"),
        ("吕绿", "lülü"),
        ("吕绿", "lyulyu"),
        ("吕绿", "LU LU"),
        ("李晟", "lisheng"),
        ("陈茜", "chenxi"),
        ("西安", "xi'an"),
        ("王小明", "xiaoming"),
        ("王小明", "wxm"),
    ],
)
def test_surnames_and_names_are_found_as_they_are_said(name: str, query: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    "query", ["买买提", "艾力", "买买提·艾力", "买买提艾力", "买买提•艾力", "maimaiti", "aili", "mmtal"]
)
def test_a_name_with_a_middle_dot_is_found_by_either_part(query: str) -> None:
    assert finds(query, "买买提·艾力")
    assert finds(query, "买买提.艾力")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("陳𬭎", "𬭎"),
        ("陳𬭎", "陳𬭎"),
        ("陳𬭎", "chen"),
        ("张㛃", "㛃"),
        ("葛\U000e0100洪", "葛洪"),
        ("王\U00031350", "王\U00031350"),
        ("Anna Müller", "muller"),
        ("Anna Müller", "ANNA"),
        ("Anna Müller", "am"),
        ("Anna王", "anna wang"),
        ("〇娜", "〇"),
        ("阿卜杜热合曼·买买提艾力·吐尔逊江·阿不都", "吐尔逊江"),
    ],
)
def test_rare_traditional_and_foreign_names_are_found(name: str, query: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    "query", ["8000", "13800138000", "+86 138-0013-8000", "１３８００１３８０００", "王芳 8000", "wf 8000"]
)
def test_a_number_is_found_by_its_end_or_whole(query: str) -> None:
    assert finds(query, "王芳", "138 0013 8000")
    assert not finds(query, "王芳", "13800138001")


def test_an_identity_number_may_end_in_x() -> None:
    assert finds("123X", "王芳", "11010519900307123X")
    assert finds("11010519900307123x", "王芳", "11010519900307123X")
    assert digit_tokens("") == frozenset()


def test_an_index_is_equal_for_equal_values_of_one_column_only() -> None:
    assert blind_index("phone", "+86 138-0013-8000") == blind_index("phone", "１３８００１３８０００")
    assert blind_index("identity_number", "11010519900307123x") == blind_index(
        "identity_number", "11010519900307123X "
    )
    assert blind_index("phone", "13800138000") != blind_index("work_phone", "13800138000")
    assert blind_index("phone", "13800138000") != blind_index("phone", "13800138001")
    assert blind_index("name", "王 芳") in name_tokens("王芳")
    assert len(blind_index("name", "王芳")) == 16


@pytest.mark.parametrize(("column", "value"), [("phone", ""), ("phone", "无"), ("name", " · ")])
def test_nothing_has_no_index(column: str, value: str) -> None:
    with pytest.raises(ValueError, match="nothing"):
        blind_index(column, value)


def test_another_program_has_other_tokens(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    here = name_tokens("王芳")
    other = program(tmp_path_factory.mktemp("other"))
    install(other)
    with other.app_context():
        assert not here & name_tokens("王芳")


def test_every_surname_is_found_by_its_reading() -> None:
    for surname, reading in SURNAMES.items():
        assert finds(reading.replace(" ", ""), f"{surname}芳"), surname


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(name=st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd", "Zs", "Po"]), max_size=12))
def test_whatever_a_name_is_made_of_it_has_tokens_and_a_query(name: str) -> None:
    query_tokens(name)
    assert all(len(token) == 16 for token in name_tokens(name))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(
    name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
    data=st.data(),
)
def test_every_piece_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)
