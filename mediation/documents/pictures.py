"""A finished paper as pictures of its pages, for the screen: they look the same in every browser."""

from base64 import b64encode
from io import BytesIO

import pypdfium2

SCALE = 1.5  # 108 dots per inch
MOST_PAGES = 20


def pictures_of(pdf: bytes) -> list[str]:
    """The pages of a PDF of our own as `data:` addresses of grey PNG pictures, the first twenty at most."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_picture(document, index) for index in range(min(len(document), MOST_PAGES))]


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _picture(document: pypdfium2.PdfDocument, index: int) -> str:
    held = BytesIO()
    document[index].render(scale=SCALE, grayscale=True).to_pil().save(held, "PNG")
    return f"data:image/png;base64,{b64encode(held.getvalue()).decode()}"
