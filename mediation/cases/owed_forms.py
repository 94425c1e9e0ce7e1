"""What the steps ask that start and end duties of the station itself: an urgent matter told upwards, a person's own data."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.questions import DayField, Depends, line, one_of, perhaps_told, told
from mediation.dates import local
from mediation.web.fields import MomentField, PartyField
from mediation.web.forms import StepForm

ASKED_FOR = [
    ("read", _l("查阅、复制")),
    ("correct", _l("更正、补充")),
    ("delete", _l("删除")),
    ("explain", _l("解释处理规则")),
]


class UrgentMatterForm(StepForm):
    """A grave and urgent matter is told to the Party committee and the government (XF-25). The law names no hours."""

    name = "urgent_matter"

    urgent_what = told(
        _l("什么情况"),
        _l("请写明什么情况。"),
        description=_l("群体性、极端言行，或者其他可能造成社会影响的。"),
    )
    petition_urgent_found_at = MomentField(
        _l("什么时候发现的"), [Depends()], description=_l("如 2026-11-26 14:30；先前登记过的不用再填。")
    )
    petition_urgent_reported_at = MomentField(
        _l("什么时候报告的"),
        [Depends()],
        description=_l("如 2026-11-26 14:30；还没有报告的先不填，报告后再登记一次。"),
    )
    reported_to = line(_l("报告给哪个单位、谁接的"))
    measures_taken = perhaps_told(_l("已采取的措施"))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.reported_to.flags.conditional = True

    def validate_petition_urgent_found_at(self, field: Any) -> None:
        """At least one of the two, in their order."""
        reported = self.petition_urgent_reported_at.data
        if not (field.data or reported):
            raise ValidationError("请写明发现或者报告的时间。")
        if field.data and reported and reported < field.data:
            raise ValidationError("报告时间早于发现时间，请核对。")

    def validate_reported_to(self, field: Any) -> None:
        """Who took the report."""
        if self.petition_urgent_reported_at.data and not field.data:
            raise ValidationError("请写明报告给哪个单位、谁接的。")

    def facts(self) -> dict[str, Any]:
        """The step happened when the report was made, else when it was found out."""
        moment = self.petition_urgent_reported_at.data or self.petition_urgent_found_at.data
        return {**super().facts(), "happened_on": local(moment)[:10]} if moment else super().facts()


class DataRequestForm(StepForm):
    """A person asks for their own data, or is answered (PI-45). What is archived is frozen, not deleted (PI-19, PI-72)."""

    name = "data_request"

    party = PartyField(_l("谁提出的"), [InputRequired(_l("请选择当事人。"))])
    asked_for = one_of(_l("要求什么"), ASKED_FOR, missing=_l("请选择要求什么。"))
    data_request_received_on = DayField(
        _l("收到请求的日期"),
        [Depends()],
        description=_l("如 2026-11-26。30日从这一天起算；先前登记过的不用再填。"),
    )
    data_request_answered_on = DayField(
        _l("答复的日期"), [Depends()], description=_l("如 2026-11-26。还没有答复的先不填，答复后再登记一次。")
    )
    data_answer = perhaps_told(
        _l("怎样答复的"),
        description=_l(
            "不同意的写明理由，并告知可以向法院起诉。给本人看的材料先遮盖对方、第三人和举报人的信息。"
            "归档的案卷不删除，改为只保存、不作其他使用，把依据告诉本人。"
        ),
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.data_answer.flags.conditional = True

    def validate_data_request_received_on(self, field: Any) -> None:
        """At least one of the two, in their order."""
        answered = self.data_request_answered_on.data
        if not (field.data or answered):
            raise ValidationError("请写明收到请求或者答复的日期。")
        if field.data and answered and answered < field.data:
            raise ValidationError("答复日期早于收到请求的日期，请核对。")

    def validate_data_answer(self, field: Any) -> None:
        """An answer says what it is."""
        if self.data_request_answered_on.data and not field.data:
            raise ValidationError("请写明怎样答复的。")

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the answer, else on that of the request."""
        told_on = self.data_request_answered_on.data or self.data_request_received_on.data
        return {**super().facts(), "happened_on": told_on.isoformat()} if told_on else super().facts()
