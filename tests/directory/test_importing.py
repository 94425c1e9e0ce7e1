"""A sheet shows first what it would bring about, cell by cell, and brings about exactly that."""

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from mediation.audit.models import AuditEntry
from mediation.audit.verify import verify_all
from mediation.db import db
from mediation.directory.columns import COLUMNS
from mediation.directory.sheet import MOST_ROWS, empty_sheet, read_sheet
from mediation.errors import Incomplete
from mediation.people.models import Agency, AgencyPerson

UPLOAD, CONFIRM = "/admin/agencies/import", "/admin/agencies/import/confirm"
HOME = {
    "单位全称": "南湖社区妇女儿童之家",
    "简称": "南湖",
    "类别": "妇女儿童之家",
    "上级单位": "青山区妇女联合会",
}


def filled(*rows: dict[str, Any]) -> bytes:
    """The sheet as it is handed out, filled in."""
    book = load_workbook(io.BytesIO(empty_sheet()))
    labels = [column.label for column in COLUMNS]
    for number, row in enumerate(rows, 2):
        for label, text in row.items():
            book.worksheets[0].cell(number, labels.index(label) + 1, text)
    return saved(book)


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, data):
    return client.post(UPLOAD, data={"sheet": (io.BytesIO(data), "x.xlsx")})


def confirmed(client, page):
    """Press 确认导入 on the preview."""
    return client.post(CONFIRM, data=hidden(page), follow_redirects=True)


def hidden(page):
    found = re.findall(r'<input[^>]*name="(rows|shown)"[^>]*value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def agency_called(name):
    return db.session.scalar(select(Agency).where(Agency.name == name))


def test_the_empty_sheet_has_every_column_and_its_notes_and_reads_as_empty(cast, sign_in):
    answer = sign_in(cast.boss).get("/admin/agencies/sheet.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book.worksheets[0][1]] == [column.label for column in COLUMNS]
    assert "填写说明" in book.sheetnames
    with pytest.raises(Incomplete, match="没有填单位"):
        read_sheet(answer.data)


def test_nothing_is_changed_before_it_is_confirmed_and_then_what_was_shown(cast, sign_in):
    client = sign_in(cast.boss)
    rows = [
        {
            **HOME, "承接环节": "维权求助、心理辅导", "工作时间": "每天 8:00-20:00",
            "联络员": "周小红", "联络员工作电话": "0990-12338",
        },
        {"单位全称": "青山区法律援助中心", "办公电话": 12348},
        {"单位全称": "青山区婚姻家庭纠纷人民调解委员会", "多民族居住地区": "是"},
    ]  # fmt: skip
    page = upload(client, filled(*rows)).text
    assert "新增 1" in page
    assert "修改 2" in page
    assert agency_called(HOME["单位全称"]) is None
    assert "已导入3个单位" in confirmed(client, page).text
    home = agency_called(HOME["单位全称"])
    assert (home.kind, home.takes_on, home.parent.name) == (
        "women_home", ["help_request", "counselling"], "青山区妇女联合会",
    )  # fmt: skip
    officer = db.session.scalars(select(AgencyPerson).where(AgencyPerson.agency_id == home.id)).one()
    assert (officer.part, officer.called, officer.phone) == ("liaison", "周小红", "0990-12338")
    assert agency_called("青山区法律援助中心").phone == "12348"
    assert agency_called("青山区婚姻家庭纠纷人民调解委员会").multiethnic
    kinds = set(db.session.scalars(select(AuditEntry.kind).where(AuditEntry.kind.startswith("agency"))))
    assert kinds == {"agency.import", "agency.add", "agency.change", "agency_person.add"}
    assert verify_all().findings == []


def test_the_same_sheet_again_changes_nothing(cast, sign_in):
    client = sign_in(cast.boss)
    data = filled({**HOME, "联络员": "周小红", "联络员职务": "主任"})
    confirmed(client, upload(client, data).text)
    page = upload(client, data).text
    assert "没有变化 1" in page
    assert "确认导入" not in page


def test_an_empty_cell_leaves_what_is_there(cast, sign_in):
    client = sign_in(cast.boss)
    confirmed(client, upload(client, filled({"单位全称": "青山区人民法院", "办公电话": "0990-1"})).text)
    assert agency_called("青山区人民法院").takes_on == ["protection", "mediation"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"单位全称": ""}, "请写单位全称"),
        ({"类别": "妇女之家"}, "请从列表中选择"),
        ({"类别": ""}, "新单位请选择类别"),
        ({"区划代码": "九九"}, "国标区划代码"),
        ({"承接环节": "离婚"}, "请从列表中选择"),
        ({"工作时间": "上午"}, "周一至周五 9:00"),
        ({"上级单位": "没有的单位"}, "都没有这个上级单位"),
        ({"上级单位": "南湖社区妇女儿童之家"}, "它自己或者它的下级"),
        ({"简称": "", "承接环节": "纠纷调解"}, "要有简称"),
        ({"办公电话": '=HYPERLINK("http://x")'}, "这一格是公式"),
        ({"多民族居住地区": "有"}, "请写是或否"),
        ({"简称": "太长太长太长太长太长"}, "最多8个字"),
        ({"联络员工作电话": "0990-1"}, "请写联络员姓名"),
    ],
)
def test_a_wrong_row_says_what_is_wrong_at_its_cell_and_stays_out(cast, sign_in, given, said):
    client = sign_in(cast.boss)
    good = {"单位全称": "北山社区妇女儿童之家", "类别": "妇女儿童之家"}
    page = upload(client, filled({**HOME, "区划代码": "990101", **given}, good)).text
    assert "不导入 1" in page
    assert said in page
    assert "已导入1个单位" in confirmed(client, page).text
    assert agency_called(HOME["单位全称"]) is None
    assert agency_called(good["单位全称"]) is not None


def test_a_row_falls_with_the_row_that_stands_above_it(cast, sign_in):
    client = sign_in(cast.boss)
    wrong = {**HOME, "工作时间": "上午"}
    below = {"单位全称": "南湖一组", "类别": "其他", "上级单位": HOME["单位全称"]}
    page = upload(client, filled(below, wrong, {**HOME, "单位全称": "好的", "上级单位": ""})).text
    assert "不导入 2" in page


def test_two_rows_of_one_name_are_told(cast, sign_in):
    page = upload(sign_in(cast.boss), filled(HOME, HOME)).text
    assert "表里有两行写的是这个单位" in page


def test_what_comes_back_from_the_preview_is_checked_like_the_sheet(cast, sign_in):
    client = sign_in(cast.boss)
    page = upload(client, filled(HOME)).text
    sent = hidden(page)
    forged = {**sent, "rows": sent["rows"].replace('妇女儿童之家"', '随便"', 2)}
    answer = client.post(CONFIRM, data=forged, follow_redirects=True)
    assert "再核对一次" in answer.text
    assert agency_called(HOME["单位全称"]) is None
    for broken in ("", "[]", "{}", "[1]", '[{"行":"x"}]', "[" * 2000, '[{"单位全称":"x"}]'):
        assert client.post(CONFIRM, data={"rows": broken}).status_code == 422, broken


def test_a_directory_that_has_changed_meanwhile_is_shown_again(cast, sign_in):
    client = sign_in(cast.boss)
    page = upload(client, filled(HOME)).text
    confirmed(client, page)
    answer = client.post(CONFIRM, data=hidden(page), follow_redirects=True)
    assert "再核对一次" in answer.text
    assert db.session.scalar(select(func.count()).where(Agency.name == HOME["单位全称"])) == 1


def _with_part(name: str, content: bytes) -> bytes:
    file = io.BytesIO(filled(HOME))
    with zipfile.ZipFile(file, "a") as book:
        book.writestr(name, content)
    return file.getvalue()


BAD: dict[str, Any] = {
    "no zip": lambda: b"PK\x03\x04 not a sheet",
    "text": lambda: "单位全称,类别".encode(),
    "macros": lambda: _with_part("xl/vbaProject.bin", b"x"),
    "a document type": lambda: _with_part("xl/x.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'),
    "the same in utf-16": lambda: _with_part("xl/x.xml", "<!DOCTYPE a>".encode("utf-16")),
    "a bomb": lambda: _with_part("xl/media/x.bin", b"\0" * (17 * 1024 * 1024)),
    "too large": lambda: filled(HOME) + b"\0" * (1024 * 1024),
    "no headline": lambda: saved(Workbook()),
    "too many rows": lambda: filled(*({"单位全称": f"单位{number}"} for number in range(MOST_ROWS + 1))),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_sheet_of_ours_is_refused_with_a_sentence_at_the_file(kind):
    with pytest.raises(Incomplete) as refused:
        read_sheet(BAD[kind]())
    assert refused.value.field == "sheet"


def test_the_sentence_stands_on_the_page(cast, sign_in):
    answer = upload(sign_in(cast.boss), BAD["no zip"]())
    assert answer.status_code == 422
    assert 'id="sheet-error"' in answer.text


def test_no_file_at_all_is_said_so(cast, sign_in):
    answer = sign_in(cast.boss).post(UPLOAD, data={})
    assert answer.status_code == 422
    assert "请选择文件" in answer.text
