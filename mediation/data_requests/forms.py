"""What the steps of a data request ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.questions import day, one_of, perhaps_told, told
from mediation.db import today
from mediation.web.fields import HappenedOnField, ManyField, PartyField, as_choices
from mediation.web.forms import StepForm

KINDS = [
    ("read", _l("查阅")),
    ("copy", _l("复制")),
    ("correct", _l("更正")),
    ("complete", _l("补充")),
    ("delete", _l("删除")),
    ("consent", _l("撤回同意")),
    ("explain", _l("解释说明处理规则")),
]
CHANNELS = [
    ("visit", _l("当面")),
    ("letter", _l("来信")),
    ("online", _l("网上（编号和口令）")),
    ("call", _l("来电")),
]
ASKERS = [("self", _l("本人")), ("guardian", _l("监护人")), ("agent", _l("受托人"))]
IDENTITY_WAYS = [
    ("papers", _l("当面核对证件原件")),
    ("known", _l("承办人当面认识本人")),
    ("code", _l("网上凭编号和口令")),
    ("safe_call", _l("打登记的安全号码，由本人接听")),
    ("mandate", _l("核对授权委托书和受托人证件原件")),
]
SCOPES = [("granted", _l("全部同意")), ("partly", _l("部分同意"))]
# Each with its article, as it stands in the answer.
REFUSALS = [
    ("term", _l("法律、行政法规规定的保存期限没有届满（第四十七条第二款）")),
    ("needed", _l("处理目的还没有实现，仍然必要（第四十七条第一款）")),
    ("secret", _l("法律规定应当保密或者不需要告知（第四十五条第一款、第十八条第一款）")),
    ("others", _l("涉及他人的个人信息，不是本人的信息（第四十四条、第四十五条）")),
    ("correct", _l("核实后没有发现不准确、不完整（第四十六条）")),
    ("identity", _l("没有能够核实本人身份（第五十条）")),
    ("other", _l("其他")),
]
# What may be missing without the case losing its sense.
DISPENSABLE = [
    ("phone", _l("电话")),
    ("workplace", _l("工作单位")),
    ("school", _l("学校")),
    ("occupation", _l("职业")),
    ("residence", _l("现住址")),
    ("contact_channel", _l("可写在文书上的联系方式")),
]
ANSWER_WAYS = [
    ("in_person", _l("当面交给本人（签收）")),
    ("post", _l("寄到本人选的联系地址")),
    ("agent", _l("交给监护人、受托人（签收）")),
]
IN_LETTER = _l("会写进答复书，不要写现住址、电话和别人的事。")


class DataRequestForm(StepForm):
    """Whose data, what is asked, by whom, and when it came in."""

    name = "data_request"

    party = PartyField(_l("谁的信息"), [InputRequired(_l("请选择。"))])
    about = one_of(_l("请求什么"), KINDS, missing=_l("请选择请求的事项。"))
    wish = told(_l("具体请求"), _l("请照本人的话写下具体请求。"))
    by_whom = one_of(_l("谁提出的"), ASKERS, missing=_l("请选择谁提出的。"), default="self")
    channel = one_of(_l("怎样提出的"), CHANNELS, missing=_l("请选择。"), default="visit")
    data_request_received_on = day(_l("收到日期"), _l("请写明收到的日期。"), default=today)


class DataIdentityForm(StepForm):
    """How it is known that it is the person."""

    name = "data_identity"

    identity_way = one_of(_l("怎样核实"), IDENTITY_WAYS, missing=_l("请选择怎样核实。"))
    note = perhaps_told(_l("说明"), description=_l("不要打来电显示的号码，不要打别人的电话。"))
    happened_on = HappenedOnField()


class DataGrantForm(StepForm):
    """What is granted. Of a deletion: what exactly, for the rest of a case is kept as long as the law says."""

    name = "data_grant"

    scope = one_of(_l("决定"), SCOPES, missing=_l("请选择决定。"))
    fields = ManyField(
        _l("删除哪些信息"), choices=as_choices(DISPENSABLE), description=_l("只在请求删除时填。")
    )
    reason = perhaps_told(_l("不同意的部分和理由"), description=IN_LETTER)
    happened_on = HappenedOnField()

    def validate_reason(self, field: Any) -> None:
        """What is not granted is told with the reason (PIPL 50)."""
        if self.scope.data == "partly" and not field.data:
            raise ValidationError("部分同意的，请写明不同意的部分、理由和法条。")


class DataRefusalForm(StepForm):
    """Why not, with the article."""

    name = "data_refusal"

    ground = one_of(_l("法律依据（个人信息保护法）"), REFUSALS, missing=_l("请选择依据。"))
    reason = told(_l("理由"), _l("请写明理由。"), description=IN_LETTER)
    happened_on = HappenedOnField()


class DataDoneForm(StepForm):
    """What was done about it."""

    name = "data_done"

    done = told(_l("办理情况"), _l("请写明怎样办理的。"), description=IN_LETTER)
    happened_on = HappenedOnField()


class DataAnswerForm(StepForm):
    """How the answer reached the person, by a way that is safe."""

    name = "data_answer"

    way = one_of(_l("怎样答复"), ANSWER_WAYS, missing=_l("请选择答复的方式。"))
    told_remedy = BooleanField(_l("已告知不服可以向法院起诉、向履行个人信息保护职责的部门投诉"))
    data_request_answered_on = day(_l("答复日期"), _l("请写明答复的日期。"), default=today)
    happened_on = HappenedOnField()
