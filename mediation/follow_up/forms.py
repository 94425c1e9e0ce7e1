"""What the steps ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from mediation.cases.contact_made import still_safe
from mediation.cases.questions import YesNoField, next_day, one_of, perhaps_one_of, perhaps_told
from mediation.web.fields import HappenedOnField
from mediation.web.forms import StepForm

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

    def validate_safe(self, field: Any) -> None:
        """Only she can say that she is safe (rules of 2018 no. 13)."""
        if field.data == "yes" and self.reached.data is False:
            raise ValidationError("没有联系上本人，不能确认安全，请选“不清楚”。")

    def validate_reached(self, field: Any) -> None:
        if field.data and self.no_contact_by_wish.data:
            raise ValidationError("本人要求不联系的，这里请选“否”。")
