"""What a transfer to another authority asks: on which ground the case leaves."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from mediation.cases.notice_forms import ANSWER_WAYS, ANSWERS
from mediation.cases.questions import day, line, one_of, perhaps_one_of, perhaps_told
from mediation.web.forms import StepForm


class TransferForm(StepForm):
    """The case leaves this program, on one of three grounds (PI-13, PI-23)."""

    name = "transfer"
    to = line(_l("移送机关"), _l("请写明移送到哪个机关。"))
    ground = one_of(
        _l("依据"),
        [("consent", _l("本人同意")), ("legal_duty", _l("法定职责")), ("emergency", _l("紧急保护"))],
        missing=_l("请选择移送的依据。"),
    )
    answer = perhaps_one_of(
        _l("本人对移送给这个机关怎么说"), ANSWERS[:3], description=_l("以同意为依据的，要就这一次单独问过。")
    )
    way = perhaps_one_of(_l("怎么问的"), ANSWER_WAYS)
    ground_text = perhaps_told(_l("依据说明"))
    sent_on = day(_l("移送日期"), _l("请写明移送日期。"))
    materials = perhaps_told(_l("移送的材料"))
    petition_informed_on = day(_l("信访事项告知日期"))

    def validate_answer(self, field: Any) -> None:
        """Consent is given to this receiver, in so many words (PI-23)."""
        if self.ground.data == "consent" and field.data != "agreed":
            raise ValidationError("以本人同意为依据的，要本人对移送给这个机关单独同意。")

    def validate_ground_text(self, field: Any) -> None:
        """Without consent it is said which duty or which danger."""
        if self.ground.data in ("legal_duty", "emergency") and not field.data:
            raise ValidationError("没有本人同意的，请写明法律依据或紧急情形。")
