"""Which fields of an old row are taken over, and by which words offices head their columns.

Addresses, workplaces and schools are not among them: nobody needs an old one, and where she lives now is asked anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One field: its name, what it is called, how long it may be, the headings that mean it, whether it must be there."""

    name: str
    label: str
    longest: int
    headings: tuple[str, ...]
    needed: bool = False


_RECEIVED = (
    "收到日期", "来访日期", "来访时间", "接待日期", "接待时间", "登记日期", "登记时间", "受理日期", "日期", "时间",
)  # fmt: skip
_WHO = ("求助人姓名", "求助人", "来访人", "来访人姓名", "当事人", "申请人", "信访人", "姓名")
COLUMNS = (
    Column("received_on", "收到日期", 20, _RECEIVED, True),
    Column("name", "求助人姓名", 40, _WHO, True),
    Column("number", "原编号", 40, ("原编号", "编号", "登记号", "案号", "档案号", "序号")),
    Column("sex", "性别", 4, ("性别",)),
    Column("phone", "联系电话", 40, ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式")),
    Column("id_number", "身份证号", 20, ("身份证号", "身份证号码", "身份证", "证件号码")),
    Column("channel", "来源", 20, ("来源", "来访方式", "求助方式", "受理方式", "渠道")),
    Column("kind", "类别或案由", 60, ("类别或案由", "案由", "类别", "事项", "诉求类别", "问题类型", "纠纷类型")),
    Column("other", "对方姓名", 60, ("对方姓名", "对方", "被申请人", "被投诉人", "纠纷对方")),
    Column("summary", "情况", 4000, ("情况", "主要情况", "基本情况", "简要情况", "反映问题", "内容", "诉求")),
    Column("result", "办理结果", 4000, ("办理结果", "处理结果", "办理情况", "处理情况", "结果")),
    Column("ended_on", "办结日期", 20, ("办结日期", "办结时间", "结案日期", "结案时间")),
    Column("worker", "承办人", 40, ("承办人", "经办人", "接待人", "调解员", "责任人")),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
NEEDED = tuple(column.name for column in COLUMNS if column.needed)


def guessed(head: Sequence[str], before: Mapping[str, str]) -> dict[str, int]:
    """Which column of HEAD is which field: as it was said BEFORE (heading by field), else by the usual words."""
    places: dict[str, int] = {}
    for column in COLUMNS:
        known = (before.get(column.name, ""), *column.headings)
        place = next((head.index(word) for word in known if word and word in head), None)
        if place is not None and place not in places.values():
            places[column.name] = place
    return places
