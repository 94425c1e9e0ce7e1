"""Bind PDFs into one, of any length: each is written on as it comes, and only the places of its objects are remembered.

The pages may be put in another order at the end than that in which they came, so that an index can be printed when the
numbers are known. Every page is one of ours or a picture: links, form fields, scripts and attached files do not travel on.

So what comes out is PDF/A-3b as the papers are: every font is whole in the file (the papers' own and the digits here), all
colours go by one profile (pictures are plain RGB), and the properties stand in it as XMP.
"""

import gc
import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from mediation.documents.archival import THOUSAND, colours, dictionary, digit_font, properties, stream_of
from mediation.documents.digits import digits

CATALOGUE, TREE, FACTS, DIGITS, PROPERTIES, COLOURS = 1, 2, 3, 4, 5, 6
FIRST_FREE = 7
UNTIDY = 8 * 1024**2
TRAVELS = ("/Type", "/MediaBox", "/CropBox", "/Rotate")
NUMBER_SIZE = 11
NUMBER_FROM_EDGE = 28
NUMBER_FROM_TOP = 30
FONT = "/DossierDigits"


class Binder:
    """Writes one PDF through OUT, piece by piece, never going back."""

    def __init__(self, out: Callable[[bytes], object]) -> None:
        self.out, self.at, self.next, self.untidy = out, 0, FIRST_FREE, 0
        self.places: dict[int, int] = {}
        self.all = hashlib.sha256()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._object(DIGITS, digit_font(self.put))
        self._object(COLOURS, colours(self.put))

    def add(self, pdf: bytes, *, first_number: int | None = None) -> list[int]:
        """Take the pages of PDF, stamped with numbers from FIRST_NUMBER on; answers by what `finish` knows them."""
        reader = PdfReader(BytesIO(pdf))
        leaf = _Leaf(self)
        taken = []
        for index, page in enumerate(reader.pages):
            number = None if first_number is None else first_number + index
            taken.append(leaf.page(page, number))
        leaf.rest()
        self._tidy(len(pdf))
        return taken

    def _tidy(self, size: int) -> None:
        """A file that was read and its parts hold each other: only the collector lets them go, and it is in no hurry."""
        self.untidy += size
        if self.untidy > UNTIDY:
            gc.collect()
            self.untidy = 0

    def finish(self, pages: Sequence[int], *, title: str) -> int:
        """Put the pages in this order and end the file; answers its size in bytes."""
        kids = ArrayObject(_reference(page) for page in pages)
        tree = {"/Type": NameObject("/Pages"), "/Kids": kids, "/Count": NumberObject(len(pages))}
        self._object(TREE, dictionary(tree))
        catalogue = {
            "/Type": NameObject("/Catalog"),
            "/Pages": _reference(TREE),
            "/Metadata": _reference(PROPERTIES),
            "/OutputIntents": ArrayObject([_reference(COLOURS)]),
        }
        self._object(CATALOGUE, dictionary(catalogue))
        self._object(PROPERTIES, properties(title))
        self._object(FACTS, dictionary({"/Title": TextStringObject(title)}))
        start, name = self.at, self.all.hexdigest()[:32].encode()
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % self.next)
        self._write(b"".join(b"%010d 00000 n \n" % self.places[number] for number in range(1, self.next)))
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (self.next, CATALOGUE, FACTS, name, name, start))
        return self.at

    def number(self) -> int:
        """The number of the next object."""
        self.next += 1
        return self.next - 1

    def put(self, content: Any) -> IndirectObject:
        """Write one object; answers how others refer to it."""
        number = self.number()
        self._object(number, content)
        return _reference(number)

    def _object(self, number: int, content: Any) -> None:
        body = BytesIO()
        content.write_to_stream(body)
        self.places[number] = self.at
        self._write(b"%d 0 obj\n" % number + body.getvalue() + b"\nendobj\n")

    def _write(self, data: bytes) -> None:
        self.out(data)
        self.all.update(data)
        self.at += len(data)


class _Leaf:
    """One PDF on its way into the binder: what its pages refer to follows them, each thing once."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.known: dict[tuple[int, int], int] = {}
        self.waiting: deque[tuple[int, IndirectObject]] = deque()

    def page(self, page: PageObject, number: int | None) -> int:
        """Write the page; answers its number as an object."""
        made: dict[str, Any] = {name: self.renumbered(page[name]) for name in TRAVELS if name in page}
        contents = page.get("/Contents")
        shown = contents.get_object() if contents is not None else ArrayObject()
        parts = list(shown) if isinstance(shown, ArrayObject) else [contents]
        made["/Contents"] = ArrayObject(
            [
                self.binder.put(stream_of(b"q\n")),
                *(self.renumbered(part) for part in parts),
                self.binder.put(stream_of(b"\nQ\n" + _stamp(page, number))),
            ]
        )
        made["/Resources"] = self._resources(page)
        made["/Parent"] = _reference(TREE)
        reference: int = self.binder.put(dictionary(made)).idnum
        return reference

    def _resources(self, page: PageObject) -> DictionaryObject:
        found = page.get("/Resources")
        own = dict(found.get_object()) if found is not None else {}
        fonts = dict(own["/Font"].get_object()) if "/Font" in own else {}
        made = {name: self.renumbered(value) for name, value in own.items() if name != "/Font"}
        numbered = {name: self.renumbered(value) for name, value in fonts.items()}
        return dictionary({**made, "/Font": dictionary({**numbered, FONT: _reference(DIGITS)})})

    def rest(self) -> None:
        """Write what the pages refer to, and what that refers to."""
        while self.waiting:
            number, reference = self.waiting.popleft()
            content = reference.get_object()
            self.binder._object(number, self.renumbered(content))

    def renumbered(self, value: Any) -> Any:
        """VALUE with every reference pointing to where its target stands in the new file."""
        if isinstance(value, IndirectObject):
            place = value.idnum, value.generation
            if place not in self.known:
                self.known[place] = self.binder.number()
                self.waiting.append((self.known[place], value))
            return _reference(self.known[place])
        if isinstance(value, StreamObject):
            for name, inner in list(value.items()):
                value[NameObject(name)] = self.renumbered(inner)
            return value
        if isinstance(value, DictionaryObject):
            return dictionary({name: self.renumbered(inner) for name, inner in value.items()})
        if isinstance(value, ArrayObject):
            return ArrayObject(self.renumbered(inner) for inner in value)
        return value


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _stamp(page: PageObject, number: int | None) -> bytes:
    """The number on the upper outer corner, as files are numbered by hand."""
    if number is None:
        return b""
    words, wide = str(number), {str(place): digit.width for place, digit in enumerate(digits())}
    right, top = float(page.mediabox.right), float(page.mediabox.top)
    left = right - NUMBER_FROM_EDGE - sum(wide[digit] for digit in words) * NUMBER_SIZE / THOUSAND
    return b"q BT 0 g %s %d Tf %.2f %.2f Td (%s) Tj ET Q\n" % (
        FONT.encode(), NUMBER_SIZE, left, top - NUMBER_FROM_TOP, words.encode(),
    )  # fmt: skip
