"""What the step about a pause or an extension of a time limit asks."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.questions import day, line, one_of, perhaps_told, told
from mediation.cases.rights import right_in_words, time_limit_in_words
from mediation.dates import local
from mediation.web.fields import HappenedOnField, MomentField, OfferedField
from mediation.web.forms import StepForm

CHANGES = [("pause", _l("中止（对方告知期间不计入）")), ("resume", _l("恢复计算")), ("extend", _l("延长"))]


class RightNotedForm(StepForm):
    """Which right of hers, and the day from which its time counts."""

    name = "right_noted"

    right = OfferedField(
        _l("哪一项权利"),
        [InputRequired(_l("请选择是哪一项权利。"))],
        offers="rights",
        said=right_in_words,
        coerce=lambda value: value or None,
    )
    began_on = day(_l("从哪一天起算（选项里写的那一天）"), _l("请写明起算的那一天。"))
    note = perhaps_told(_l("根据什么"), description=_l("如判决书、登记回执、本人所说。"))

    def facts(self) -> dict[str, Any]:
        """The step happened today; the day from which time counts is a fact of its own."""
        told = super().facts()
        return {**told, "began_on": self.began_on.data.isoformat()} if self.began_on.data else told


class RightMetForm(StepForm):
    """That she did what the time was for, and when."""

    name = "right_met"

    clock = OfferedField(
        _l("哪一项权利"),
        [InputRequired(_l("请选择是哪一项权利。"))],
        offers="rights noted",
        said=time_limit_in_words,
    )
    happened_on = HappenedOnField(_l("哪一天办的（起诉、申请、撤回、领证）"))
    note = perhaps_told(_l("说明"))


class TimeLimitChangeForm(StepForm):
    """Which time limit, what happened to it, on what ground and who decided."""

    name = "time_limit_change"

    clock = OfferedField(
        _l("哪一个期限"), [InputRequired(_l("请选择期限。"))], offers="time limits", said=time_limit_in_words
    )
    change = one_of(_l("发生了什么"), CHANGES)
    at = MomentField(_l("中止、恢复或批准的时间"), [InputRequired(_l("请写明时间。"))])
    until = day(_l("延长到（法律没有写明延长天数的填写）"), ahead=True)
    reason = told(_l("依据和理由"), _l("请写明依据哪份文书或者谁的告知，以及理由。"))
    decided_by = line(_l("决定或批准的单位、人员"), _l("请写明由谁决定。"), longest=60)
    told_reason = BooleanField(_l("已把延长的理由告知当事人"))

    def facts(self) -> dict[str, Any]:
        """The step happened when the pause, its end or the approval did."""
        return {**super().facts(), "happened_on": local(self.at.data)[:10]}

    def validate_until(self, field: Any) -> None:
        """A later end belongs to an extension."""
        if field.data and self.change.data != "extend":
            raise ValidationError(str(_l("只有延长才填写延长到哪一天。")))
