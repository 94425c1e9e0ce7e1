"""What the end of a mediation asks: who stops it, and the papers that go back to the court."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired

from mediation.cases.questions import day, line, one_of, told
from mediation.disputes.conditions import RequiredIf
from mediation.disputes.words import STOPPERS
from mediation.web.fields import PartyField
from mediation.web.forms import StepForm


class CourtReturnForm(StepForm):
    """What a court or the platform handed over goes back, with the reason and without the minutes (PM-CT3, PM-CT4)."""

    name = "court_return"

    sent_on = day(_l("退回日期"), _l("请写明哪一天退回的。"))
    to = line(_l("退回给谁"), _l("请写明退回到哪个法院、哪个部门或平台。"), longest=80)
    number = line(_l("回函文号"), longest=60)
    receipt = line(_l("签收人或回执号"), longest=60)
    without_minutes = BooleanField(
        _l("没有附调解记录和让步内容"), [DataRequired(_l("调解记录不随案退回，请先抽出，再勾选。"))]
    )

    def facts(self) -> dict[str, Any]:
        """The step happened on the day it went back."""
        return {**super().facts(), "happened_on": self.sent_on.data.isoformat()}


class MediationStopForm(StepForm):
    """Who wants to stop, and why. Any party may, at any time, without a reason that convinces (PM-23)."""

    name = "mediation_stop"

    who = one_of(_l("因谁终止"), STOPPERS)
    party = PartyField(
        _l("哪一方要求终止"), [RequiredIf("who", {"party"}, _l("请选择哪一方要求终止。"))], offers="sides"
    )
    reason = told(_l("情况说明"), _l("请写下终止的情况。"), description=_l("不会印在告知书上。"))
    mediation_ended_on = day(_l("终止日期"), _l("请写明哪一天终止。"))

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the end."""
        return {**super().facts(), "happened_on": self.mediation_ended_on.data.isoformat()}
