"""What the steps ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.contact_made import still_safe
from mediation.cases.questions import (
    NextDayField,
    YesNoField,
    next_day,
    one_of,
    perhaps_one_of,
    perhaps_told,
    told,
)
from mediation.web.fields import HappenedOnField, as_choices
from mediation.web.forms import Choices, StepForm

WAYS = [
    ("phone", _l("电话")),
    ("in_person", _l("当面")),
    ("visit", _l("上门")),
    ("wechat", _l("微信")),
    ("other", _l("其他")),
]
SAFE = [("yes", _l("安全")), ("no", _l("不安全")), ("unknown", _l("不清楚"))]
PERFORMANCE = [("kept", _l("按约履行")), ("partly", _l("部分履行")), ("not_kept", _l("未履行"))]
SATISFACTION = [
    ("satisfied", _l("满意")),
    ("fairly_satisfied", _l("基本满意")),
    ("dissatisfied", _l("不满意")),
    ("not_said", _l("未表态")),
]


class FollowUpForm(StepForm):
    name = "follow_up"

    no_contact_by_wish = BooleanField(
        _l("不便联系（本人要求）"), description=_l("本人说过不要联系的，勾选这里；不要为了回访去打扰。")
    )
    way = one_of(_l("方式"), WAYS, description=_l("先看安全联系方式；不便联系的选“其他”。"))
    reached = YesNoField(_l("是否联系上本人"))
    still_safe = still_safe()
    safe = one_of(_l("本人是否安全"), SAFE, description=_l("由本人说出，没有问到的选“不清楚”。"))
    violence_again = BooleanField(_l("又发生了暴力或威胁"))
    performance = perhaps_one_of(_l("协议履行"), PERFORMANCE)
    satisfaction = perhaps_one_of(_l("对本站工作是否满意"), SATISFACTION)
    text = perhaps_told(_l("回访情况"))
    next_on = next_day(_l("下次回访日期"))
    happened_on = HappenedOnField(_l("回访日期"))

    def offer_choices(self, choices: Choices) -> None:
        """A way that she did not agree to says so, where somebody might choose it."""
        super().offer_choices(choices)
        refused = dict(choices("ways refused"))
        said = [(way, f"{label}（{refused[way]}）" if way in refused else label) for way, label in WAYS]
        self.way.choices = as_choices(said)

    def validate_safe(self, field: Any) -> None:
        """Only she can say that she is safe (rules of 2018 no. 13)."""
        if field.data == "yes" and self.reached.data is False:
            raise ValidationError("没有联系上本人，不能确认安全，请选“不清楚”。")

    def validate_reached(self, field: Any) -> None:
        if field.data and self.no_contact_by_wish.data:
            raise ValidationError("本人要求不联系的，这里请选“否”。")


class RedoDecisionForm(StepForm):
    """What becomes of it that she was not satisfied."""

    name = "redo_decision"

    decision = one_of(
        _l("怎么处理"),
        [("redo", _l("重办")), ("explain", _l("不重办，向本人说明"))],
        missing=_l("请选择怎么处理。"),
    )
    reason = told(
        _l("理由和要求"),
        _l("请写明理由；重办的写明重办什么。"),
        description=_l("先听本人怎么说，再看办理记录。"),
    )
    happened_on = HappenedOnField(_l("决定日期"))


class VisitingPlanForm(StepForm):
    """How often a household in difficulty is visited, and until when."""

    name = "visiting_plan"

    ground = told(_l("为什么要走访"), _l("请写明家庭有什么困难、要关注什么。"))
    every = SelectField(
        _l("多久走访一次"),
        [InputRequired(_l("请选择多久走访一次。"))],
        choices=as_choices([(30, _l("每月")), (90, _l("每季度")), (180, _l("每半年"))]),
        coerce=int,
        default=90,
    )
    until = NextDayField(
        _l("到哪一天为止"),
        [InputRequired(_l("请写明到哪一天为止。"))],
        ahead=True,
        description=_l("到期时提醒您延长或者结束。有家庭暴力的，先看安全联系方式，不要未约上门。"),
    )
    happened_on = HappenedOnField(_l("确定日期"))
