"""What the steps of a mediation ask."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from mediation.cases.questions import YesNoField, day, line, next_day, one_of, perhaps_told, told
from mediation.dates import local
from mediation.disputes.conditions import RequiredIf
from mediation.disputes.screening import screen
from mediation.disputes.words import (
    CHILD_ANSWERS,
    COURT_PROCEDURES,
    DISPUTES,
    ELSEWHERE,
    ORIGINS,
    SCREEN_ANSWERS,
    SESSION_FORMS,
)
from mediation.web.fields import HappenedOnField, ManyField, MomentField, PartyField, UserField
from mediation.web.forms import RowForm, StepForm

ELSEWHERE_HANDS = frozenset({"court", "police", "agency"})


class MediationRequestForm(StepForm):
    """Who asks, what for, and whether court, police or an agency has it in hand already."""

    name = "mediation_request"
    groups = (
        (_l("来源"), ["origin", "elsewhere", "elsewhere_why", "paper_number", "wants_to_withdraw_suit"]),
        (_l("纠纷"), ["dispute_kind", "dispute_facts", "demands", "identity_matter", "open_hearing"]),
        (
            _l("法院或平台转来的"),
            [
                "court_procedure",
                "court_request_received_on",
                "court_material_signed_on",
                "platform_accepted_at",
            ],
        ),
    )

    origin = one_of(_l("案件来源"), ORIGINS)
    dispute_kind = one_of(_l("纠纷类型"), DISPUTES)
    dispute_facts = told(_l("纠纷简要情况"), _l("请写下纠纷的简要情况。"))
    demands = told(_l("申请事项"), _l("请写下当事人的要求。"))
    elsewhere = one_of(_l("是否已由法院、公安或行政机关处理"), ELSEWHERE)
    elsewhere_why = TextAreaField(
        _l("处理情况说明"),
        [
            RequiredIf("elsewhere", ELSEWHERE_HANDS, _l("已在处理的，请写明由谁处理、到了哪一步。")),
            Length(max=2000),
        ],
    )
    paper_number = line(_l("移交函或案号"), longest=80)
    wants_to_withdraw_suit = BooleanField(_l("当事人表示愿意撤诉"))
    identity_matter = YesNoField(_l("是否请求确认婚姻效力、亲子、收养等身份关系"))
    open_hearing = BooleanField(_l("当事人要求公开调解"))
    court_procedure = SelectField(
        _l("法院适用的程序"),
        [RequiredIf("origin", {"court_entrusted"}, _l("法院委托的，请选择普通程序或简易程序，期限不同。"))],
        choices=[("", "—"), *COURT_PROCEDURES],
    )
    court_request_received_on = day(_l("收到委派、委托信息的日期"))
    court_material_signed_on = day(_l("签收法院材料的日期"))
    platform_accepted_at = MomentField(_l("调解平台确认接受的时间"), [Optional()])
    happened_on = HappenedOnField(_l("申请日期"))


def _screen_items() -> type[RowForm]:
    """Every question of the screen; none is preset, for silence is no answer."""
    missing = _l("请选择；没有回答的选“没有回答”。")
    asked = {row.name: one_of(row.text, SCREEN_ANSWERS, missing=missing) for row in screen().questions}
    return type("ScreenItems", (RowForm,), asked)


ScreenItems = _screen_items()


class SafetyScreenForm(StepForm):
    """What one party says when asked alone. The answers are sealed: nothing of them stays with the step."""

    name = "safety_screen"
    apart = ("screen_answers", "screen_note")
    groups = (
        (_l("问的是谁"), ["party", "spoken_alone"]),
        (_l("逐题问，照本人的话选"), ["screen_answers", "screen_note"]),
    )

    party = PartyField(_l("当事人"), [InputRequired(_l("请选择问的是谁。"))], offers="sides")
    spoken_alone = YesNoField(
        _l("是否单独询问，没有别人在场"), description=_l("另一方、家人、孩子都不在场。有人在场的，另约时间。")
    )
    screen_answers = FormField(ScreenItems, screen().label)
    screen_note = perhaps_told(_l("本人的话和您的观察"), description=_l("密封保存，另一方看不到。"))
    happened_on = HappenedOnField()

    def validate_spoken_alone(self, field: Any) -> None:
        """An answer within hearing of another is none (PM-DV2)."""
        if field.data is False:
            raise ValidationError("要单独、无人在旁时询问；请另约时间再问。")

    def facts(self) -> dict[str, Any]:
        """The answers with the version of the questions."""
        return {**super().facts(), "version": screen().version}


class MediatorNamedForm(StepForm):
    """Who mediates, chosen by whom, and without an interest of their own."""

    name = "mediator_named"

    assignee = UserField(_l("主持调解员"), [InputRequired(_l("请选择主持调解员。"))], offers="mediators")
    others = ManyField(_l("其他调解员"), offers="mediators")
    recorder = line(_l("记录人"), longest=40)
    chosen_by = one_of(
        _l("怎样确定的"), [("designated", _l("调委会指定")), ("parties", _l("当事人共同选择"))]
    )
    no_interest = BooleanField(
        _l("调解员声明与当事人、与纠纷没有利害关系"), [InputRequired(_l("有利害关系的请换一名调解员。"))]
    )
    happened_on = HappenedOnField()


class MediationAcceptanceForm(StepForm):
    """The day of registration: the month of mediation runs from it."""

    name = "mediation_acceptance"

    pm_registered_on = day(_l("受理登记日期"), _l("请写明受理登记日期。"))
    registrar = line(_l("登记人"), longest=40)

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of registration."""
        return {**super().facts(), "happened_on": self.pm_registered_on.data.isoformat()}


class SessionRecordForm(StepForm):
    """A session that was held. Minutes and result are sealed in it, never kept with the step."""

    name = "session_record"
    apart = ("minutes", "session_result")

    held_at = MomentField(_l("开始时间"), [InputRequired(_l("请写明什么时候开始。"))])
    ended_at = MomentField(_l("结束时间"), [Optional()])
    place = line(_l("地点"), _l("请写明地点。"), longest=80)
    form = one_of(_l("方式"), SESSION_FORMS)
    side = PartyField(
        _l("单独调解的，这次和谁谈"),
        [RequiredIf("form", {"separate"}, _l("单独调解的，请选择这次和谁谈；记录只给这一方核对。"))],
    )
    attended = ManyField(
        _l("到场当事人"), [DataRequired(_l("请勾选到场的当事人；无人到场请“登记未到场”。"))], offers="parties"
    )
    guests = FieldList(
        StringField(_l("姓名"), [Length(max=40)]),
        _l("其他参加人"),
        min_entries=1,
        max_entries=20,
        description=_l("每一位都要先征得各方同意。"),
    )
    minutes = told(_l("调解记录"), _l("请写下调解记录。"), description=_l("每行一句，可写成“某某：……”。"))
    session_result = perhaps_told(_l("调解结果"))
    next_on = next_day(_l("下次调解日期"))

    def facts(self) -> dict[str, Any]:
        """The guests that were named, and the day of the session as the day of the step."""
        facts = super().facts()
        facts["guests"] = [guest for guest in facts.get("guests", []) if guest]
        return {**facts, "happened_on": local(self.held_at.data)[:10]}

    def validate_ended_at(self, field: Any) -> None:
        if field.data and self.held_at.data and field.data <= self.held_at.data:
            raise ValidationError("结束时间要晚于开始时间。")


class ChildHeardForm(StepForm):
    """What a child wishes: sealed, for the mediator alone."""

    name = "child_heard"
    apart = ("wish",)

    party = PartyField(_l("子女"), [InputRequired(_l("请选择听取了谁的意愿。"))], offers="children")
    answer = one_of(_l("是否表达"), CHILD_ANSWERS)
    by_whom = line(_l("由谁听取"), _l("请写明由谁听取。"), longest=40)
    alone = YesNoField(_l("是否单独、父母不在旁"))
    wish = perhaps_told(_l("本人意愿"), description=_l("单独密封保存，双方当事人都看不到。"))
    happened_on = HappenedOnField()

    def facts(self) -> dict[str, Any]:
        """As an answer of the child to the question that asks for its view."""
        return {**super().facts(), "kind": "child_view"}


class ExtensionForm(StepForm):
    """A later end, which all parties agreed on."""

    name = "extension"

    until = day(_l("延长到"), _l("请写明延长到哪一天。"), ahead=True)
    reason = told(_l("延期原因"), _l("请写明为什么延期。"))
    happened_on = HappenedOnField()


class DangerReportForm(StepForm):
    """The dispute may turn dangerous: what was seen, and who was told (PM-25)."""

    name = "danger_report"

    escalation_found_at = MomentField(_l("发现时间"), [InputRequired(_l("请写明什么时候发现的。"))])
    what = told(_l("发现了什么"), _l("请写下发现的情况。"))
    escalation_reported_at = MomentField(_l("报告公安的时间"), [Optional()])
    station = line(_l("报告的派出所"), longest=60)
    officer = line(_l("接警人或回执号"), longest=60)
    upper_told_on = day(_l("报告上级妇联的日期"))
    to_whom = line(_l("报告给谁"), longest=60)

    def facts(self) -> dict[str, Any]:
        """The step happened when the danger was found."""
        return {**super().facts(), "happened_on": local(self.escalation_found_at.data)[:10]}

    def validate_escalation_reported_at(self, field: Any) -> None:
        found = self.escalation_found_at.data
        if field.data and found and field.data < found:
            raise ValidationError("报告时间不能早于发现时间。")


class AgreementReachedForm(StepForm):
    """The parties agree: written or oral, and since when."""

    name = "agreement_reached"

    form = one_of(
        _l("协议形式"),
        [("written", _l("书面协议")), ("oral", _l("口头协议"))],
        description=_l("要申请司法确认的，请用书面协议。"),
    )
    agreement_reached_on = day(_l("达成协议的日期"), _l("请写明哪一天达成协议。"))
    summary = perhaps_told(_l("协议要点"))

    def facts(self) -> dict[str, Any]:
        """With it the time of mediation ends."""
        reached = self.agreement_reached_on.data.isoformat()
        return {**super().facts(), "mediation_ended_on": reached, "happened_on": reached}
