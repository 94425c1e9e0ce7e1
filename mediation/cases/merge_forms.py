"""What is asked of whoever links two doubles."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import ValidationError

from mediation.cases.access import visible_to
from mediation.cases.finding import numbered
from mediation.cases.merging import only_case
from mediation.cases.models import Case
from mediation.cases.page import ROLES
from mediation.cases.questions import Depends, line, one_of
from mediation.db import db
from mediation.errors import Incomplete
from mediation.web.fields import as_choices
from mediation.web.forms import StepForm

WHAT = [("case", _l("同一件事登记了两次（并案）")), ("person", _l("同一个人登记了两次"))]
BASIS = [
    ("id_number", _l("证件号码相同")), ("phone", _l("电话相同，已核实本人")),
    ("name_birth", _l("姓名和出生日期相同，已核实")), ("told", _l("本人确认")),
]  # fmt: skip
_NUMBER = _l("请写案件编号。")


class MergingForm(StepForm):
    """Two cases by their numbers; for persons, who of the one is who of the other, once the cases are known."""

    name = "merging"
    apart = ("first", "second", "who", "into_whom")
    what = one_of(_l("合并什么"), WHAT, missing=_l("请选择合并什么。"))
    first = line(_l("重复的一件"), _NUMBER, longest=40, description=_l("登记编号，如 2026-12。"))
    second = line(_l("并入哪一件"), _NUMBER, longest=40, description=_l("以后以这一件为主。"))
    who = RadioField(_l("重复的一件里是谁"), [Depends()], choices=[], validate_choice=False)
    into_whom = RadioField(_l("和并入的一件里的谁是同一个人"), [Depends()], choices=[], validate_choice=False)
    basis = one_of(_l("凭什么认定"), BASIS, missing=_l("请选择凭什么认定。"))

    cases: dict[str, Case]

    def offer_people(self) -> None:
        """The people of both cases, as far as they are found."""
        self.cases = {}
        for field, people in ((self.first, self.who), (self.second, self.into_whom)):
            query = visible_to(current_user).where(numbered(field.data or "", current_user))
            try:
                case = only_case(db.session.scalars(query.limit(2)).all())
            except Incomplete:
                continue
            self.cases[field.name] = case
            people.choices = as_choices(
                [
                    (party.ref, f"{party.person.called}（{ROLES.get(party.role, party.role)}）")
                    for party in case.parties
                ]
            )

    def validate_first(self, field: Any) -> None:
        """One case that this worker may open."""
        if field.data and field.name not in self.cases:
            raise ValidationError("没有找到这个编号的案件，或它不在您的工作范围内。请写全编号，如 2026-12。")

    validate_second = validate_first

    def validate_who(self, field: Any) -> None:
        """Of two persons both are chosen, from the people of these cases."""
        known = {choice.value for choice in field.iter_choices()}
        if self.what.data == "person" and self.cases and field.data not in known:
            raise ValidationError("请选择是谁。")

    validate_into_whom = validate_who
