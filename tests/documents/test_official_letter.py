"""A letter after GB/T 9704: its grid, and the letters of the office where it has them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from mediation.documents import fonts, rendering
from mediation.documents.printing import print_paper
from tests.documents.examples import EXAMPLES
from tests.documents.test_layout import replaced

MM = 72 / 25.4


def test_the_text_of_a_letter_stands_within_156_by_225_millimetres(printer: Flask) -> None:
    pdf = print_paper("delegation_reply", EXAMPLES["delegation_reply"], secrets=[])
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
    body = [box for box in boxes if box[3] - box[1] > 11]  # what is smaller stands in the foot
    assert min(box[0] for box in body) >= 28 * MM - 2
    assert max(box[2] for box in body) <= (210 - 26) * MM + 2
    assert min(box[1] for box in body) >= 35 * MM - 4


@pytest.fixture
def office_with_fangsong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which 仿宋 is installed: our own 宋体 under its name."""
    source = next(file.path for file in fonts.font_files() if file.family == "Noto Serif SC")
    with TTFont(source, lazy=True, recalcBBoxes=False) as font:
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = "FangSong"
        font.save(tmp_path / "simfang.ttf")
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", (tmp_path,))
    for known in (fonts.font_files, fonts.coverage):
        known.cache_clear()
    rendering._press.close()
    yield
    monkeypatch.undo()
    for known in (fonts.font_files, fonts.coverage):
        known.cache_clear()
    rendering._press.close()


def test_an_official_letter_takes_fangsong_where_the_office_has_it(
    printer: Flask, office_with_fangsong: None
) -> None:
    facts = replaced(EXAMPLES["delegation_reply"], "𬭊", "芳")
    pdf = print_paper("delegation_reply", facts, secrets=[])
    used = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in PdfReader(BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert any("FangSong" in name for name in used), used
