"""The report as it leaves the station: small numbers hidden, in the office's own order, the same in every format."""

from io import BytesIO

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from mediation.errors import OutOfTurn
from mediation.statistics import files, writing
from mediation.statistics.layouts import read_columns
from mediation.statistics.periods import period_named
from mediation.statistics.report import Line, Report, Section
from tests.statistics.conftest import at

LINES = (
    Line("婚姻家庭权益", "婚姻家庭权益", "", False, 40, 31),
    Line("婚姻家庭权益/离婚", "离婚", "", True, None, None),
    Line("total", "合计", "", False, 52, None),
)
TOLD: dict[str, int | str] = {"class/婚姻家庭权益": 40, "class/婚姻家庭权益/离婚": "＊", "class/total": 52}
REPORT = Report(
    "青山区妇女联合会", period_named("2026-02"), (Section("class", "求助类别", "登记的。", LINES),), TOLD
)


def test_excel_has_the_columns_of_the_office_in_its_order_and_a_heading_is_no_formula():
    columns = [["class/total", "=1+1"], ["class/婚姻家庭权益/离婚", "离婚"], ["class/婚姻家庭权益", "婚姻"]]
    book = load_workbook(BytesIO(writing.workbook(REPORT, columns)))
    own = book["本单位表样"]
    assert [cell.value for cell in own[1]] == ["时段", "=1+1", "离婚", "婚姻"]
    assert own["B1"].data_type == "s"
    assert [cell.value for cell in own[2]] == ["2026年2月", 52, "＊", 40]
    assert [40, 31, 9] in [[cell.value for cell in row[1:4]] for row in book["统计表"].iter_rows()]
    assert load_workbook(BytesIO(writing.workbook(REPORT, []))).sheetnames == ["统计表"]


def test_word_and_pdf_tell_the_same(app):
    letter = Document(BytesIO(writing.word(REPORT)))
    assert [[cell.text for cell in row.cells] for row in letter.tables[0].rows] == [
        ["项目", "本期", "上年同期", "增减"],
        ["婚姻家庭权益", "40", "31", "9"],
        ["　离婚", "＊", "＊", "—"],
        ["合计", "52", "＊", "—"],
    ]
    text = PdfReader(BytesIO(writing.pdf(REPORT))).pages[0].extract_text()
    for word in ("青山区妇女联合会2026年2月统计表", "口径：登记的。", "婚姻家庭权益", "52"):
        assert word in text.replace("\n", "")


def test_a_column_has_one_place():
    known = {"a": "甲", "b": "乙", "c": "丙"}
    assert read_columns({"a": ("2", ""), "b": (" 1 ", "二"), "c": ("", "x"), "no": ("3", "")}, known) == (
        [["b", "二"], ["a", "甲"]],
        {},
    )
    _columns, wrong = read_columns({"a": ("1", ""), "b": ("1", ""), "c": ("0", "")}, known)
    assert wrong.keys() == {"b", "c"}


def test_a_report_is_taken_in_two_clicks_and_hides_what_is_small(spring, sign_in, cast):
    with time_machine.travel(at(3, 4), tick=False):
        browser = sign_in(cast.song)
        assert "report.xlsx" in browser.get("/statistics").text
        typed = {"place:class/total": "1", "heading:class/total": "总数", "place:channel/visit": "x"}
        refused = browser.post("/statistics/columns", data=typed)
        assert (refused.status_code, 'value="总数"' in refused.text) == (422, True)
        assert (
            browser.post("/statistics/columns", data={**typed, "place:channel/visit": ""}).status_code == 302
        )
        answer = browser.get("/statistics/report.xlsx?period=2026-02")
        sheet = load_workbook(BytesIO(answer.data))["本单位表样"]
        assert [cell.value for cell in sheet[1]] == ["时段", "总数"]
        assert sheet["B2"].value == "＊", "seven are fewer than eleven"
        assert "figures-2026-02.xlsx" in answer.headers["Content-Disposition"]
        assert browser.get("/statistics/report.docx").status_code == 200
        assert browser.get("/statistics/report.pdf?period=2026-03").status_code == 409
        for login in ("mei", "lin", "tao", "boss"):
            other = sign_in(getattr(cast, login))
            assert other.get("/statistics/report.xlsx").status_code == 404, login
            assert other.get("/statistics/columns").status_code == 404, login


def test_the_commands_write_what_the_page_tells(spring, cast, tmp_path):
    done = []
    (station,) = files.agencies_named("青")
    with time_machine.travel(at(5, 4), tick=False):
        made = list(
            files.written_reports([station], period_named("2026-02"), tmp_path, lambda: done.append(1))
        )
        long = files.series(
            [station], [period_named("2026-02"), period_named("2026-03")], lambda: done.append(2)
        )
        with pytest.raises(OutOfTurn):
            list(files.written_reports([station], period_named("2026"), tmp_path, done.clear))
    assert [place.name for place in made] == ["青-2026-02.xlsx", "青-2026-02.docx", "青-2026-02.pdf"]
    assert done == [1, 1, 1, 2, 2]
    sheet = load_workbook(BytesIO(long))["青"]
    assert {row[0].value for row in sheet.iter_rows(min_row=3)} == {"2026-02", "2026-03"}
    assert {row[3].value for row in sheet.iter_rows(min_row=3)} == {"＊"}
