"""The columns of the sheet with the agencies: what each is called, and what is said about it."""

from dataclasses import dataclass

from mediation.people.hours import WRITE
from mediation.people.kinds import KINDS, STAGES, WAYS_IN

YES_NO = ("是", "否")


@dataclass(frozen=True)
class Column:
    """One column. `field` is the column of the table (liaison.*: of the liaison officer); `words` are the choices."""

    field: str
    label: str
    note: str
    longest: int
    width: int = 16
    words: tuple[str, ...] = ()


COLUMNS = (
    Column("name", "单位全称", "必填。和名录里同名的，改名录里的那一个。", 80, 30),
    Column("short_name", "简称", "承接环节的必填，案件编号用。", 8, 10),
    Column("kind", "类别", "新单位必填，从列表中选。", 20, 18, tuple(KINDS.values())),
    Column("district", "区划代码", "国标区划代码：县区6位，街道乡镇9位，社区村12位。", 12),
    Column(
        "multiethnic",
        "多民族居住地区",
        "调委会在多民族居住地区的写“是”，不在的写“否”（人民调解法第8条）。",
        2,
        16,
        YES_NO,
    ),
    Column("parent_id", "上级单位", "写上级单位的全称；可以是名录里的，也可以是本表里的。", 80, 30),
    Column("takes_on", "承接环节", f"从{'、'.join(STAGES.values())}中选，几个的用顿号分开。", 60, 24),
    Column("services", "提供的服务", "一句话。", 400, 30),
    Column("duties", "职责分工", "成员单位书面确定的职责。", 2000, 30),
    Column("phone", "办公电话", "单位的电话。", 40),
    Column("address", "通信地址", "公函寄到哪里。不公开的庇护地点不要写。", 200, 30),
    Column("hours", "工作时间", WRITE, 200, 30),
    Column("way_in", "接收转介的方式", "从列表中选，不填就是账号登录。", 20, 16, tuple(WAYS_IN.values())),
    Column("liaison.name", "联络员", "一位联络员的姓名。", 40, 12),
    Column("liaison.title", "联络员职务", "", 40, 14),
    Column("liaison.phone", "联络员工作电话", "单位的电话，不写个人手机和住宅电话。", 40),
)
BY_LABEL = {column.label: column for column in COLUMNS}
NAME = COLUMNS[0].label
