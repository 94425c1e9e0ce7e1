"""The last look before a paper leaves: does it give away where somebody lives or can be reached? (DV-10-4)

Templates cannot print a `Secret`, but a person can type one into a narrative. So the finished paper is
searched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from re import compile as pattern
from typing import Any
from zipfile import ZipFile

from mediation.errors import Incomplete
from mediation.vault.sealed import Secret, found_in

# Papers that may show a secret value. A paper that can reach the respondent never belongs here.
MAY_SHOW: frozenset[str] = frozenset()
_TAG = pattern(r"<style.*?</style>|<[^>]*>")
_TARGET = pattern(r'Target="([^"]*)"')
_ZIP = b"PK"


class GivesAway(Incomplete):
    """A secret stands in what was about to leave; the sentence says whose and what it is."""


@dataclass(frozen=True)
class Kept:
    """A secret value and whose it is, in words that may be shown: 「申请人」, 「现住址」."""

    whose: str
    what: str
    value: Secret


def _words(value: Any) -> Iterator[str]:
    """Every text inside a property of a PDF."""
    if isinstance(value, bytes):
        yield value.decode("utf-8", "ignore")
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _words(part)


def text_of_pdf(pdf: bytes) -> str:
    """All words of a PDF: its pages, its properties, the addresses it links to, the files attached to it."""
    from pypdf import PdfReader  # heavy: only a process that prints needs it

    reader = PdfReader(BytesIO(pdf))
    words = [page.extract_text() for page in reader.pages]
    words += [str(value) for value in (reader.metadata or {}).values()]
    for page in reader.pages:
        words += [str(note.get_object().get("/A", "")) for note in page.get("/Annots") or []]
    metadata = reader.root_object.get("/Metadata")
    words += _words(metadata.get_object().get_data()) if metadata else ()
    for name, contents in reader.attachments.items():
        words += [name, *_words(contents)]
    return "\n".join(words)


def text_of_docx(docx: bytes) -> str:
    """All words of a Word file: every part of the package that is text, its properties and its links too."""
    with ZipFile(BytesIO(docx)) as package:
        parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        # What follows from one run to the next is one text; a new paragraph is a new line.
        written = [package.read(name).decode("utf-8", "ignore").replace("</w:p>", "\n") for name in parts]
    return "\n".join(unescape(_TAG.sub("", part) + " ".join(_TARGET.findall(part))) for part in written)


def text_of_html(html: str) -> str:
    """The words of an HTML text as a reader sees them, without the marks between them."""
    return unescape(_TAG.sub("", html))


def shown_in(text: str, secrets: Iterable[Kept]) -> list[str]:
    """Which of SECRETS stand in TEXT, however they are written: 「申请人的现住址」, each once, never the value."""
    return list(
        dict.fromkeys(f"{kept.whose}的{kept.what}" for kept in secrets if found_in(text, [kept.value]))
    )


def refuse_secrets(paper: bytes | str, secrets: Iterable[Kept], name: str) -> None:
    """Raises Incomplete if PAPER (PDF or Word bytes, or HTML) of the form NAME shows one of SECRETS, however it
    is written.

    The sentence says whose and what it is, never the value (DV-10-4; 法发〔2022〕10号第4条).
    """
    if name in MAY_SHOW:
        return
    if shown := shown_in(_text_of(paper), secrets):
        raise GivesAway(
            f"文书里出现了保密信息（{'、'.join(shown)}），没有打印。"
            "请检查情况、记录、条款等自行填写的文字，删去后改用联络地址或联络电话再打印。",
            rules=("DV-10-4",),
        )


def _text_of(paper: bytes | str) -> str:
    if isinstance(paper, str):
        return text_of_html(paper)
    return text_of_docx(paper) if paper.startswith(_ZIP) else text_of_pdf(paper)
