"""The Excel file with the agencies: the empty one to fill in, and how a filled one is read. No formula is computed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from mediation.directory.columns import BY_LABEL, COLUMNS, NAME
from mediation.errors import Incomplete
from mediation.web.forms import tidy

LARGEST = 1024 * 1024
# What a file of that size may unfold to, and into how many parts.
LARGEST_UNFOLDED = 16 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 500
MOST_COLUMNS = 60
# The headline stands in one of the first rows.
HEAD_WITHIN = 10
LONGEST_CELL = 2100
NO_SHEET = "读不出这个文件，请用 Excel 或 WPS 另存为 .xlsx 再上传。"
# No sheet of an office declares a document type: it is how a small file is made to grow, or to fetch another one.
_DECLARED = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)|<\0!\0|\0<\0!", re.I)
_NOTES = (
    "一行一个单位。第一行是表头，不要改。",
    "名录里已有的单位：空着的格子不改；写了的改成新的。",
    "格子里不要写公式。",
    "上传后先看会增加什么、改什么、哪一格有错，确认以后才导入。",
)


def empty_sheet() -> bytes:
    """The sheet to fill in, with a page of notes. Every cell is text, so that no phone number loses its zero."""
    book = Workbook()
    page: Any = book.active
    page.title = "单位"
    page.freeze_panes = "B2"
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        head = page.cell(1, number, column.label)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E3EAF3")
        for row in range(2, MOST_ROWS + 2):
            page.cell(row, number).number_format = "@"
        if column.words:
            _offer(book, page, letter, number, column.words)
    _explain(book)
    return _bytes(book)


def _offer(book: Any, page: Any, letter: str, number: int, words: Sequence[str]) -> None:
    """A list to choose from. It stands on a page of its own: written into the rule it would be too long."""
    lists = book["选项"] if "选项" in book.sheetnames else book.create_sheet("选项")
    for row, word in enumerate(words, 1):
        lists.cell(row, number, word)
    rule = DataValidation(type="list", formula1=f"选项!${letter}$1:${letter}${len(words)}", allow_blank=True)
    page.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")


def _explain(book: Any) -> None:
    notes = book.create_sheet("填写说明", 1)
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 18, 90
    for text in _NOTES:
        notes.append([text])
    notes.append([])
    for column in COLUMNS:
        notes.append([column.label, column.note])
        notes.cell(notes.max_row, 1).font = Font(bold=True)
        notes.cell(notes.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    book["选项"].sheet_state = "hidden"


def _bytes(book: Any) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_sheet(data: bytes) -> list[dict[str, str]]:
    """The rows of a filled sheet as text, by label of the column, empty cells left out; "行" is the number of the row.

    Raises Incomplete with a sentence for whatever is no such sheet, is too large, or brings along macros. A formula
    stays as it is typed, with its equals sign: nothing is computed.
    """
    _check_file(data)
    try:
        rows = list(_cells(data))
    except Incomplete:
        raise
    except Exception:  # whatever a broken file makes the library raise
        raise Incomplete(NO_SHEET, field="sheet") from None
    if len(rows) > MOST_ROWS:
        raise Incomplete(f"一次最多导入{MOST_ROWS}行，请分几次。", field="sheet")
    if not rows:
        raise Incomplete("表格里没有填单位。", field="sheet")
    return rows


def _check_file(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Incomplete("文件超过 1 MB，请只留要导入的内容。", field="sheet")
    try:
        with ZipFile(BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNFOLDED:
                raise Incomplete("文件展开后太大，请只留要导入的内容。", field="sheet")
            if any("vbaproject" in part.filename.lower() for part in parts):
                raise Incomplete("文件里有宏，请另存为不带宏的 .xlsx。", field="sheet")
            if any(_DECLARED.search(file.read(part)) for part in parts if _is_xml(part.filename)):
                raise Incomplete(NO_SHEET, field="sheet")
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Incomplete(NO_SHEET, field="sheet") from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _cells(data: bytes) -> Iterator[dict[str, str]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    page = book.worksheets[0]
    lines = page.iter_rows(max_row=HEAD_WITHIN + MOST_ROWS + 2, max_col=MOST_COLUMNS)
    head: list[str] = []
    for number, line in enumerate(lines, 1):
        texts = [_text(cell.value) for cell in line]
        if not head:
            head = texts if NAME in texts else []
            if number > HEAD_WITHIN:
                break
        elif any(texts):
            yield {"行": str(number), **_known(head, texts)}
    if not head:
        raise Incomplete(f"没有找到表头“{NAME}”，请用下载的空表填写。", field="sheet")


def _known(head: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    return {label: text for label, text in zip(head, texts, strict=False) if label in BY_LABEL and text}


def _text(value: Any) -> str:
    """A cell as text; a whole number without .0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(tidy(str(value)))[:LONGEST_CELL]
