"""What a row of an old file says, and what is wrong with it: in words that tell the clerk what to write instead."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mediation.cases.identity import doubts, tidy_number
from mediation.dates import earlier, partial_date
from mediation.ledger.columns import BY_NAME, NEEDED

SEXES = {"女": "女", "男": "男", "2": "女", "1": "男", "女性": "女", "男性": "男"}
NAMELESS = frozenset({"匿名", "无名", "不详", "不愿透露", "未透露"})
EARLIEST = "1980"
_PHONE = re.compile(r"[\d\-+()（）、/, ，转;；]{5,40}")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d\d(:\d\d)?$|\d{1,2}[时点]\d{0,2}分?$|[上下]午$")


@dataclass
class Line:
    """One row: its number in the file, what it says by field, and what is wrong by field."""

    number: int
    texts: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_lines(
    rows: Iterable[Sequence[str]], places: Mapping[str, int], known: Iterable[Mapping[str, str]] = ()
) -> Iterator[Line]:
    """Each row as a line, PLACES saying which column is which field. KNOWN are the rows taken over before: the same person
    on the same day with the same story is not taken over twice."""
    seen = {_same(values) for values in known}
    for row in rows:
        line = _read(row, places)
        if not line.errors:
            same = _same(line.values)
            if same in seen:
                line.errors["name"] = "这一行已经有了（同一人、同一天、同样的内容），不重复导入。"
            seen.add(same)
        yield line


def _read(row: Sequence[str], places: Mapping[str, int]) -> Line:
    texts = {name: row[place] for name, place in places.items() if place < len(row) and row[place]}
    line = Line(int(row[0]), texts)
    for name in NEEDED:
        if name not in texts:
            line.errors[name] = f"请写{BY_NAME[name].label}。" + (
                "不知道的写“匿名”。" if name == "name" else ""
            )
    for name, text in texts.items():
        try:
            line.values[name] = _value(name, text)
        except ValueError as error:
            line.errors[name] = str(error)
    if earlier(line.values.get("ended_on", "9999"), line.values.get("received_on", "")):
        line.errors["ended_on"] = "办结日期早于收到日期，请核对。"
    return line


def _value(name: str, text: str) -> str:
    column = BY_NAME[name]
    if text.startswith("="):
        raise ValueError("这一格是公式，请改成文字。")
    if text.startswith("#"):
        raise ValueError("这一格是Excel的错误值，请改成文字。")
    if len(text) > column.longest:
        raise ValueError(f"最多{column.longest}个字，这里有{len(text)}个。")
    return _READ.get(name, str)(text)


def _date(text: str) -> str:
    day = partial_date(_TIME_OF_DAY.sub("", text.strip()).strip())
    if day < EARLIEST:
        raise ValueError("这个年份太早，请核对。")
    return day


def _name(text: str) -> str:
    if not any(letter.isalpha() for letter in text):
        raise ValueError("这不像姓名；不知道的写“匿名”。")
    return "匿名" if text in NAMELESS else text


def _sex(text: str) -> str:
    if text not in SEXES:
        raise ValueError("请写女或男。")
    return SEXES[text]


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError("这不像电话号码；不知道的空着。")
    return text


def _id_number(text: str) -> str:
    number = tidy_number(text)
    if "E+" in number or (number.isdigit() and number.endswith("000") and len(number) == 18):
        raise ValueError("身份证号被Excel改成了数字，后几位已经丢失，请按原件重填（先把这一列设成文本）。")
    if doubt := doubts("id_card", number):
        raise ValueError(f"证件号码{doubt.removesuffix('。')}，请核对；护照等其他证件空着。")
    return number


_READ: dict[str, Callable[[str], str]] = {
    "received_on": _date,
    "ended_on": _date,
    "name": _name,
    "sex": _sex,
    "phone": _phone,
    "id_number": _id_number,
}


def _same(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(values.get(name, "") for name in ("received_on", "name", "phone", "kind", "summary"))
