"""What comes in is drawn anew: nothing travels on but what can be seen; what cannot be drawn is refused in words."""

import struct
import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from mediation.attachments import accepting
from mediation.attachments.accepting import LARGEST, accept
from mediation.errors import Incomplete
from tests.attachments.conftest import TAKEN, photo, scanned

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def flood(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is enormous."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG_HEAD + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_a_photo_loses_its_place_and_keeps_its_moment():
    data = photo(place=True)
    assert b"CANARY-PLACE" in data
    accepted = accept(data)
    assert accepted.taken_at == TAKEN
    assert b"CANARY" not in accepted.data
    with Image.open(BytesIO(accepted.data)) as image:
        assert not image.getexif()
        assert "icc_profile" not in image.info
        assert image.convert("RGB").getpixel((9, 9)) == pytest.approx((0, 128, 128), abs=3)


def test_the_hash_is_that_of_the_file_as_it_was_brought():
    data = photo(place=True)
    assert accept(data).original_sha256 == sha256(data).hexdigest()


def test_a_photo_held_upright_stays_upright():
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (300, 100)).save(out, "JPEG", exif=exif)
    with Image.open(BytesIO(accept(out.getvalue()).data)) as image:
        assert image.size == (100, 300)


def test_a_see_through_picture_lies_on_white():
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(accept(out.getvalue()).data)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_becomes_pictures_and_its_scripts_and_files_stay_behind():
    data = scanned(3)
    assert b"CANARYSCRIPT" in data
    accepted = accept(data)
    assert (accepted.content_type, accepted.pages) == ("application/pdf", 3)
    assert b"CANARY" not in accepted.data
    assert b"JavaScript" not in accepted.data
    reader = PdfReader(BytesIO(accepted.data))
    assert len(reader.pages) == 3
    assert not reader.attachments
    assert set(reader.root_object) == {"/Type", "/Pages"}
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"\0" * (LARGEST + 1), "20MB"),
        (b"<html><script>alert(1)</script></html>", "只收"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "只收"),
        (b"PK\x03\x04" + b"\0" * 100, "只收"),
        (b"MZ\x90\0" + b"\0" * 100, "只收"),
        (b"GIF89a" + b"\0" * 100, "只收"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, "HEIC"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "损坏"),
        (PNG_HEAD + b"\0" * 100, "损坏"),
        (b"%PDF-1.7\n" + b"\0" * 100, "损坏"),
        (flood(30_000, 30_000), "太大"),
        (flood(2**31 - 1, 2**31 - 1), "太大"),
    ],
    ids=["empty", "huge", "html", "svg", "zip", "exe", "gif", "heic", "jpg", "png", "pdf", "flood", "flood2"],
)  # fmt: skip
def test_what_is_no_picture_and_no_paper_is_refused(data, said):
    with pytest.raises(Incomplete, match=said):
        accept(data)


def test_a_name_proves_nothing_and_a_picture_that_is_also_a_page_is_only_a_picture():
    """GIFAR and PDF-HTML: the second nature hides behind the end or in a comment, and is not drawn."""
    page = b"<html><script>alert('CANARY')</script></html>"
    for polyglot in (photo() + b"PK\x03\x04" + page, photo()[:2] + b"\xff\xfe\x00\x2f" + page + photo()[2:]):
        accepted = accept(polyglot)
        assert accepted.content_type == "image/jpeg"
        assert b"CANARY" not in accepted.data
    both = scanned(1) + b"\n" + page
    assert b"script" not in accept(both).data


def test_a_compressed_comment_that_swells_does_not_travel_on():
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"CANARY" * 50_000_000))
    small = photo((20, 20), kind="PNG")
    bomb = small[: 8 + 25] + text + small[8 + 25 :]
    with pytest.raises(Incomplete, match="损坏"):
        accept(bomb)


def test_a_locked_paper_says_so():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Incomplete, match="密码"):
        accept(out.getvalue())


def test_a_paper_of_too_many_pages_is_refused_before_it_is_drawn():
    with pytest.raises(Incomplete, match="200页"):
        accept(scanned(201))


def test_a_page_as_large_as_a_wall_is_drawn_small():
    writer = PdfWriter()
    writer.add_blank_page(14_400, 14_400)
    out = BytesIO()
    writer.write(out)
    assert accept(out.getvalue()).pages == 1


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(accepting, "SECONDS", 0.01)
    with pytest.raises(Incomplete, match=r"规定时间|损坏"):
        accept(photo())


def test_a_cleaner_without_memory_fails_with_a_sentence(monkeypatch):
    monkeypatch.setattr(accepting, "MEMORY", 60 * 1024**2)
    with pytest.raises(Incomplete, match="文件"):
        accept(photo((4000, 4000)))
