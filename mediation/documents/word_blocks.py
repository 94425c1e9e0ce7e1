"""A paper read off its HTML as plain blocks, so that its Word twin says exactly what the PDF says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypedDict

COLUMNS = 4
# Elements that are a block of their own, by tag or class; the first that fits.
KINDS = {
    "issuer": "issuer",
    "sender": "issuer",
    "h1": "title",
    "number": "number",
    "reference": "number",
    "h2": "heading",
    "seal": "seal",
    "signed": "seal",
    "signature": "signature",
    "note": "note",
    "copies": "note",
    "to": "to",
    "tear": "tear",
    "ruled": "ruled",
    "p": "text",
}
VOID = frozenset({"br", "col", "meta", "link", "hr"})
BLANK = "＿"
DAY = "　　　年　　月　　日"
RULE = 30


class Cell(TypedDict):
    """A cell of a table and how many of the four columns it takes."""

    text: str
    span: int
    head: bool


@dataclass
class Block:
    """A paragraph, or a table by its rows."""

    kind: str
    text: str = ""
    rows: list[list[Cell]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Walks the HTML of a paper once. Whatever it does not know is looked through to the text inside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.open: list[str] = []  # what each open element is: a kind, "cell", "skip" or nothing
        self.paragraph: Block | None = None
        self.table: Block | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        classes = (named.get("class") or "").split()
        if tag == "br":
            self._write("\n")
        if tag in VOID:
            return
        self.open.append(self._begin(tag, classes, named))

    def handle_endtag(self, tag: str) -> None:
        kind = self.open.pop() if self.open else ""
        if kind == "table":
            self.table = None
        elif kind in KINDS.values() and self.table is None:
            self.paragraph = None
        elif kind == "line":
            self._write("\n")

    def handle_data(self, data: str) -> None:
        if "skip" not in self.open:
            self._write(data.replace("\n", ""))

    def _begin(self, tag: str, classes: list[str], named: dict[str, str | None]) -> str:
        if tag in ("head", "style") or {"foot", "sample", "day", "rule"} & set(classes):
            return self._drawn(classes)
        if "blank" in classes:
            width = next((name[2:] for name in classes if name.startswith("w-")), "8")
            self._write(BLANK * int(width))
        if "tick" in classes:
            return "tick"
        if tag == "table":
            self.table = Block("table")
            self.blocks.append(self.table)
            return "table"
        if self.table is not None:
            return self._in_table(tag, named)
        kind = next((KINDS[name] for name in (*classes, tag) if name in KINDS), "")
        if kind and self.paragraph is None:
            self.paragraph = Block(kind, BLANK * RULE if kind == "ruled" else "")
            self.blocks.append(self.paragraph)
            return kind
        return ""

    def _in_table(self, tag: str, named: dict[str, str | None]) -> str:
        assert self.table is not None
        if tag == "tr":
            self.table.rows.append([])
        if tag in ("th", "td"):
            span = int(named.get("colspan") or 1)
            self.table.rows[-1].append({"text": "", "span": span, "head": tag == "th"})
        return "line" if tag == "p" else ""

    def _drawn(self, classes: list[str]) -> str:
        """What is drawn on paper and has a shape of its own in text."""
        if "day" in classes:
            self._write(DAY)
        if "rule" in classes:
            self._write(BLANK * 8 + "　")
        return "skip"

    def _write(self, text: str) -> None:
        if self.open and self.open[-1] == "tick":
            text = "☑" if "√" in text else "□"
        if self.table is not None and self.table.rows and self.table.rows[-1]:
            self.table.rows[-1][-1]["text"] += text
        elif self.paragraph is not None:
            self.paragraph.text += text


def blocks_of(html: str) -> list[Block]:
    """The blocks of a paper in their order; the rows of its tables fill four columns."""
    reader = _Reader()
    reader.feed(html)
    for block in reader.blocks:
        block.text = block.text.strip("\n ")
        for row in block.rows:
            _fill(row)
    return [block for block in reader.blocks if block.text or block.rows]


def _fill(row: list[Cell]) -> None:
    for cell in row:
        cell["text"] = cell["text"].strip("\n ")
    if row:
        row[-1]["span"] += COLUMNS - sum(cell["span"] for cell in row)
