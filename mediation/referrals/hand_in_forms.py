"""What a court, the police or a governance centre tells when it hands a dispute over to the station."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from mediation.cases.questions import Depends
from mediation.referrals.forms import LONG
from mediation.referrals.kinds import PROCEDURES, URGENCIES
from mediation.web.fields import AgencyField, as_choices
from mediation.web.forms import StepForm

_NAME = Length(max=60, message=_l("请不要超过60字。"))


class HandedInForm(StepForm):
    """The number of the case there, both people, the dispute. How to reach them is told on the telephone, not here."""

    name = "handed_in"
    groups = [
        (_l("来源"), ["origin", "court_procedure", "paper_number", "to", "urgency"]),
        (_l("当事人"), ["applicant", "applicant_sex", "respondent", "relation"]),
        (_l("纠纷"), ["dispute_facts", "demands", "note"]),
    ]

    origin = RadioField(_l("转来方式"), [InputRequired(_l("请选择转来方式。"))], choices=[])
    court_procedure = SelectField(
        _l("适用的程序"),
        [Depends()],
        choices=as_choices([("", "—"), *PROCEDURES]),
        description=_l("法院委托（立案后）的要选：普通程序15日，简易程序7日；委派（立案前）30日。"),
    )
    paper_number = StringField(
        _l("案号或移交函号"), [InputRequired(_l("请填写案号或移交函号。")), Length(max=80)]
    )
    to = AgencyField(_l("转给哪个维权站"), [InputRequired(_l("请选择维权站。"))], offers="stations")
    urgency = RadioField(
        _l("紧急程度"),
        [InputRequired(_l("请选择紧急程度。"))],
        choices=as_choices(URGENCIES),
        default="slight",
    )
    applicant = StringField(_l("申请人（原告）姓名"), [InputRequired(_l("请填写申请人姓名。")), _NAME])
    applicant_sex = RadioField(
        _l("申请人性别"), [Optional()], choices=as_choices([("2", _l("女")), ("1", _l("男"))])
    )
    respondent = StringField(_l("对方（被告）姓名"), [InputRequired(_l("请填写对方姓名。")), _NAME])
    relation = StringField(_l("双方关系"), [Optional(), _NAME], description=_l("如：夫妻、父女。"))
    dispute_facts = TextAreaField(
        _l("纠纷简要情况"), [InputRequired(_l("请写下纠纷的简要情况。")), LONG],
        description=_l("不要写住址、电话、学校和工作单位。联系方式请电话告诉维权站，或者随纸质材料移交。"),
    )  # fmt: skip
    demands = TextAreaField(_l("申请人的要求"), [Optional(), LONG], render_kw={"rows": 3})
    note = TextAreaField(_l("补充说明"), [Optional(), LONG], render_kw={"rows": 2})

    def validate_court_procedure(self, field: Any) -> None:
        """The time that a court leaves depends on it (PM-CT1)."""
        if self.origin.data == "court_entrusted" and not field.data:
            raise ValidationError("法院委托的，请选择普通程序或简易程序，期限不同。")

    def facts(self) -> dict[str, Any]:
        """A procedure there is only once the court has taken the suit."""
        told = super().facts()
        return told if told["origin"] == "court_entrusted" else {**told, "court_procedure": ""}
