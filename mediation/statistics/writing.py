"""The report as Excel, Word and PDF. Each is made from the same `Report`, so that none tells more than another."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from flask import current_app
from markupsafe import Markup
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from mediation.documents.rendering import render_pdf
from mediation.statistics.charts import bars
from mediation.statistics.report import HEAD, LEGEND, Report, Section

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
}
CHARTED = ("class", "channel", "stage")
OWN_SHEET, SHEET = "本单位表样", "统计表"


def written(report: Report, kind: str, columns: Sequence[Sequence[str]]) -> bytes:
    """The REPORT as a file of that KIND, one of KINDS. COLUMNS as in `workbook`."""
    if kind == "xlsx":
        return workbook(report, columns)
    return word(report) if kind == "docx" else pdf(report)


def workbook(report: Report, columns: Sequence[Sequence[str]]) -> bytes:
    """The report as .xlsx. COLUMNS (number, heading) are the office's own sheet, which then comes first."""
    book = Workbook()
    page: Any = book.active
    page.title = SHEET
    page.column_dimensions["A"].width, page.column_dimensions["E"].width = 34, 70
    _write(page, [report.title], bold=True)
    page.append([LEGEND])
    for section in report.sections:
        page.append([])
        _write(page, [section.title], bold=True)
        page.append([f"口径：{section.counts}"])
        _write(page, [*HEAD, "说明"], bold=True)
        for line in section.lines:
            page.append([("　" if line.part else "") + line.label, *line.cells, line.note])
    if columns:
        _own_sheet(book, report, columns)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _own_sheet(book: Any, report: Report, columns: Sequence[Sequence[str]]) -> None:
    """One line under the headings of the office, in its order."""
    page = book.create_sheet(OWN_SHEET, 0)
    book.active = 0
    _write(page, ["时段", *(heading for _number, heading in columns)], bold=True)
    page.append([report.period.label, *(report.told.get(number, "") for number, _heading in columns)])
    page.append([])
    page.append([LEGEND])
    for cell in page[1]:
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _write(page: Any, values: Sequence[str], *, bold: bool) -> None:
    """A line of words. A heading that begins like a formula stays words."""
    page.append(["" for _value in values])
    for place, value in enumerate(values, 1):
        cell = page.cell(page.max_row, place)
        cell.value, cell.data_type, cell.font = value, "s", Font(bold=bold)


def word(report: Report) -> bytes:
    """The report as .docx."""
    # Heavy: only a process that writes Word needs it.
    from docx import Document

    from mediation.documents.word_template import template

    letter = Document(BytesIO(template()))
    for paragraph in list(letter.element.body.iterchildren("{*}p", "{*}tbl")):
        letter.element.body.remove(paragraph)
    letter.add_heading(report.title, 1)
    letter.add_paragraph(LEGEND)
    for section in report.sections:
        letter.add_heading(section.title, 2)
        letter.add_paragraph(f"口径：{section.counts}")
        table = letter.add_table(rows=0, cols=len(HEAD))
        for cells in _cells(section):
            row = table.add_row().cells
            for place, cell in enumerate(cells):
                row[place].text = str(cell)
    letter.core_properties.title = report.title
    kept = BytesIO()
    letter.save(kept)
    return kept.getvalue()


def pdf(report: Report) -> bytes:
    """The report as PDF, with a drawing above the first tables."""
    # A drawing is made of our own numbers, and the names in it are escaped.
    drawings = {
        section.key: Markup(_drawing(section)) for section in report.sections if section.key in CHARTED
    }
    page = current_app.jinja_env.get_template("statistics/report.html")
    return render_pdf(page.render(report=report, drawings=drawings, head=HEAD, legend=LEGEND))


def _drawing(section: Section) -> str:
    lines = [line for line in section.lines if not line.part and line.key != "total"]
    return bars([(line.label, line.value) for line in lines], section.title)


def _cells(section: Section) -> Iterator[tuple[Any, ...]]:
    yield HEAD
    for line in section.lines:
        yield (("　" if line.part else "") + line.label, *line.cells)
