"""What a page looks like when everything is long, many or rare, and what is refused before it is printed."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from pypdf import PdfReader

from mediation.documents.check import Kept
from mediation.documents.papers import PAPERS
from mediation.documents.papers_mediation import MEDIATION
from mediation.documents.printing import check_paper, paper_html, print_paper
from mediation.errors import Incomplete
from mediation.vault.sealed import Secret
from tests.documents.examples import EXAMPLES
from tests.documents.extremes import LONG_NAME, RARE_NAME, extreme

OURS = [paper.name for paper in MEDIATION]
NAMELESS = {"confirmation_contact"}
SIGNED = [
    "mediation_application", "mediation_registration", "investigation", "mediation_record", "agreement",
    "oral_agreement", "visit_record", "rights_notice", "closing_report", "confirmation_application",
]  # fmt: skip
HOME = "辽宁省沈阳市和平区幸福小区3号楼2单元"
KEPT = [Kept("申请人", "现住址", Secret(HOME)), Kept("申请人", "电话", Secret("13800138000"))]
# Forms that print no place, and a word that they do print.
WITHOUT_PLACE = {"dossier_index": "人民调解协议书", "dossier_back": "陈静"}
MARGIN = 42  # points: nothing is printed nearer to the edge of the paper

_printed: dict[str, bytes] = {}


@pytest.fixture
def at_its_worst(printer: Flask) -> Callable[[str], bytes]:
    """The paper in the hardest case, printed once."""

    def look(name: str) -> bytes:
        if name not in _printed:
            _printed[name] = print_paper(name, extreme(EXAMPLES[name]), secrets=[])
        return _printed[name]

    return look


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def edges(pdf: bytes) -> Iterator[tuple[float, float, float]]:
    """Left and right edge of every character that is seen, and the width of its page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for index in range(len(document)):
            page = document[index]
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, _bottom, right, _top = text.get_charbox(place)
                if right > left:
                    yield left, right, page.get_width()


@pytest.mark.parametrize("name", OURS)
def test_nothing_runs_off_the_page(at_its_worst: Callable[[str], bytes], name: str) -> None:
    for left, right, width in edges(at_its_worst(name)):
        assert left >= MARGIN
        assert right <= width - MARGIN


@pytest.mark.parametrize("name", sorted({*OURS} - NAMELESS))
def test_the_longest_and_the_rarest_name_are_printed_whole(
    at_its_worst: Callable[[str], bytes], name: str
) -> None:
    text = "".join(pages(at_its_worst(name)))
    if name not in ("evidence", "investigation"):
        assert RARE_NAME in text
        assert LONG_NAME in text or LONG_NAME[:6] in text


@pytest.mark.parametrize("name", SIGNED)
def test_signatures_never_stand_alone_on_a_page(at_its_worst: Callable[[str], bytes], name: str) -> None:
    """On the page with the first place to sign stands something of what is signed."""
    found = next(page for page in pages(at_its_worst(name)) if "（签名" in page)
    before = found.split("（签名")[0].replace("申请人", "").replace(LONG_NAME, "")
    assert len(before) > 30


@pytest.mark.parametrize("lines", range(16, 30, 2))
def test_wherever_the_text_ends_the_signatures_stay_together_and_with_it(printer: Flask, lines: int) -> None:
    facts = {**EXAMPLES["investigation"], "lines": "\n".join(["问：还有什么要说明的？"] * lines)}
    signed = [page for page in pages(print_paper("investigation", facts, secrets=[])) if "（签名" in page]
    assert len(signed) == 1
    assert "还有什么要说明的" in signed[0]


@pytest.mark.parametrize(("name", "head"), [("agreement", "履行期限"), ("evidence", "证据材料名称")])
def test_the_head_of_a_table_stands_on_each_of_its_pages(
    at_its_worst: Callable[[str], bytes], name: str, head: str
) -> None:
    of_table = [page for page in pages(at_its_worst(name)) if "交付婚前家具" in page or "收入证明" in page]
    assert len(of_table) >= 2
    assert all(head in page for page in of_table)


@pytest.mark.parametrize("name", PAPERS)
def test_a_character_without_a_glyph_is_named_in_every_form(printer: Flask, name: str) -> None:
    word = WITHOUT_PLACE.get(name, "和平区")
    facts = replaced(EXAMPLES[name], word, f"{word[:-1]}ঊ")
    with pytest.raises(Incomplete, match=r"ঊ（U\+098A）"):
        check_paper(name, facts, secrets=[])


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("typed", [HOME, "打电话 138 0013 8000"])
def test_no_form_lets_out_where_she_lives_whatever_field_it_was_typed_into(
    printer: Flask, name: str, typed: str
) -> None:
    refused = 0
    for key in EXAMPLES[name]:
        facts = (
            {**EXAMPLES[name], key: everywhere(EXAMPLES[name][key], typed)}
            if key != "paper"
            else EXAMPLES[name]
        )
        if typed not in paper_html(PAPERS[name], facts):
            continue
        with pytest.raises(Incomplete, match="申请人的"):
            check_paper(name, facts, secrets=KEPT)
        refused += 1
    assert refused


def replaced(value: Any, old: str, new: str) -> Any:
    """VALUE with OLD turned to NEW in every text inside it."""
    if isinstance(value, dict):
        return {key: replaced(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, old, new) for inner in value]
    return value.replace(old, new) if isinstance(value, str) else value


def everywhere(value: Any, typed: str) -> Any:
    """VALUE with TYPED in place of every text inside it, and of every text that is not known."""
    if isinstance(value, dict):
        return {
            key: inner if key == "amount_fen" else everywhere(inner, typed) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [everywhere(inner, typed) for inner in value]
    return typed if isinstance(value, str) or value is None else value


@pytest.mark.parametrize("name", ["agreement", "oral_agreement"])
@pytest.mark.parametrize("clauses", [1, 2, 3, 4, 6])
def test_an_agreement_fills_its_first_page_before_it_begins_the_next(
    printer: Flask, name: str, clauses: int
) -> None:
    facts = {**EXAMPLES[name], "clauses": ["双方不得打骂、威胁对方，不得在孩子面前争吵。"] * clauses}
    with pypdfium2.PdfDocument(print_paper(name, facts, secrets=[])) as document:
        first = document[0]
        text = first.get_textpage()
        bottoms = [text.get_charbox(place)[1] for place in range(text.count_chars())]
        page_foot = 68
        assert min(bottom for bottom in bottoms if bottom > page_foot) < first.get_height() * 0.28
