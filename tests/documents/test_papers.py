from collections.abc import Callable
from io import BytesIO
from typing import Any, get_type_hints

import pytest
from flask import Flask
from jinja2 import UndefinedError
from pypdf import PdfReader

from mediation.documents import rendering
from mediation.documents.check import Kept, refuse_secrets, text_of_html, text_of_pdf
from mediation.documents.fonts import missing_glyphs, missing_sentence
from mediation.documents.papers import PAPERS
from mediation.documents.printing import paper_html, print_paper
from mediation.errors import Incomplete
from mediation.vault.sealed import Secret, SecretRefused
from tests.documents.examples import EXAMPLES
from tests.documents.examples_people import APPLICANT, RESPONDENT
from tests.documents.order_of_mediation import ORDER_OF_MEDIATION
from tests.documents.order_of_station import ORDER_OF_STATION

# What must stand on each paper, in this order.
IN_ORDER = {
    "registration": [
        "来访来电登记表", "来访方式", "婚姻状况", "王𬭊", "安全联系", "买买提·艾力", "主要情况", "危险询问",
        "填表人",
    ],
    "referral_slip": [
        "转介单", "接收部门", "办理事项", "转介方式", "见密封附件", "需", "紧急程度", "随附材料", "转介回执", "退回原因",
        "接收人",
    ],
    "protection_order_notice": [
        "不需要先离婚", "七十二小时", "二十四小时", "口头申请", "代为申请", "六个月", "五日内",
    ],
    "legal_aid_notice": [
        "不受经济困难条件的限制", "七日内", "三日内", "五日内",
    ],
    "referral_consent": [
        "和平区法律援助中心", "逐项勾选", "用途", "拒绝", "撤回", "紧急需要的除外",
    ],
    "harassment_result": [
        "投诉的事项", "已对当事人作出处理", "向人民法院起诉", "送达签收",
    ],
    "refusal_notice": [
        "调解申请", "已由人民法院受理", "不予受理", "上一级妇女联合会", "送达签收",
    ],
    **ORDER_OF_MEDIATION,
    "dossier_cover": [
        "和平区婚姻家庭纠纷人民调解委员会", "调解卷宗", "卷", "王𬭊与买买提·艾力抚养费纠纷", "2026",
        "（2026）和人调字第7号", "陈静", "2026年1月5日", "2026年2月3日", "立卷人", "保管期限", "长期",
    ],
    "dossier_index": ["卷内目录", "序号", "文书名称", "页号", "备注", "人民调解记录", "1—2", "签署件扫描"],
    "dossier_excerpt": ["办理记录摘录", "人民调解回访记录", "登记履行", "按期足额"],
    "dossier_envelope": ["保密附件页", "身份证明", "2页", "密封保存", "可以拆阅的人", "陈静"],
    "dossier_description": ["卷宗情况说明", "12", "保密附件页", "人民调解回访记录", "无缺损", "检查人", "饶静"],
    "dossier_back": ["装订人", "陈静", "粘封处"],
    **ORDER_OF_STATION,
}  # fmt: skip
# The letter with its annex takes a page more.
PAGES = {"agreement": 2, "protection_order_application": 2, "supervision_opinion": 3}
KEPT = [
    Kept("申请人", "现用电话", Secret("13800138000")),
    Kept("申请人", "现住址", Secret("辽宁省沈阳市和平区幸福小区3号楼2单元")),
]


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def flat(pdf: bytes) -> str:
    return "".join(text_of_pdf(pdf).split())


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_what_it_must_in_order(printed: Callable[[str], bytes], name: str) -> None:
    text = flat(printed(name))
    start = 0
    for words in IN_ORDER[name]:
        assert words in text[start:], f"{words} is missing or out of order"
        start = text.index(words, start)


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_of_a_paper_travels_in_it(printed: Callable[[str], bytes], name: str) -> None:
    for page in opened(printed(name)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner)
            assert "Noto" in inner["/FontName"] or "HanaMin" in inner["/FontName"]


@pytest.mark.parametrize(
    ("name", "pages"),
    [(name, PAGES.get(name, 1)) for name in PAPERS],
)
def test_a_paper_fills_its_pages(printed: Callable[[str], bytes], name: str, pages: int) -> None:
    assert len(opened(printed(name)).pages) == pages


def test_the_title_of_a_file_is_the_name_of_the_form_and_no_person(printed: Callable[[str], bytes]) -> None:
    for name, paper in PAPERS.items():
        properties = opened(printed(name)).metadata
        assert properties is not None
        # What is to look like anybody's list is called so (P4).
        assert properties.title == ("备忘" if name == "safety_plan" else paper.title)
        assert "王" not in str(dict(properties))


def test_a_paper_prints_the_same_bytes_again(printed: Callable[[str], bytes]) -> None:
    rendering._press.close()
    assert print_paper("refusal_notice", EXAMPLES["refusal_notice"], secrets=[]) == printed("refusal_notice")


def test_rare_characters_and_the_middle_dot_are_printed(printer: Flask) -> None:
    facts = EXAMPLES["rights_notice"] | {"parties": [APPLICANT | {"name": "李㛃𬭊"}, RESPONDENT]}
    text = flat(print_paper("rights_notice", facts, secrets=[]))
    assert "李㛃𬭊" in text
    assert "买买提·艾力" in text


def test_a_character_without_a_glyph_is_named_before_printing(printer: Flask) -> None:
    facts = EXAMPLES["rights_notice"] | {"dispute": "与 ঊ 的纠纷"}
    with pytest.raises(Incomplete, match=r"ঊ（U\+098A）"):
        print_paper("rights_notice", facts, secrets=[])


def test_only_what_prints_as_nothing_may_lack_a_glyph() -> None:
    assert missing_glyphs("王𬭊㛃·（2026）\n\u200b\ufe0f") == set()
    assert missing_glyphs("左\u202e右") == {"\u202e"}


@pytest.mark.parametrize(
    ("char", "shown"),
    [("\U00031350", "\U00031350（U+31350）"), ("\ue000", "\ue000（U+E000）"), ("\u202e", "（U+202E）")],
)
def test_who_reads_that_a_character_cannot_be_printed_sees_which(char, shown):
    sentence = missing_sentence({char})
    assert f"：{shown}。" in sentence


@pytest.mark.parametrize("name", PAPERS)
def test_every_fact_may_be_unknown_and_leaves_room_for_the_pen(printer: Flask, name: str) -> None:
    facts = emptied(EXAMPLES[name])
    pdf = print_paper(name, facts, secrets=[])
    assert "None" not in flat(pdf)


def emptied(facts: dict[str, Any]) -> dict[str, Any]:
    """Everything unknown that the type of the fact lets be unknown."""
    empty: dict[str, Any] = {}
    for key, value in facts.items():
        if isinstance(value, dict):
            empty[key] = {inner: word if inner in ("agency",) else None for inner, word in value.items()}
        elif isinstance(value, list):
            empty[key] = []
        else:
            empty[key] = (
                value if isinstance(value, bool) or key in ("sender", "receiver", "unit", "handler") else None
            )
    return empty


@pytest.mark.parametrize("name", PAPERS)
def test_an_example_has_the_facts_that_its_paper_declares(name: str) -> None:
    assert set(EXAMPLES[name]) == set(get_type_hints(PAPERS[name].facts))


def test_a_forgotten_fact_is_an_error_and_no_blank(printer: Flask) -> None:
    facts = {key: value for key, value in EXAMPLES["agreement"].items() if key != "facts"}
    with pytest.raises(UndefinedError):
        paper_html(PAPERS["agreement"], facts)


def test_a_secret_cannot_be_put_on_a_paper_by_accident(printer: Flask) -> None:
    facts = EXAMPLES["rights_notice"] | {"parties": [APPLICANT | {"name": Secret("幸福小区3号楼")}]}
    with pytest.raises(SecretRefused):
        print_paper("rights_notice", facts, secrets=[])


@pytest.mark.parametrize(
    "typed", ["１３８　００１３　８０００", "138-0013-8000", "电话 138 0013\n8000 晚上打", "8613800138000"]
)
def test_a_telephone_under_seal_is_found_however_it_is_written(printer: Flask, typed: str) -> None:
    with pytest.raises(Incomplete, match="申请人的现用电话") as refused:
        print_paper("agreement", EXAMPLES["agreement"] | {"facts": typed}, secrets=KEPT)
    assert "13800138000" not in refused.value.reason
    assert "现住址" not in refused.value.reason


def test_a_part_of_an_address_under_seal_is_found(printer: Flask) -> None:
    facts = EXAMPLES["mediation_record"] | {"result": "到幸福小区 3 号楼接孩子"}
    with pytest.raises(Incomplete, match="申请人的现住址"):
        print_paper("mediation_record", facts, secrets=KEPT)


def test_a_paper_without_a_secret_passes(printed: Callable[[str], bytes]) -> None:
    for name, facts in EXAMPLES.items():
        refuse_secrets(paper_html(PAPERS[name], facts), KEPT, name)
        refuse_secrets(printed(name), KEPT, name)


def test_marks_between_digits_hide_nothing() -> None:
    assert text_of_html("<style>p{}</style><p>138<b>0013</b>&#56;000</p>") == "13800138000"
