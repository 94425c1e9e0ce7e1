"""Pictures as the pages of a PDF, written by hand: a JPEG is put on an A4 page as it is, and nothing is decoded here."""

import struct
from collections.abc import Iterable, Iterator, Sequence

A4 = (595.28, 841.89)
MARGIN = 28.35
# Start-of-frame markers: baseline, extended and progressive. Their header says height and width.
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_START, _MARKER, _SIZE_AT = b"\xff\xd8", 0xFF, 5


def size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ValueError for what is no JPEG."""
    at = len(_START)
    while data[:at][: len(_START)] == _START and at + 9 < len(data) and data[at] == _MARKER:
        if data[at + 1] in _FRAMES:
            height, width = struct.unpack(">HH", data[at + _SIZE_AT : at + _SIZE_AT + 4])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    raise ValueError("no JPEG")


def pdf_of_pictures(pictures: Sequence[bytes]) -> bytes:
    """A PDF with one upright A4 page for each JPEG; a broad picture lies on a broad page."""
    bodies = list(_bodies(pictures))
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def _bodies(pictures: Sequence[bytes]) -> Iterator[bytes]:
    """Catalogue, page tree, then page, content and picture for each."""
    kids = b" ".join(b"%d 0 R" % (3 + 3 * index) for index in range(len(pictures)))
    yield b"<</Type/Catalog/Pages 2 0 R>>"
    yield b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pictures))
    for index, picture in enumerate(pictures):
        yield from _page(3 + 3 * index, picture)


def _page(number: int, picture: bytes) -> Iterable[bytes]:
    width, height = size_of_jpeg(picture)
    paper = A4 if width <= height else A4[::-1]
    scale = min((paper[0] - 2 * MARGIN) / width, (paper[1] - 2 * MARGIN) / height)
    shown = width * scale, height * scale
    corner = (paper[0] - shown[0]) / 2, (paper[1] - shown[1]) / 2
    content = b"q %.2f 0 0 %.2f %.2f %.2f cm /P Do Q" % (*shown, *corner)
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
        b"/Resources<</XObject<</P %d 0 R>>>>>>" % (*paper, number + 1, number + 2),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (width, height, len(picture), picture),
    )
