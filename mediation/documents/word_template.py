"""The template of all Word letters, drawn here so that no third party's file is in it."""

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mediation.documents.word_blocks import COLUMNS

FONT = "仿宋"
HEAVY = "黑体"
MARGINS = (37, 26, 35, 28)  # millimetres, clockwise from the top: GB/T 9704
WIDTHS = (26, 52, 26, 52)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
EXTENDED_PROPERTIES = f"{_OFFICE}relationships/extended-properties"
THUMBNAIL = f"{_PACKAGE}relationships/metadata/thumbnail"
PROPERTIES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_OFFICE}extended-properties">'
    "<Application>Document</Application></Properties>"
).encode()
# Of each kind of block: size in points, where it stands (left, center, right, justify), whether it is set in 黑体.
LOOKS: dict[str, tuple[int, str, bool]] = {
    "issuer": (22, "center", False),
    "title": (22, "center", True),
    "number": (14, "center", False),
    "heading": (14, "left", True),
    "to": (14, "left", False),
    "text": (14, "justify", False),
    "ruled": (14, "left", False),
    "signature": (14, "left", False),
    "seal": (14, "right", False),
    "tear": (9, "center", False),
    "note": (10, "left", False),
}


@cache
def template() -> bytes:
    """One template for all letters: a paragraph of each kind, a table of four columns, in a loop over the blocks."""
    document = Document()
    _page(document)
    document.add_paragraph("{%p for block in blocks %}")
    for kind in LOOKS:
        document.add_paragraph(f'{{%p if block.kind == "{kind}" %}}')
        _paragraph(document, kind)
        document.add_paragraph("{%p endif %}")
    document.add_paragraph('{%p if block.kind == "table" %}')
    _table(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    made = BytesIO()
    _anonymise(document)
    document.save(made)
    return made.getvalue()


def _anonymise(document: Any) -> None:
    """The properties of the file name no program of somebody else, and no picture of an older page is in it."""
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == THUMBNAIL:
            del package.rels[name]
        elif relation.reltype == EXTENDED_PROPERTIES:
            relation.target_part._blob = PROPERTIES
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.title = ""


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, MARGINS)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)


def _paragraph(document: Any, kind: str) -> None:
    size, where, heavy = LOOKS[kind]
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT[where.upper()]
    run = paragraph.add_run("{{ block.text }}")
    run.font.size = Pt(size)
    if heavy:
        run.font.name = HEAVY
        run._element.rPr.rFonts.set(qn("w:eastAsia"), HEAVY)
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(size * 1.8)
    shape.keep_with_next = kind in ("heading", "signature")
    if kind == "text":
        shape.first_line_indent = Pt(size * 2)
    if kind in ("seal", "signature", "title"):
        shape.space_before = Pt(size)


def _table(document: Any) -> None:
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.autofit = False
    words = ("{%tc for cell in row %}", "{% colspan cell.span %}{{ cell.text }}", "{%tc endfor %}")
    table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    for cell, text in zip(table.rows[1].cells, words, strict=True):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(11)
    table.rows[2].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell in row.cells:
            # The grid says how wide the columns are, for a cell may span several.
            width = cell._tc.get_or_add_tcPr().get_or_add_tcW()
            width.type, width.w = "auto", 0
    grid = table._tbl.tblGrid
    grid.append(grid.gridCol_lst[0].__copy__())
    for column, width in zip(grid.gridCol_lst, WIDTHS[:COLUMNS], strict=True):
        column.w = Mm(width)
