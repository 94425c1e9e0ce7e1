"""Draw the first page of each paper, filled with its example, into docs/papers/: `make samples`.

The pictures are for people who look before they change a template. Fonts differ from machine to machine, so that tests
ask only that each paper has its picture.
"""

import io
from pathlib import Path

import pypdfium2
from flask import Flask
from PIL import Image

from mediation.documents.printing import print_paper
from tests.documents.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "docs" / "papers"
WIDTH = 760  # pixels: small enough for a page of docs, large enough to read the titles and labels
GREYS = 16


def first_page(pdf: bytes) -> bytes:
    """The first page as a small PNG in greys."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("L")
    kept = io.BytesIO()
    picture.quantize(GREYS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main() -> None:
    """Write them all."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    printer = Flask("printer", template_folder=str(ROOT / "templates"))
    with printer.app_context():
        for name, facts in EXAMPLES.items():
            (SAMPLES / f"{name}.png").write_bytes(first_page(print_paper(name, facts, secrets=[])))


if __name__ == "__main__":
    main()
