"""What the steps ask by which a court confirms an agreement."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, ValidationError

from mediation.cases.questions import YesNoField, day, line, one_of, perhaps_told
from mediation.disputes.words import MATERIALS, RULINGS, TOO_LATE
from mediation.web.fields import ManyField
from mediation.web.forms import Choices, StepForm

CASE_NUMBER = re.compile(r"[（(]\d{4}[)）].+民特.*\d+号")


class ConfirmationFilingForm(StepForm):
    """Both parties ask the court. A late filing is kept too: the court decides (T-04)."""

    name = "confirmation_filing"

    jc_filed_on = day(_l("共同申请的日期"), _l("请写明申请日期。"))
    court = line(_l("向哪个法院"), _l("请写明法院。"), longest=80)
    both_present = BooleanField(
        _l("双方共同申请"),
        [DataRequired(_l("司法确认只能由双方共同申请。"))],
        description=_l("自协议生效之日起三十日内；超过的，协议仍有约束力，可以起诉。"),
    )
    materials = ManyField(
        _l("提交的材料"),
        [DataRequired(_l("请勾选提交的材料，缺协议书、主持调解证明的法院不收。"))],
        choices=MATERIALS,
    )
    late_ground = perhaps_told(
        _l("超过三十日的原因"),
        description=_l(
            "没有超过的不填。因不可抗力或正当理由耽误的，障碍消除后十日内可以申请顺延，由法院决定。"
        ),
    )

    last_day = ""

    def offer_choices(self, choices: Choices) -> None:
        """And the last of the thirty days, as the clock has it."""
        super().offer_choices(choices)
        self.last_day = next((str(day) for day, *_rest in choices("last day to file")), "")

    def validate_jc_filed_on(self, field: Any) -> None:
        """What is late is said before anything is confirmed (JC-205, T-04)."""
        if (
            field.data
            and self.last_day
            and field.data.isoformat() > self.last_day
            and not self.late_ground.data
        ):
            raise ValidationError(TOO_LATE)

    def validate_materials(self, field: Any) -> None:
        """The court needs the text, the committee's word that it mediated, and who they are (JC-MAT)."""
        if missing := [str(label) for name, label in MATERIALS[:3] if name not in field.data]:
            raise ValidationError(f"还缺{'、'.join(missing)}。")

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the filing."""
        return {**super().facts(), "happened_on": self.jc_filed_on.data.isoformat()}


class ConfirmationAcceptedForm(StepForm):
    """The court has registered the application."""

    name = "confirmation_accepted"

    jc_accepted_on = day(_l("立案日期"), _l("请写明立案日期。"))
    case_number = line(_l("案号"), longest=60, description=_l("一般为（年份）地区代码民特号。"))

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of registration; an unusual number is kept, and marked (JC-NUM)."""
        facts = {**super().facts(), "happened_on": self.jc_accepted_on.data.isoformat()}
        number = facts.get("case_number")
        if number and not CASE_NUMBER.fullmatch(number):
            facts["case_number_unusual"] = True
        return facts


class ConfirmationRulingForm(StepForm):
    """What the court ruled."""

    name = "confirmation_ruling"

    result = one_of(_l("结果"), RULINGS)
    jc_ruled_on = day(_l("裁定日期"), _l("请写明裁定日期。"))
    jc_ruling_received_on = day(_l("当事人收到裁定的日期"))
    jc_ruling_effective_on = day(_l("裁定生效日期"))
    case_number = line(_l("案号"), longest=60)
    told_rights = YesNoField(_l("是否已告知异议和申请执行的期限"))

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the ruling."""
        return {**super().facts(), "happened_on": self.jc_ruled_on.data.isoformat()}

    def validate_jc_ruling_received_on(self, field: Any) -> None:
        if field.data and self.jc_ruled_on.data and field.data < self.jc_ruled_on.data:
            raise ValidationError("收到日期不能早于裁定日期。")
