"""What is asked about an agreement in effect: what was done of it, and what was not."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired

from mediation.cases.questions import day, line, one_of, told
from mediation.disputes.conditions import RequiredIf
from mediation.disputes.words import PERFORMANCES
from mediation.web.fields import HappenedOnField, MoneyField, OfferedField
from mediation.web.forms import StepForm


class PerformanceForm(StepForm):
    """What was done of one duty."""

    name = "performance"

    obligation = OfferedField(_l("哪一项"), [InputRequired(_l("请选择是哪一项。"))], offers="obligations")
    performed_on = day(_l("履行日期（没有履行的写核实日期）"), _l("请写明日期。"))
    state = one_of(_l("履行情况"), PERFORMANCES)
    amount = MoneyField(
        _l("金额"),
        [RequiredIf("state", {"partial"}, _l("部分履行的，请写明金额；不是给付金钱的写 0。"))],
        description=_l("足额的可以不写。"),
    )
    proof = line(_l("凭证"), description=_l("如转账回单编号、收条。"))
    early_ground = line(_l("提前履行的说明"), description=_l("协议生效前自愿履行的填写，如签字当天已付清。"))

    def facts(self) -> dict[str, Any]:
        """To look after it is to urge it (PM-31)."""
        seen = self.performed_on.data.isoformat()
        return {**super().facts(), "performance_urged_on": seen, "happened_on": seen}


class AgreementBreachForm(StepForm):
    """What was not done; and that the other knows where to go with it (PM-32)."""

    name = "agreement_breach"

    reason = told(_l("没有履行的情况"), _l("请写明哪一项没有履行。"))
    told_remedies = BooleanField(
        _l("已告知：可以向法院起诉；经法院确认有效的，可以申请强制执行（期限二年）"),
        [DataRequired(_l("请先告知可以起诉或者申请执行，再勾选。"))],
    )
    happened_on = HappenedOnField()
