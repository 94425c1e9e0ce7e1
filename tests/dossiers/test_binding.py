"""Many PDFs become one: numbered, in order, and without more than one of them in memory."""

import tracemalloc
from io import BytesIO

import pytest
from pypdf import PdfReader

from mediation.documents.binding import Binder
from mediation.documents.picture_pages import pdf_of_pictures
from mediation.documents.rendering import render_pdf
from mediation.dossiers.making import Pieces
from mediation.files.store import get
from mediation.vault.keys import new_key
from tests.attachments.conftest import photo

PAGE = "<html lang=zh-CN><style>body{{font-family:'Noto Serif SC'}}</style><p>{}</p></html>"


def text(page):
    return "".join(page.extract_text().split())


def test_the_order_of_the_pages_is_said_at_the_end():
    out = BytesIO()
    binder = Binder(out.write)
    body = binder.add(render_pdf(PAGE.format("协议")), first_number=1)
    body += binder.add(pdf_of_pictures([photo(), photo((80, 300))]), first_number=2)
    index = binder.add(render_pdf(PAGE.format("目录")))
    assert binder.finish([*index, *body], title="卷宗") == len(out.getvalue())
    reader = PdfReader(out, strict=True)
    assert [text(page) for page in reader.pages] == ["目录", "协议1", "2", "3"]
    assert reader.metadata.title == "卷宗"


def test_a_bound_file_is_archival_as_its_papers_are():
    """What PDF/A-3b asks (ISO 19005-3, 6.1 to 6.6), looked up object by object."""
    out = BytesIO()
    binder = Binder(out.write)
    body = binder.add(render_pdf(PAGE.format("协议"), archival=True), first_number=9)
    body += binder.add(pdf_of_pictures([photo()]), first_number=10)
    binder.finish(body, title="卷宗 <甲>")
    reader = PdfReader(out, strict=True)
    properties = reader.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in properties
    assert reader.xmp_metadata.dc_title == {"x-default": "卷宗 <甲>"}
    assert reader.metadata.title == "卷宗 <甲>"
    (intent,) = reader.root_object["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert b"sRGB" in intent.get_object()["/DestOutputProfile"].get_data()
    assert [len(part) for part in reader.trailer["/ID"]] == [16, 16]
    objects = [reader.get_object(number) for number in range(1, reader.trailer["/Size"])]
    fonts = [one for one in objects if isinstance(one, dict) and one.get("/Type") == "/Font"]
    assert {font["/Subtype"] for font in fonts} == {"/Type0", "/CIDFontType0", "/Type3"}
    for font in fonts:
        if font["/Subtype"] == "/CIDFontType0":
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
    pictures = [one for one in objects if isinstance(one, dict) and one.get("/Subtype") == "/Image"]
    assert {picture["/ColorSpace"] for picture in pictures} == {"/DeviceRGB"}
    assert not [one for one in objects if isinstance(one, dict) and {"/JS", "/AA", "/EF"} & set(one)]
    assert [text(page)[-1:] for page in reader.pages] == ["9", "0"]


def test_the_pictures_come_out_as_they_went_in():
    out, picture = BytesIO(), photo(color="red")
    binder = Binder(out.write)
    binder.finish(binder.add(pdf_of_pictures([picture]), first_number=1), title="卷宗")
    (image,) = PdfReader(BytesIO(out.getvalue())).pages[0].images
    assert image.data == picture


@pytest.mark.once
def test_five_hundred_pages_are_bound_with_the_memory_of_one(app):
    key_id = new_key("case")
    pieces = Pieces(key_id)
    binder = Binder(pieces.write)
    noise = [photo((1200, 1600), color=f"#{shade:02x}4060") + b"\0" * 200_000 for shade in range(5)]
    leaf = pdf_of_pictures(noise)
    tracemalloc.start()
    body = []
    for _number in range(100):
        body += binder.add(leaf, first_number=len(body) + 1)
    size = binder.finish(body, title="卷宗")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    stored = pieces.all()
    assert len(body) == 500
    assert size > 100 * 1024**2
    assert most < 40 * 1024**2
    whole = b"".join(get(sha256, key_id) for sha256 in stored)
    assert len(whole) == size
    reader = PdfReader(BytesIO(whole), strict=True)
    assert len(reader.pages) == 500
    assert text(reader.pages[499]) == "500"
