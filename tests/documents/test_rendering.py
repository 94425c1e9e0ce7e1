import http.server
import os
import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from mediation.documents import rendering
from mediation.documents.check import text_of_pdf
from mediation.documents.printing import print_paper
from mediation.documents.rendering import PressFailed, render_pdf
from mediation.errors import Incomplete
from tests.documents.examples import EXAMPLES
from tests.documents.examples_people import APPLICANT

# Ways to make a layout engine fetch something; U becomes an address.
VECTORS = [
    '<img src="U">',
    '<img srcset="U 1x" src="U">',
    '<link rel="stylesheet" href="U">',
    '<link rel="attachment" href="U">',
    '<a rel="attachment" href="U">x</a>',
    "<style>@import 'U';</style>",
    "<style>@import url(U);</style>",
    "<style>@font-face{font-family:x;src:url(U)} body{font-family:x}</style>x",
    "<style>body{background:url(U)}</style>x",
    "<style>body{background-image:linear-gradient(red,red),url(U)}</style>x",
    "<style>li{list-style-image:url(U)}</style><ul><li>x</ul>",
    "<style>p::before{content:url(U)}</style><p>x",
    "<style>@page{@top-left{content:url(U)}}</style>x",
    "<style>@page{background:url(U)}</style>x",
    "<style>p{border-image:url(U) 1}</style><p>x",
    '<p style="background:url(U)">x',
    '<object data="U"></object>',
    '<embed src="U">',
    '<input type="image" src="U"><img src="U">',
    '<svg width="9" height="9"><image href="U" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="U" width="9" height="9"/></svg><img src="U">',
    '<svg width="9" height="9"><use href="U#x"/></svg><img src="U">',
    '<base href="U"><img src="x.png">',
    '<table background="U"><tr><td style="background:url(U)">x</table>',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='U'/></svg>\">",
]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            asked.append(format)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x.png", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("vector", VECTORS)
def test_the_press_opens_no_address_and_no_file(vector: str, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    for target in (address, "file:///etc/passwd", "ftp://127.0.0.1/x"):
        with pytest.raises(Incomplete, match="外部文件或网址"):
            render_pdf(f"<html lang=zh-CN><body>{vector.replace('U', target)}</body></html>")
    assert asked == []


def test_marks_typed_into_a_field_are_printed_as_they_were_typed(printer: Flask) -> None:
    typed = [vector.replace("U", "file:///etc/passwd") for vector in VECTORS]
    facts = EXAMPLES["rights_notice"] | {"parties": [APPLICANT | {"name": word} for word in typed]}
    text = "".join(text_of_pdf(print_paper("rights_notice", facts, secrets=[])).split())
    for word in typed:
        assert "".join(word.split()) in text
    assert "root:" not in text


def test_a_style_sheet_is_given_by_name() -> None:
    page = '<html lang="zh-CN"><link rel="stylesheet" href="paper:x.css"><p>字</p></html>'
    plain = render_pdf(page, things={"paper:x.css": ""})
    assert plain != render_pdf(page, things={"paper:x.css": "p { font-size: 40pt }"})


def test_the_press_itself_notices_a_character_without_a_glyph() -> None:
    with pytest.raises(Incomplete, match=r"U\+098A"):
        render_pdf("<html lang=zh-CN><style>body{font-family:'Noto Serif SC'}</style><p>字ঊ</p></html>")


def test_a_paper_that_takes_too_long_is_given_up_and_the_next_one_printed() -> None:
    endless = "<html lang=zh-CN>" + "<table><tr><td>字</td></tr></table>" * 20000
    with pytest.raises(PressFailed, match="规定时间"):
        render_pdf(endless, seconds=1)
    assert render_pdf("<html lang=zh-CN><p>字</p></html>").startswith(b"%PDF")


def test_a_press_that_died_is_replaced() -> None:
    render_pdf("<html lang=zh-CN><p>字</p></html>")
    assert rendering._press.process
    os.kill(rendering._press.process.pid, 9)
    assert render_pdf("<html lang=zh-CN><p>字</p></html>").startswith(b"%PDF")


def test_a_press_without_memory_fails_with_a_sentence() -> None:
    rendering._press.close()
    with pytest.raises(PressFailed, match="再试一次"):
        render_pdf("<html lang=zh-CN><p>字</p></html>", memory=50 * 1024**2)
    assert render_pdf("<html lang=zh-CN><p>字</p></html>").startswith(b"%PDF")


def test_the_press_knows_nothing_of_the_program() -> None:
    os.environ["MEDIATION_KEY_FILE"] = "/nowhere"
    rendering._press.close()
    try:
        render_pdf("<html lang=zh-CN><p>字</p></html>")
        assert rendering._press.process
        with open(f"/proc/{rendering._press.process.pid}/environ", "rb") as environment:
            assert b"MEDIATION" not in environment.read()
    finally:
        del os.environ["MEDIATION_KEY_FILE"]


def test_an_archival_paper_says_that_it_is_one() -> None:
    page = "<html lang=zh-CN><title>协议</title><p>字</p></html>"
    assert "http://www.aiim.org/pdfa/ns/id/" in text_of_pdf(render_pdf(page, archival=True))
    assert "http://www.aiim.org/pdfa/ns/id/" not in text_of_pdf(render_pdf(page))
