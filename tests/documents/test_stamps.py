"""The code at the foot of a paper."""

from collections.abc import Callable

import pytest
from flask import Flask

from mediation.documents.check import text_of_pdf
from mediation.documents.pictures import pages_in, pictures_of
from mediation.documents.printing import content_mark, print_paper
from mediation.documents.stamps import SAMPLE, Stamp, mark_from, mark_of
from tests.documents.examples import EXAMPLES

STAMP = Stamp("7K4M92QFXD317K4M", "https://station.example/verify")


def test_the_same_words_as_another_document_have_another_code() -> None:
    assert mark_of("a" * 32, "<p>text</p>") != mark_of("b" * 32, "<p>text</p>")
    assert mark_of("a" * 32, "<p>text</p>") == mark_of("a" * 32, "<p>text</p>")


def test_a_code_is_read_however_it_is_typed() -> None:
    code = mark_of("a" * 32, "x")
    assert mark_from(Stamp(code).code.lower()) == code
    assert mark_from("0il1 oooo-0000.0000") == "0111000000000000"


@pytest.mark.parametrize("typed", ["", "7K4M", "7K4M-92QF-XD31-7K4M-7K4M", "；；；"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert mark_from(typed) == ""


def test_the_day_of_printing_does_not_change_the_code(printer: Flask) -> None:
    facts = EXAMPLES["agreement"]
    later = {**facts, "paper": {**facts["paper"], "date": "2026年4月1日", "checkpoint": None}}
    changed = {**facts, "performance": "现金。"}
    assert content_mark("agreement", later, "a" * 32) == content_mark("agreement", facts, "a" * 32)
    assert content_mark("agreement", changed, "a" * 32) != content_mark("agreement", facts, "a" * 32)


def test_number_code_and_page_stand_at_the_foot_of_every_page(printer: Flask) -> None:
    pdf = print_paper("agreement", EXAMPLES["agreement"], secrets=[], stamp=STAMP)
    text = "".join(text_of_pdf(pdf).split())
    assert pages_in(pdf) == 2
    assert text.count("7K4M-92QF-XD31-7K4M") == 2
    assert text.count("编号：（2026）和人调字第7号") == 2
    assert "第2页共2页" in text


def test_the_picture_holds_the_bare_address_and_the_code_alone() -> None:
    assert "<svg" in STAMP.picture
    assert STAMP.picture != Stamp("7K4M92QFXD317K4N", STAMP.address).picture
    assert "王" not in STAMP.picture
    assert not Stamp("7K4M92QFXD317K4M").picture


def test_a_sample_says_that_it_is_one_and_has_no_code(printer: Flask) -> None:
    pdf = print_paper("agreement", EXAMPLES["agreement"], secrets=[], stamp=SAMPLE)
    text = "".join(text_of_pdf(pdf).split())
    assert "样稿" in text
    assert "校验码：7K4M-92QF-XD31-7K4M" not in text


def test_the_pages_of_a_paper_as_pictures(printed: Callable[[str], bytes]) -> None:
    pictures = pictures_of(printed("agreement"))
    assert len(pictures) == 2
    assert all(picture.startswith("data:image/png;base64,") for picture in pictures)
