"""What the steps of legal aid ask. Days that start or end a time limit are whole, each with its own name."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError
from wtforms.validators import DataRequired, StopValidation

from mediation.cases.questions import DayField, YesNoField, day, line, next_day, one_of, perhaps_told, told
from mediation.legal_aid.words import (
    BASES,
    FORMS_OF_AID,
    GROUNDS,
    MATERIALS,
    MATTERS,
    POWERS,
    PROGRESS,
    SPECIAL_POWERS,
)
from mediation.web.fields import HappenedOnField, ManyField, PartyField, UserField, as_choices
from mediation.web.forms import Choices, StepForm


class NeededIf:
    """The field must be filled where the other one has this value; elsewhere it may be empty."""

    def __init__(self, other: str, value: Any, missing: Any) -> None:
        self.other, self.value, self.missing = other, value, missing

    def __call__(self, form: Any, field: Any) -> None:
        if field.raw_data and field.raw_data[0].strip():
            return
        field.errors = []
        raise StopValidation(self.missing if form[self.other].data == self.value else None)


class DatedForm(StepForm):
    """A step that has a date of its own: that is the day on which it happened."""

    dated_by: ClassVar[str] = ""

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        when = said.get(self.dated_by)
        return {"happened_on": when.isoformat(), **said} if isinstance(when, date) else said


class LegalAidApplicationForm(DatedForm):
    """An application received. Who suffered violence is never asked about means (LA-32, LA-40)."""

    name = "legal_aid_application"
    dated_by = "la_received_on"

    la_received_on = day(
        _l("法援机构收到申请日"),
        _l("请写明法援机构收到申请的日期，7日从这一天起算。"),
        description=_l("站点只是代收的，写法援机构收到的日期；站点经授权受理的，写站点收到的日期。"),
    )
    handed_in_on = day(_l("站点代收日"))
    matter = one_of(_l("申请事项"), list(MATTERS.items()))
    basis = one_of(
        _l("依据"),
        list(BASES.items()),
        description=_l("只有选“经济困难”的，才会再问经济状况；家庭暴力、虐待、遗弃的受害人不用填。"),
    )
    means_statement = BooleanField(
        _l("本人已填写经济困难状况说明表，或者已签诚信承诺"),
        description=_l("不用再去居委会、村委会开“贫困证明”。"),
    )
    by_agent = PartyField(
        _l("代申请人"), description=_l("无、限制民事行为能力人由代理人申请。对方不能代她或他申请。")
    )
    materials = ManyField(_l("已交材料"), choices=list(MATERIALS.items()))
    deadline_near = BooleanField(_l("距时效或者期限届满不足7日，或者要立即申请保全"))

    def prepare(self, workflow: str, trigger: str) -> None:
        """The question of means appears only once somebody has applied for want of means."""
        if self.basis.data != "41" and not self.means_statement.data:
            del self.means_statement

    def offer_choices(self, choices: Choices) -> None:
        """The other side is no agent, whatever it is to the applicant (LA-40)."""
        super().offer_choices(choices)
        others = dict(choices("respondents"))
        allowed = [row for row in choices("parties") if row[0] not in others]
        self.by_agent.choices = as_choices([("", "—"), *allowed])

    def validate_handed_in_on(self, field: Any) -> None:
        if field.data and self.la_received_on.data and field.data > self.la_received_on.data:
            raise ValidationError("代收日不能晚于法援机构收到申请日，请核对。")

    def validate_means_statement(self, field: Any) -> None:
        if self.basis.data != "41" and field.data:
            raise ValidationError("这个依据不需要说明经济状况，请不要向本人索要，取消勾选即可。")
        if self.basis.data == "41" and not field.data:
            raise ValidationError("因经济困难申请的，请先由本人填写说明表或者签诚信承诺，再勾选。")


class SupplementForm(DatedForm):
    """What is missing, told once and whole."""

    name = "supplement"
    dated_by = "asked_on"

    what = told(_l("需要补什么"), _l("请一次写全需要补的材料。"), description=_l("只能告知一次，请写全。"))
    asked_on = day(_l("告知日期"), _l("请写明告知日期。"))


class LegalAidDecisionForm(DatedForm):
    """Aid is granted; before the papers only for the urgent reasons of LA-44."""

    name = "legal_aid_decision"
    dated_by = "la_decided_on"

    la_decided_on = day(_l("法援机构决定日"), _l("请写明决定日期，3日内指派从这一天起算。"))
    number = line(_l("文号"))
    form = one_of(_l("援助形式"), list(FORMS_OF_AID.items()))
    urgent_ground = told(
        _l("先行援助的理由"),
        _l("请写明理由：距时效或者期限不足7日，或者需要立即申请保全、先予执行。"),
        description=_l("手续可以事后补办。"),
    )

    def prepare(self, workflow: str, trigger: str) -> None:
        if trigger != "help_first":
            del self.urgent_ground


class LegalAidRefusalForm(DatedForm):
    """Aid is refused or ended: with reasons in writing and word of the right to object (LA-43A, LA-49)."""

    name = "legal_aid_refusal"
    dated_by = "la_decided_on"

    la_decided_on = day(_l("法援机构决定日"), _l("请写明决定日期。"))
    ground = one_of(_l("终止的情形"), list(GROUNDS.items()))
    reasons = told(_l("书面理由"), _l("不予或者终止援助要书面说明理由，请写明。"))
    delivered_on = day(_l("送达日期"))
    told_objection = BooleanField(
        _l("已告知可以向司法行政部门提出异议"), [DataRequired(_l("请先告知本人可以提出异议，再勾选。"))]
    )

    def prepare(self, workflow: str, trigger: str) -> None:
        if trigger != "terminate":
            del self.ground

    def validate_delivered_on(self, field: Any) -> None:
        if field.data and self.la_decided_on.data and field.data < self.la_decided_on.data:
            raise ValidationError("送达不会早于决定，请核对。")


class LegalAidObjectionForm(DatedForm):
    """An objection has reached the department of justice: five days from then (LA-49)."""

    name = "legal_aid_objection"
    dated_by = "la_objection_received_on"

    la_objection_received_on = day(
        _l("司法行政部门收到异议日"), _l("请写明司法行政部门收到异议的日期，5日从这一天起算。")
    )
    grounds = told(_l("异议理由"), _l("请写明为什么不同意。"))


class ObjectionResultForm(DatedForm):
    """What was decided on the objection. Where it succeeds, the assignment is due from the same day."""

    name = "objection_result"
    dated_by = "la_objection_answered_on"
    trigger = ""

    la_objection_answered_on = day(_l("异议审查决定日"), _l("请写明作出审查决定的日期。"))
    result_text = perhaps_told(_l("决定内容"))

    def prepare(self, workflow: str, trigger: str) -> None:
        self.trigger = trigger

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        decided = {"la_decided_on": said["la_objection_answered_on"]} if self.trigger == "overturn" else {}
        return {**said, **decided}


class LegalAidAssignmentForm(DatedForm):
    """Who helps: a lawyer with an account, or one known by name."""

    name = "legal_aid_assignment"
    dated_by = "la_assigned_on"

    la_assigned_on = day(_l("指派日期"), _l("请写明指派日期，5日内签委托协议从这一天起算。"))
    assignee = UserField(_l("律师"), offers="lawyers", description=_l("没有账号的律师，在下面写姓名和律所。"))
    lawyer_name = line(_l("律师姓名"))
    firm = line(_l("律师事务所"))
    for_minor = BooleanField(_l("受援人是未成年人"))
    la_notice_received_on = day(
        _l("承办人收到指派通知书日"), description=_l("未成年人的案件，承办人收到通知起5个工作日内会见。")
    )

    def validate_lawyer_name(self, field: Any) -> None:
        if not field.data and not self.assignee.data:
            raise ValidationError("请选择律师，或者写明律师姓名。")

    def validate_la_notice_received_on(self, field: Any) -> None:
        if field.data and self.la_assigned_on.data and field.data < self.la_assigned_on.data:
            raise ValidationError("收到通知书不会早于指派，请核对。")

    def facts(self) -> dict[str, Any]:
        """Only the case of a minor has the limit of LA-MIN: else its starting fact has another name."""
        return _for_minors_alone(super().facts())


def _for_minors_alone(said: Mapping[str, Any]) -> dict[str, Any]:
    other = {} if said.get("for_minor") else {"la_notice_received_on": "notice_received_on"}
    return {other.get(name, name): value for name, value in said.items()}


class MandateForm(DatedForm):
    """The mandate is signed within five days; or why the person helped could not sign (LA-27)."""

    name = "mandate"
    dated_by = "la_agreement_signed_on"

    signed = YesNoField(_l("委托协议和授权委托书签好了吗"))
    la_agreement_signed_on = DayField(_l("签订日期"), [NeededIf("signed", True, _l("请写明签订日期。"))])
    why_not = perhaps_told(_l("没有签的原因"), description=_l("受援人原因无法签订的，写明情况，可以先办理。"))
    power = one_of(_l("授权"), list(POWERS.items()))
    special_powers = ManyField(
        _l("特别授权的事项"),
        choices=list(SPECIAL_POWERS.items()),
        description=_l("逐项勾选，没有勾选的就没有授权；一般代理的不勾。"),
    )
    entrusted = line(_l("委托事项"), description=_l("如代理第一审诉讼、代拟申请书。"))
    until = line(_l("委托期限至"), longest=60)

    def validate_special_powers(self, field: Any) -> None:
        """Special powers come with a special mandate alone (Civil Procedure Law art. 62)."""
        if field.data and self.power.data == "general":
            raise ValidationError("一般代理没有特别授权的事项；要特别授权的，请在上面选“特别授权”。")

    def validate_la_agreement_signed_on(self, field: Any) -> None:
        if self.signed.data is False and field.data:
            raise ValidationError("还没有签的，请不要写签订日期。")

    def validate_why_not(self, field: Any) -> None:
        if self.signed.data is False and not field.data:
            raise ValidationError("没有签的，请写明受援人方面的原因。")


class LegalAidProgressForm(StepForm):
    """What was done in the matter."""

    name = "legal_aid_progress"

    kind = one_of(_l("进展"), list(PROGRESS.items()))
    note = told(_l("情况"), _l("请写明情况。"))
    la_minor_met_on = day(_l("会见未成年受援人日"))
    next_on = next_day(_l("下次日期"))
    happened_on = HappenedOnField()
