"""Old rows come in as a batch, are found by those who take in requests, and are gone with their key when it is undone."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from openpyxl import Workbook, load_workbook
from rich.progress import Progress

from mediation import worker
from mediation.audit.verify import verify_all
from mediation.db import db, now
from mediation.errors import Forbidden, Unknown
from mediation.ledger.batches import look_up
from mediation.ledger.command import bring_in_file
from mediation.ledger.models import LedgerBatch, LedgerPage
from mediation.vault.keys import KeyDestroyed, key_of
from tests.conftest import PASSWORD

ROWS = [
    ["维权台账（2019年）"],
    ["序号", "来访日期", "来访人", "手机", "家庭住址", "情况说明"],
    [1, "2019.3.5", "王芳", 13800138000, "和平路8号", "丈夫打人"],
    [2, "2019.3.6", "赵敏", "", "", "=cmd|' /C calc'!A0"],
    [3, "三月", "孙丽", "", "", "要离婚"],
    [],
    [4, "2019-03-07", "匿名", "", "", "咨询"],
]


def _file(rows: Any = ROWS, make: Any = Workbook) -> Any:
    book = make()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    return data


def _bring_in(browser, rows=ROWS):
    answer = browser.post("/import", data={"sheet": (_file(rows), "old.xlsx")})
    assert answer.status_code == 302, answer.text
    return answer.location.removesuffix("/columns")


def _found(browser, text):
    return browser.post("/import/search", data={"q": text}).text.partition("</form>")[2]


def _said(browser, batch, **columns):
    return browser.post(f"{batch}/columns", data={f"column-{name}": place for name, place in columns.items()})


COLUMNS = {"number": 1, "received_on": 2, "name": 3, "phone": 4, "summary": 6}


def test_a_file_is_looked_at_taken_over_found_and_undone(app, cast, sign_in):
    browser = sign_in(cast.song)
    batch = _bring_in(browser)
    page = browser.get(f"{batch}/columns").text
    assert "家庭住址" in page
    twice = _said(browser, batch, received_on=2, name=2)
    assert twice.status_code == 422
    assert "这一列选了两次" in twice.text
    assert _said(browser, batch, **COLUMNS).status_code == 302
    looked = browser.get(batch).text
    assert "导入这2行" in looked
    assert "第几行" in looked
    assert "情况：这一格是公式" in looked
    assert "旧台账里没有找到" in _found(browser, "王芳")
    sheet = load_workbook(io.BytesIO(browser.get(f"{batch}/errors.xlsx").data)).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in told] == ["原表第几行", "4", "5"]
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value)
    assert browser.post(f"{batch}/take").status_code == 302
    assert browser.post(f"{batch}/take").status_code == 409
    assert "和平路" not in _found(browser, "王芳")
    for text in ("王", "王芳", "8000", "1"):
        assert "丈夫打人" in _found(sign_in(cast.lin), text), text
    for page in db.session.query(LedgerPage):
        assert "王芳".encode() not in page.lines_sealed
    # The next file of the same kind is laid out as this one was, and what is there is not taken over again.
    again = _bring_in(browser)

    assert "导入这" not in browser.get(again).text
    (row,) = db.session.query(LedgerBatch).filter(LedgerBatch.taken_at.is_not(None))
    key = row.key_id
    assert "不能恢复" in browser.get(f"{batch}/undo").text
    assert browser.post(f"{batch}/undo").status_code == 302
    assert browser.post(f"{batch}/undo").status_code == 409
    assert "丈夫打人" not in _found(browser, "王芳")
    with pytest.raises(KeyDestroyed):
        key_of(key)
    assert "已整批撤销" in browser.get("/import").text
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        worker.run_once(app)
    assert db.session.query(LedgerBatch).count() == 1
    assert not db.session.query(LedgerPage).count()
    assert not verify_all().findings


def test_only_the_supervisor_of_the_station_imports_and_nobody_elsewhere_finds_anything(cast, sign_in):
    browser = sign_in(cast.song)
    batch = _bring_in(browser)
    _said(browser, batch, **COLUMNS)
    browser.post(f"{batch}/take")
    for who in (cast.lin, cast.tao, cast.boss, cast.eye, cast.qiu):
        other = sign_in(who)
        for address in ("/import", batch, f"{batch}/columns", f"{batch}/errors.xlsx", f"{batch}/undo"):
            assert other.get(address).status_code == 404, (who.login, address)
    assert sign_in(cast.tao).get("/import/search").status_code == 404
    assert "丈夫打人" not in _found(sign_in(cast.qiu), "王芳")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "另存为 .xlsx"),
        (b"no sheet", "读不出这个文件"),
        (_file([["只有一列"]]).read(), "没有找到表头"),
        (_file([["日期", "姓名"]]).read(), "表头下面没有内容"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(cast, sign_in, data, said):
    answer = sign_in(cast.song).post("/import", data={"sheet": (io.BytesIO(data), "old.xls")})
    assert answer.status_code == 422
    assert said in answer.text
    assert not db.session.query(LedgerBatch).count()


def test_the_command_does_the_same_for_whoever_may(cast, tmp_path):
    file = tmp_path / "old.xlsx"
    file.write_bytes(
        _file([["姓名", "日期", "情况"], ["王芳", "2019-03-05", "丈夫打人"], ["", "", "x"]]).read()
    )
    with Progress(disable=True) as progress:
        for who, password, refusal in (("song", "wrong", Unknown), ("lin", PASSWORD, Forbidden)):
            with pytest.raises(refusal):
                bring_in_file(file, who, password, dry_run=False, progress=progress)
        looked = bring_in_file(file, "song", PASSWORD, dry_run=True, progress=progress)
        assert not db.session.query(LedgerBatch).count()
        done = bring_in_file(file, "song", PASSWORD, dry_run=False, progress=progress)
    assert looked == done
    assert (done.good, done.wrong) == (1, ["第3行 收到日期：请写收到日期。"])
    assert [hit.values["name"] for hit in look_up("王", actor=cast.song)] == ["王芳"]
