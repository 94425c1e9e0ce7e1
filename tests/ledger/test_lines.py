"""What is wrong with a row of an old file is said in words, at its field; what clerks write in many ways is read."""

import pytest

from mediation.ledger.columns import COLUMNS, guessed
from mediation.ledger.lines import read_lines

PLACES = {column.name: place for place, column in enumerate(COLUMNS, 1)}
GOOD = {
    "received_on": "2019.3.5", "name": "王芳", "number": "7", "sex": "女", "phone": "13800138000",
    "channel": "来访", "kind": "家庭暴力", "other": "李强", "summary": "被打", "result": "已告诫",
    "ended_on": "2019年4月", "worker": "梅若华",
}  # fmt: skip


def _line(**told):
    row = {**GOOD, **told}
    return next(read_lines([["5", *(row.get(column.name, "") for column in COLUMNS)]], PLACES))


def test_a_good_row_is_read_as_clerks_write_it():
    line = _line()
    assert (line.number, line.errors) == (5, {})
    assert line.values["received_on"] == "2019-03-05"
    assert line.values["ended_on"] == "2019-04"
    assert _line(received_on="2019-03-05 14:30").values["received_on"] == "2019-03-05"
    assert _line(received_on="20190305").values["received_on"] == "2019-03-05"
    assert _line(name="不详").values["name"] == "匿名"
    assert _line(sex="2").values["sex"] == "女"
    assert _line(id_number="11010519491231002x").values["id_number"] == "11010519491231002X"
    assert not _line(phone="0712-2345678转8001").errors


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("received_on", ""), ("received_on", "去年"), ("received_on", "2019.2.30"), ("received_on", "2019-13-01"),
        ("received_on", "2999-01-01"), ("received_on", "1950-01-01"), ("received_on", "43529"),
        ("received_on", "=TODAY()"), ("received_on", "#REF!"), ("received_on", "2019-03-05至03-08"),
        ("received_on", "/"), ("received_on", "19年3月"), ("received_on", "2019-00-10"), ("received_on", "不详"),
        ("name", ""), ("name", "123"), ("name", "—"), ("name", "=A1"), ("name", "#N/A"), ("name", "王" * 41),
        ("sex", "F"), ("sex", "0"), ("sex", "女男"), ("sex", "=B2"),
        ("phone", "无"), ("phone", "1380"), ("phone", "1.38E+10"), ("phone", "打她姐姐电话"), ("phone", "9" * 41),
        ("id_number", "110105194912310021"), ("id_number", "1.10105E+17"), ("id_number", "110105194912310000"),
        ("id_number", "11010519491331002X"), ("id_number", "12345"), ("id_number", "护照E12345678"),
        ("number", "7" * 41), ("number", "=ROW()"), ("channel", "来" * 21), ("kind", "家" * 61),
        ("other", "李" * 61), ("summary", "打" * 4001), ("summary", "#VALUE!"), ("result", "=C1"),
        ("ended_on", "2019-03-04"), ("ended_on", "未结"), ("ended_on", "2018"), ("worker", "梅" * 41),
    ],
)  # fmt: skip
def test_each_bad_cell_is_named(field, text):
    line = _line(**{field: text})
    assert list(line.errors) == [field], line.errors
    assert line.errors[field].endswith("。")


def test_the_same_row_is_not_taken_over_twice():
    row = ["5", *(GOOD.get(column.name, "") for column in COLUMNS)]
    first, second = read_lines([row, row], PLACES)
    assert not first.errors
    assert "已经有了" in second.errors["name"]
    (again,) = read_lines([row], PLACES, [first.values])
    assert again.errors


def test_columns_are_guessed_by_usual_headings_and_by_what_was_said_before():
    head = ["行", "序号", "来访人", "日期", "手机", "备注"]
    assert guessed(head, {}) == {"number": 1, "name": 2, "received_on": 3, "phone": 4}
    assert guessed(head, {"summary": "备注"})["summary"] == 5
