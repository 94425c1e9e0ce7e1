"""An office's own Excel file as rows of text. No formula is computed, nothing is fetched, and a trap does not unfold."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from mediation.errors import Incomplete
from mediation.web.forms import tidy

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
# What a file of that size may unfold to, and into how many parts.
LARGEST_UNFOLDED = 200 * MEGABYTE
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 60
# A title, the name of the office, the year: the headline stands in one of the first rows.
HEAD_WITHIN = 10
LEAST_HEADINGS = 2
LONGEST_CELL = 4100
OLD_FORMAT = b"\xd0\xcf\x11\xe0"
SAVE_ANEW = "这是旧格式（.xls），请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
NO_SHEET = "读不出这个文件，请用 Excel 或 WPS 另存为 .xlsx 再上传。"
# No office's file declares a document type: it is how a small file is made to grow, or to fetch another one.
_DECLARED = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)|<\0!\0|\0<\0!", re.I)
_DECLARED_WITHIN = 4096


def read_file(data: bytes) -> tuple[list[str], list[list[str]]]:
    """The headline, and below it the rows as text; the first cell of each row is its number in the file.

    Raises Incomplete with a sentence for whatever is no such file, is too large, or brings along macros. A formula
    stays as it is typed.
    """
    _check(data)
    try:
        lines = list(_lines(data))
    except Incomplete:
        raise
    except Exception:  # whatever a broken file makes the library raise
        raise Incomplete(NO_SHEET, field="sheet") from None
    place = next((place for place, (_n, line) in enumerate(lines[:HEAD_WITHIN]) if _is_head(line)), None)
    if place is None:
        raise Incomplete("没有找到表头。第一行（或前十行中的一行）要写明各列是什么。", field="sheet")
    rows = [[str(number), *line] for number, line in lines[place + 1 :] if any(line)]
    if len(rows) > MOST_ROWS:
        raise Incomplete(f"一次最多导入{MOST_ROWS}行，请分成几个文件。", field="sheet")
    if not rows:
        raise Incomplete("表头下面没有内容。", field="sheet")
    return ["行", *lines[place][1]], rows


def _check(data: bytes) -> None:
    if data.startswith(OLD_FORMAT):
        raise Incomplete(SAVE_ANEW, field="sheet")
    if len(data) > LARGEST:
        raise Incomplete(f"文件超过 {LARGEST // MEGABYTE} MB，请分成几个文件。", field="sheet")
    try:
        with ZipFile(BytesIO(data)) as file:
            parts = file.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNFOLDED:
                raise Incomplete("文件展开后太大，请只留要导入的内容。", field="sheet")
            if any("vbaproject" in part.filename.lower() for part in parts):
                raise Incomplete("文件里有宏，请另存为不带宏的 .xlsx。", field="sheet")
            for part in parts:
                with file.open(part) as opened:
                    if _DECLARED.search(opened.read(_DECLARED_WITHIN)):
                        raise Incomplete(NO_SHEET, field="sheet")
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Incomplete(NO_SHEET, field="sheet") from None


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    limit = HEAD_WITHIN + MOST_ROWS + 2
    page = book.worksheets[0]
    for number, line in enumerate(page.iter_rows(max_row=limit, max_col=MOST_COLUMNS, values_only=True), 1):
        yield number, [_text(value) for value in line]


def _is_head(line: list[str]) -> bool:
    return sum(bool(text) for text in line) >= LEAST_HEADINGS


def _text(value: Any) -> str:
    """A cell as text; a whole number without .0, a moment as its day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(tidy(str(value)))[:LONGEST_CELL]
