"""Files as people bring them, and as people who mean harm do."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from mediation.attachments.adding import attach
from mediation.attachments.models import Attachment
from mediation.cases.models import Case
from mediation.people.models import User

TAKEN = "2026:10:03 21:14:05"


def photo(
    size: tuple[int, int] = (320, 240), color: str = "teal", kind: str = "JPEG", *, place: bool = False
) -> bytes:
    """A picture; with PLACE it says when and where it was taken, and carries comments and a tail."""
    out, image, words = BytesIO(), Image.new("RGB", size, color), {}
    if place:
        exif = Image.Exif()
        exif[ExifTags.Base.Make] = "CANARY-MAKE"
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = TAKEN
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (39.0, 54.0, 27.0)
        gps[ExifTags.GPS.GPSProcessingMethod] = b"CANARY-PLACE"
        words = {"exif": exif, "comment": b"CANARY-COMMENT", "icc_profile": b"CANARY-PROFILE" * 20}
    image.save(out, kind, **words)
    return out.getvalue() + (b"CANARY-TAIL" if place else b"")


def scanned(pages: int = 2) -> bytes:
    """A PDF of blank pages that carries a script, an attached file and a title."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("CANARYSCRIPT"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_attachment("CANARYNAME.exe", b"MZ CANARYFILE")
    writer.add_metadata({"/Title": "CANARYTITLE"})
    writer.root_object[NameObject("/Lang")] = TextStringObject("CANARYLANG")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def add() -> Callable[..., Attachment]:
    """One material added to a case; the facts may be given."""

    def make(case: Case, actor: User, data: bytes | None = None, **told: Any) -> Attachment:
        facts = {"kind": "evidence", "stage": 0, **told}
        (row,) = attach(case, facts, [data or photo()], actor=actor)
        return row

    return make
