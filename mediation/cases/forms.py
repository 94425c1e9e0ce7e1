"""What the everyday steps of a case ask."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from mediation.cases.correcting import CORRECTABLE, OF_PERSON
from mediation.cases.questions import day, line, next_day, one_of, perhaps_told, told
from mediation.db import now, today
from mediation.web.fields import (
    HappenedOnField,
    ManyField,
    MomentField,
    OfferedField,
    PartyField,
    UserField,
    WholeField,
    as_choices,
)
from mediation.web.forms import Choices, StepForm

CONTACT_WAYS = [
    ("in_person", _l("面谈")),
    ("phone", _l("电话")),
    ("wechat", _l("微信")),
    ("visit", _l("上门")),
    ("written", _l("书面")),
    ("other", _l("其他")),
]
SESSION_FORMS = [("joint", _l("共同")), ("separate", _l("分别")), ("online", _l("线上"))]
USUAL_MINUTES = 90
LENGTHS = [(60, _l("1小时")), (90, _l("1小时30分")), (120, _l("2小时")), (180, _l("3小时"))]
LEVELS = [
    ("1", _l("1 一般"), {"data-hint": _l("本站办案的人都能打开。")}),
    (
        "2",
        _l("2 限于指定的人"),
        {"data-hint": _l("只有承办人、下面勾选的人和负责人能打开。家暴案件至少是这一级。")},
    ),
    ("3", _l("3 封存"), {"data-hint": _l("平时谁也打不开；承办人和负责人两人一同打开，八小时后自己关上。")}),
]
OUTCOMES = [
    ("resolved", _l("化解")),
    ("partly", _l("部分化解")),
    ("court", _l("诉讼解决")),
    ("helped", _l("得到援助")),
    ("safe", _l("安全处置")),
    ("withdrawn", _l("撤诉")),
    ("other", _l("其他")),
]
RETENTION = [("permanent", _l("永久")), ("long", _l("长期")), ("short", _l("短期"))]
# Who may take the work of a stage, where not every colleague may.
_TRADES = {"counselling": "counsellors"}


class ReasonForm(StepForm):
    """Why."""

    name = "reason"
    reason = told(_l("理由"), _l("请写明理由。"))
    happened_on = HappenedOnField()


class DateAndNoteForm(StepForm):
    """What happened, and when something is to happen next."""

    name = "date_and_note"
    note = told(_l("情况"), _l("请写明情况。"))
    way = one_of(_l("方式"), CONTACT_WAYS, default="in_person")
    next_on = next_day(_l("下次日期"))
    happened_on = HappenedOnField()


class AssignmentForm(StepForm):
    """To whom it is given."""

    name = "assignment"
    assignee = UserField(_l("交给谁"), [InputRequired(_l("请选择承办人。"))])
    note = perhaps_told(_l("说明"))

    def prepare(self, workflow: str, trigger: str) -> None:
        """Counselling is for counsellors."""
        self.assignee.offers = _TRADES.get(workflow, "colleagues")


class SuspensionForm(StepForm):
    """Why it rests, and until when."""

    name = "suspension"
    reason = told(_l("理由"), _l("请写明为什么停下来。"))
    next_on = next_day(_l("预计恢复日期"))
    happened_on = HappenedOnField()


class SessionPlanForm(StepForm):
    """When and where a session is to be."""

    name = "session_plan"
    planned_at = MomentField(_l("时间"), [InputRequired(_l("请写明约定的时间。"))], ahead=True)
    late = BooleanField(_l("补登记已过去的约定"))
    minutes = SelectField(
        _l("多长时间"),
        [InputRequired(_l("请选择多长时间。"))],
        choices=as_choices(LENGTHS),
        coerce=int,
        default=USUAL_MINUTES,
        description=_l("双方要错开到达的，自动多留50分钟。"),
    )
    room = OfferedField(_l("房间"), offers="rooms")
    place = line(_l("地点"), longest=60, description=_l("选了房间的可以不写。"))
    form = one_of(_l("形式"), SESSION_FORMS, default="joint")
    invited = ManyField(
        _l("通知谁参加"), offers="parties", description=_l("不勾选的，共同会谈就是双方都来。")
    )
    note = perhaps_told(_l("说明"))

    def validate_planned_at(self, field: Any) -> None:
        """A plan lies ahead, unless it is recorded late."""
        if field.data and field.data < now() and not self.late.data:
            raise ValidationError("这个时间已经过去；确是补登记的，请勾选“补登记”。")

    def validate_place(self, field: Any) -> None:
        if not (field.data or "").strip() and not self.room.data:
            raise ValidationError("请选择房间，或者写明地点。")


class NoShowForm(StepForm):
    """Who did not come."""

    name = "no_show"
    absent = ManyField(_l("谁没有来"), [InputRequired(_l("请勾选没有来的人。"))], offers="parties")
    reason = perhaps_told(_l("原因"))
    next_on = next_day(_l("改约日期"))
    happened_on = HappenedOnField()


class LevelForm(StepForm):
    """Who may open the case."""

    name = "level"
    level = one_of(_l("保密级别"), LEVELS, missing=_l("请选择保密级别。"))
    named = ManyField(
        _l("可以打开本案的人"),
        offers="colleagues",
        description=_l("第2、3级时勾选；承办人和您自己不必勾选。"),
    )
    reason = told(_l("理由"), _l("请写明理由。"))

    def facts(self) -> dict[str, Any]:
        """The level as a number."""
        said = super().facts()
        return {**said, "level": int(said["level"])}


class CorrectionForm(StepForm):
    """What was recorded wrongly, and what is right."""

    name = "correction"
    apart = ("new_value",)
    entry = OfferedField(_l("更正哪一条记录"), [InputRequired(_l("请选择要更正的记录。"))], offers="entries")
    field = one_of(_l("更正哪一项"), list(CORRECTABLE.items()), missing=_l("请选择要更正的项目。"))
    party = PartyField(_l("哪位当事人"), description=_l("更正姓名、证件、电话等个人信息时选择。"))
    new_value = told(_l("改为"), _l("请写正确的内容。"), least=1)
    reason = told(_l("理由"), _l("请写明为什么更正。"))

    def offer_choices(self, choices: Choices) -> None:
        """A partner corrects its own steps: it is not offered the people of the case, nor what is theirs."""
        super().offer_choices(choices)
        offered = choices("correctable")
        self.field.choices = as_choices(offered)
        if not OF_PERSON.keys() & {name for name, _label in offered}:
            del self.party

    def validate_field(self, field: Any) -> None:
        """What belongs to a person needs the person."""
        if field.data in OF_PERSON and not (self.party and self.party.data):
            raise ValidationError("请在下面选择这是哪位当事人的信息。")


class AcceptanceForm(StepForm):
    """The request is accepted; for a petition, with its dates (XF-23)."""

    name = "acceptance"
    accepted_on = day(_l("受理日期"), _l("请写明受理日期。"), default=today)
    petition_received_on = day(_l("信访事项收到日期"))
    petition_accepted_on = day(_l("信访事项受理日期"))
    petition_appeal = BooleanField(
        _l("属于申诉求决类（信访工作条例第31条第六项）"),
        description=_l("只有这一类适用60日办结；涉诉、仲裁、行政程序的按各自程序。"),
    )
    petition_forwarded_on = day(_l("信访事项转送日期"))
    note = perhaps_told(_l("说明"))

    def validate_petition_accepted_on(self, field: Any) -> None:
        """Nothing is accepted before it came."""
        if (
            isinstance(field.data, date)
            and self.petition_received_on.data
            and field.data < self.petition_received_on.data
        ):
            raise ValidationError("受理日期早于收到日期，请核对。")

    def facts(self) -> dict[str, Any]:
        """The sixty days run for an appeal alone: of anything else the day has another name (XF-34)."""
        said = super().facts()
        if not said.get("petition_appeal") and "petition_accepted_on" in said:
            said["petition_taken_on"] = said.pop("petition_accepted_on")
        return said


class ClosingForm(StepForm):
    """What came of the case."""

    name = "closing"
    outcome = one_of(_l("结果"), OUTCOMES, missing=_l("请选择结果。"))
    summary = told(_l("办理小结"), _l("请写明办理经过和结果。"))
    told_result = BooleanField(_l("已把结果告知本人"))
    petition_replied_on = day(_l("信访事项答复日期"))
    happened_on = HappenedOnField()


class ArchivingForm(StepForm):
    """The dossier goes to the archive (PM-27, AR-2)."""

    name = "archiving"
    retention = one_of(_l("保管期限"), RETENTION, missing=_l("请选择保管期限。"))
    pages = WholeField(_l("页数"), [Optional()], most=100_000)
    dossier_note = told(_l("卷宗情况说明"), _l("请写明卷宗情况，如缺损、补正、移出。"))
    filed_by = UserField(_l("立卷人"), [InputRequired(_l("请选择立卷人。"))])
    checked_by = UserField(
        _l("检查人"),
        [InputRequired(_l("请选择检查人：立卷人以外的人。"))],
        description=_l("立卷人以外的人。环节的卷宗由该环节的单位立卷、检查。"),
    )
    archived_on = day(_l("归档日期"), _l("请写明归档日期。"), default=today)

    def validate_checked_by(self, field: Any) -> None:
        """Nobody checks what they filed themselves (PM-27)."""
        if field.data and field.data == self.filed_by.data:
            raise ValidationError("立卷人和检查人不能是同一个人。")
