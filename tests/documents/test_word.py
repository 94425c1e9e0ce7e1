"""The Word twins of letters: the same words, searched like every paper, and never read as a template."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask

from mediation.documents.check import Kept, text_of_docx
from mediation.documents.word import TWINS, word_letter
from mediation.errors import Incomplete
from mediation.vault.sealed import Secret
from tests.documents.examples import EXAMPLES
from tests.documents.test_papers import IN_ORDER
from tests.documents.test_station_papers import KEPT, TYPED

TOLD = {
    "supervision_opinion": "facts",
    "forwarding_letter": "summary",
    "referral_slip": "summary",
    "acceptance_notice": "request",
    "refusal_notice": "reason",
    "delegation_reply": "dispute",
    "station_closing_report": "summary",
}


def read(made: bytes) -> str:
    """The paragraphs and cells in their order, without spaces."""
    body = docx.Document(BytesIO(made)).element.body
    return "".join("".join(node.text or "" for node in body.iter(qn("w:t"))).split())


@pytest.mark.parametrize("name", sorted(TWINS))
def test_a_letter_says_in_word_what_its_paper_says(printer: Flask, name: str) -> None:
    text = read(word_letter(name, EXAMPLES[name], secrets=[]))
    start = 0
    for words in IN_ORDER[name]:
        assert words in text[start:], f"{words} is missing or out of order"
        start = text.index(words, start)
    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize("name", sorted(TWINS))
def test_a_letter_that_gives_somebody_away_is_not_made(printer: Flask, name: str) -> None:
    for kept, typed in zip(KEPT, TYPED, strict=True):
        with pytest.raises(Incomplete, match=kept.what):
            word_letter(name, EXAMPLES[name] | {TOLD[name]: typed}, secrets=KEPT)


def test_an_address_broken_over_two_lines_is_found(printer: Flask) -> None:
    facts = EXAMPLES["forwarding_letter"] | {"summary": "她住在幸福\n小区3号楼"}
    with pytest.raises(Incomplete, match="现住址"):
        word_letter("forwarding_letter", facts, secrets=KEPT)


def test_marks_of_a_template_that_were_typed_stay_as_they_were_typed(printer: Flask) -> None:
    typed = "{{ 7*7 }}{% for x in ().__class__.__mro__ %}<w:p>&amp;"
    text = read(
        word_letter("forwarding_letter", EXAMPLES["forwarding_letter"] | {"summary": typed}, secrets=[])
    )
    assert "".join(typed.split()) in text
    assert "49" not in text


def test_every_part_of_the_package_is_searched(printer: Flask) -> None:
    made = BytesIO(word_letter("refusal_notice", EXAMPLES["refusal_notice"], secrets=[]))
    with ZipFile(made, "a") as package:
        package.writestr("word/comments.xml", "<w:t>13800138000</w:t>")
        package.writestr("word/_rels/extra.rels", '<Relationship Target="tel:02412345678"/>')
    text = text_of_docx(made.getvalue())
    assert "13800138000" in text
    assert "02412345678" in text


def test_the_file_tells_no_more_than_the_name_of_the_form(printer: Flask) -> None:
    about = docx.Document(
        BytesIO(word_letter("refusal_notice", EXAMPLES["refusal_notice"], secrets=[]))
    ).core_properties
    assert about.title == "不予受理告知书"
    assert {about.author, about.last_modified_by, about.comments, about.subject} == {""}


def test_the_file_names_no_program_of_somebody_else(printer: Flask) -> None:
    made = BytesIO(word_letter("refusal_notice", EXAMPLES["refusal_notice"], secrets=[]))
    with ZipFile(made) as package:
        properties = package.read("docProps/app.xml").decode()
        assert not [name for name in package.namelist() if "thumbnail" in name]
    for word in ("Microsoft", "Macintosh", "Company", "Manager"):
        assert word not in properties
    assert "<Application>Document</Application>" in properties


def test_a_letter_after_the_standard_has_its_head_and_its_day_in_word(printer: Flask) -> None:
    text = read(word_letter("supervision_opinion", EXAMPLES["supervision_opinion"], secrets=[]))
    assert text.startswith("和平区妇女联合会和妇督〔2026〕3号督促处理意见书")
    assert "和平区妇女联合会2026年3月5日（联系人" in text
    assert "校验码" not in text


def test_what_is_not_known_leaves_room_for_the_pen(printer: Flask) -> None:
    facts = EXAMPLES["refusal_notice"] | {"recipient": None, "reason": None, "phone": None}
    assert "＿＿＿＿" in read(
        word_letter("refusal_notice", facts, secrets=[Kept("甲", "电话", Secret("13900139000"))])
    )
