"""What is asked of whoever opens a door, and what a worker declares."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from mediation.cases.questions import line, one_of
from mediation.web.fields import ManyField, PartialDateField
from mediation.web.forms import Form, StepForm

LEAST = 15
GROUNDS = [
    ("danger", _l("本人或者孩子有危险，来不及等承办人")),
    ("call", _l("本人来电、来访，承办人和负责人都不在")),
    ("court", _l("法院、公安紧急要求，当天必须答复")),
    ("other", _l("其他紧急情形")),
]
RELATIONS: list[Any] = [
    (
        "self",
        _l("本人"),
        {"data-hint": _l("您自己的证件、电话、住址，家里出了事的同事看不到您的案件，您也看不到。")},
    ),
    ("kin", _l("近亲属"), {"data-hint": _l("配偶、父母、子女、兄弟姐妹、配偶的父母。")}),
    ("home", _l("同住的人")),
    ("employer", _l("单位"), {"data-hint": _l("您或者近亲属的另一个工作单位，写全称。")}),
]


class BreakGlassForm(StepForm):
    """Which case, and why it cannot wait. Nobody is told here whether there is one."""

    name = "break_glass"
    apart = ("looked_for",)
    looked_for = line(
        _l("案件编号、证件号码或电话"),
        _l("请写案件编号（如 2026-12）、证件号码或电话。"),
        longest=60,
        description=_l("有没有这件案件，这里都不回答；有的，两小时内能在案件列表里打开。"),
    )
    ground = one_of(_l("原因"), GROUNDS, missing=_l("请选择原因。"))
    reason = TextAreaField(
        _l("具体情况"),
        [
            DataRequired(_l("请写明具体情况。")),
            Length(min=LEAST, max=2000, message=_l("请写明谁、什么事、为什么等不了，至少15个字。")),
        ],
    )


class UnwantedForm(StepForm):
    """Whom she will not have told of it."""

    name = "unwanted"
    apart = ("unwanted_names",)
    houses = ManyField(_l("不愿让哪些单位知道"), offers="other agencies")
    workers = ManyField(_l("不愿让本单位哪些人知道"), offers="own_colleagues")
    unwanted_names = line(
        _l("其他人的姓名"), longest=120, description=_l("几个人用顿号分开。和工作人员同名的，也看不到。")
    )

    def validate_unwanted_names(self, field: Any) -> None:
        """Somebody is named."""
        if not (field.data or self.houses.data or self.workers.data):
            raise ValidationError("请勾选或者写明不愿让谁知道。")


class DeclarationForm(Form):
    """Somebody near to the worker: kept sealed, compared as keyed hashes alone."""

    relation = one_of(_l("是谁"), RELATIONS, missing=_l("请选择是谁。"), default="kin")
    name = line(_l("姓名或单位名称"), _l("请写姓名或单位名称。"), longest=80)
    birth = PartialDateField(
        _l("出生日期"), description=_l("没有证件号码的，写姓名和完整的出生日期也能比对。")
    )
    id_number = line(_l("证件号码"), longest=40)
    phone = line(_l("电话"), longest=40)
    home = line(_l("住址"), longest=200, description=_l("写到门牌号。"))

    def validate_name(self, field: Any) -> None:
        """A name alone is everybody's."""
        known = (
            self.id_number.data or self.phone.data or self.home.data or len(str(self.birth.data or "")) == 10
        )
        if self.relation.data != "employer" and not known:
            raise ValidationError(
                "只有姓名不能比对：请再写证件号码、电话、住址，或者完整的出生日期中的一项。"
            )
