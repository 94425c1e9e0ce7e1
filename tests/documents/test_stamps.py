"""The code at the foot of a paper."""

import hashlib
import json
from collections.abc import Callable

import pytest
from flask import Flask

from mediation.cases.models import Case
from mediation.cases.papers import builder_of, issue
from mediation.documents.check import text_of_pdf
from mediation.documents.papers import PAPERS
from mediation.documents.pictures import pages_in, pictures_of
from mediation.documents.printing import content_mark, facts_mark, paper_html, print_paper
from mediation.documents.stamps import ALPHABET, SAMPLE, Stamp, mark_from, mark_of
from mediation.vault.keys import key_of
from tests.conftest import Cast
from tests.documents.examples import EXAMPLES

KEY = b"k" * 32
STAMP = Stamp("7K4M92QFXD317K4M", "https://station.example/verify")


def test_the_same_words_as_another_document_have_another_code() -> None:
    assert mark_of("a" * 32, "<p>text</p>", KEY) != mark_of("b" * 32, "<p>text</p>", KEY)
    assert mark_of("a" * 32, "<p>text</p>", KEY) == mark_of("a" * 32, "<p>text</p>", KEY)


def test_who_has_no_key_of_the_case_cannot_try_words_until_the_code_fits() -> None:
    assert mark_of("a" * 32, "<p>text</p>", KEY) != mark_of("a" * 32, "<p>text</p>", b"l" * 32)


def test_a_printed_paper_has_no_mark_that_its_ref_and_facts_alone_give(
    new_case: Callable[..., Case], cast: Cast
) -> None:
    case = new_case()
    paper = issue(case, "registration", "", actor=cast.mei)
    facts = builder_of("registration")(case, "", cast.mei)
    undated = {**facts, "paper": {**facts["paper"], "date": None, "checkpoint": None}}
    for told in (
        json.dumps(undated, ensure_ascii=False, sort_keys=True),
        paper_html(PAPERS["registration"], undated),
    ):
        bare = hashlib.sha256(f"{paper.ref}\n{told}".encode()).digest()[:10]
        guessed = "".join(
            ALPHABET[int.from_bytes(bare, "big") >> 5 * place & 31] for place in reversed(range(16))
        )
        assert guessed not in (paper.mark, paper.facts_mark)
    assert paper.facts_mark == facts_mark(facts, paper.ref, key_of(case.key_id))
    assert issue(case, "registration", "", actor=cast.mei).id == paper.id


def test_a_code_is_read_however_it_is_typed() -> None:
    code = mark_of("a" * 32, "x", KEY)
    assert mark_from(Stamp(code).code.lower()) == code
    assert mark_from("0il1 oooo-0000.0000") == "0111000000000000"


@pytest.mark.parametrize("typed", ["", "7K4M", "7K4M-92QF-XD31-7K4M-7K4M", "；；；"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert mark_from(typed) == ""


def test_the_day_of_printing_does_not_change_the_code(printer: Flask) -> None:
    facts = EXAMPLES["agreement"]
    later = {**facts, "paper": {**facts["paper"], "date": "2026年4月1日", "checkpoint": None}}
    changed = {**facts, "performance": "现金。"}
    assert content_mark("agreement", later, "a" * 32, KEY) == content_mark("agreement", facts, "a" * 32, KEY)
    assert content_mark("agreement", changed, "a" * 32, KEY) != content_mark(
        "agreement", facts, "a" * 32, KEY
    )


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
