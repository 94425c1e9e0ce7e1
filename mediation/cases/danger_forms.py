"""What is asked about danger: the scale, its review by another person, the report that law demands."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField
from wtforms.validators import InputRequired, Optional, ValidationError

from mediation.cases.instruments import NO, UNANSWERED, YES, instrument
from mediation.cases.questions import day, line, one_of, perhaps_one_of, perhaps_told, told
from mediation.cases.record_forms import VIOLENCE_KINDS
from mediation.db import now
from mediation.web.fields import HappenedOnField, ManyField, MomentField, PartyField
from mediation.web.forms import RowForm, StepForm

SCALE = instrument("danger")
_ANSWERS = [(YES, _l("是")), (NO, _l("否")), (UNANSWERED, _l("没有回答"))]
LEVELS = [("low", _l("低危")), ("medium", _l("中危")), ("high", _l("高危")), ("unknown", _l("无法判定"))]
# The nine situations of the duty to report (高检发〔2020〕9号第4条, MIN-9SIT).
SITUATIONS = [
    ("injured_privately", _l("生殖器或隐私部位非正常损伤")),
    ("girl_under_14", _l("不满14岁女童受性侵、怀孕、流产")),
    ("pregnant_by_assault", _l("14岁以上女性受性侵致怀孕、流产")),
    ("maltreated", _l("身体多处损伤、严重营养不良、意识不清，或受家暴、欺凌、虐待、殴打、麻醉")),
    ("disabled_or_dead", _l("自杀、自残、工伤、中毒、麻醉、殴打等致残、死亡")),
    ("abandoned", _l("被遗弃或长期无人照料")),
    ("missing", _l("来源不明、失踪、被拐卖收买")),
    ("begging", _l("被组织乞讨")),
    ("other_harm", _l("其他严重侵害，或正在面临危险")),
]
CAPACITIES = [("none", _l("无民事行为能力")), ("limited", _l("限制民事行为能力"))]
OTHER_BODIES = [("civil_affairs", _l("民政")), ("education", _l("教育")), ("procuratorate", _l("检察"))]


FOUND_AT = ("dv_incapable_found_at", "minor_risk_found_at")


class _Found(StepForm):
    """Somebody who cannot ask for help may be in danger: finding it starts the duty to report."""

    dv_incapable_found_at = MomentField(_l("发现无、限制行为能力人受家暴的时间"), [Optional()])
    minor_risk_found_at = MomentField(_l("发现未成年人受侵害或面临危险的时间"), [Optional()])


def _items() -> type[RowForm]:
    """A form with every question of the scale; none is preset, for silence is no answer."""
    missing = _l("请选择；她（他）没有回答的选“没有回答”。")
    asked = {name: one_of(text, _ANSWERS, missing=missing) for name, text in SCALE.questions.items()}
    return type("DangerItems", (RowForm,), asked)


DangerItems = _items()


class DangerScaleForm(_Found):
    """The scale as she answered it. The worker may raise its result, never lower it."""

    name = "danger_scale"
    party = PartyField(_l("评估的是谁的危险"), description=_l("双方都说受过暴力的，分别单独评估，各填一份。"))
    answers = FormField(DangerItems, SCALE.label)
    note = perhaps_told(_l("说明"), description=_l("有没回答的题，写明为什么无法判定。"))
    override_up = BooleanField(_l("我认为比量表结果更危险，按高危处理"))
    override_reason = perhaps_told(_l("上调的理由"))
    child_at_risk = BooleanField(_l("未成年人或无行为能力人疑似受到侵害"))
    happened_on = HappenedOnField()
    groups = [
        (_l("量表"), ["party", "answers", "note"]),
        (_l("工作人员判断"), ["override_up", "override_reason"]),
        (_l("孩子和不能自己求助的人"), ["child_at_risk", "dv_incapable_found_at", "minor_risk_found_at"]),
    ]

    def validate_note(self, field: Any) -> None:
        """A gap is allowed, with its reason (RS-CN)."""
        if UNANSWERED in self.answers.data.values() and not field.data:
            raise ValidationError("有没回答的题，请写明为什么无法判定。")

    def validate_override_reason(self, field: Any) -> None:
        """Why it is more dangerous than the sum says."""
        if self.override_up.data and not field.data:
            raise ValidationError("请写明上调的理由。")

    def validate_child_at_risk(self, field: Any) -> None:
        """The duty to report runs from the moment of finding out (DV-R05, MIN-11)."""
        if field.data and not (self.dv_incapable_found_at.data or self.minor_risk_found_at.data):
            raise ValidationError("请写明什么时候发现的，报告时限从那时起算。")

    def facts(self) -> dict[str, Any]:
        """The answers with the version of the scale; the assessment is itself a help given."""
        return {**super().facts(), "version": SCALE.version, "help_given_at": now()}


class DangerReviewForm(StepForm):
    """The same questions, asked again by another person, who sets the level."""

    name = "danger_review"
    answers = FormField(DangerItems, SCALE.label)
    level_after = one_of(_l("复核后的等级"), LEVELS, missing=_l("请选择复核后的等级。"))
    reason = told(_l("理由"), _l("请写明复核的理由。"))
    happened_on = HappenedOnField()

    def validate_level_after(self, field: Any) -> None:
        """What may take a life is never called less than high (RS-CN)."""
        result = SCALE.scored(self.answers.data)
        if result.level == SCALE.special_level and field.data != "high":
            raise ValidationError("有致命危险的行为，无论总分多少都是高危，不能降级。")
        if field.data == "low" and result.unanswered:
            raise ValidationError("有没回答的题，不能定为低危；请补问，或选“无法判定”。")

    def facts(self) -> dict[str, Any]:
        """The answers with the version of the scale."""
        return {**super().facts(), "version": SCALE.version}


class MandatoryReportForm(_Found):
    """A child or a person without capacity was reported for to the police (DV-R05, MIN-9, MIN-11)."""

    name = "mandatory_report"
    party = PartyField(_l("受侵害的人"), [InputRequired(_l("请选择受侵害的人。"))])
    situations = ManyField(_l("情形"), choices=SITUATIONS, description=_l("未成年人勾选，可以多选。"))
    violence_kinds = ManyField(
        _l("疑似家暴的类型"), choices=VIOLENCE_KINDS, description=_l("成年的无、限制行为能力人勾选。")
    )
    capacity = perhaps_one_of(_l("行为能力"), CAPACITIES, description=_l("不清楚的不选。"))
    police_reported_at = MomentField(_l("报案时间"), [InputRequired(_l("请写明报案的时间。"))])
    station = line(_l("派出所"), _l("请写明向哪个派出所报的案。"))
    officer = line(_l("接警人或回执号"), _l("请写明接警人或回执号。"))
    finding = perhaps_told(_l("发现经过"), description=_l("只写最少的事实，不追问细节。"))
    measures_taken = perhaps_told(_l("已采取的措施"))
    other_bodies = ManyField(_l("还报告了"), choices=OTHER_BODIES)
    police_case_opened_on = day(_l("公安立案日期"))
    police_feedback_on = day(_l("公安反馈日期"))
    filed_with_authority_on = day(_l("向主管部门备案日期"))
    ground = perhaps_told(
        _l("说明"), description=_l("强制报告是法定义务，不需要本人或监护人同意；有特殊情况的在这里写明。")
    )
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """Of each pair one must be answered: neither is called optional."""
        for name in (*FOUND_AT, "situations", "violence_kinds"):
            self[name].flags.conditional = True

    def validate_party(self, field: Any) -> None:
        """One of the two moments of finding out."""
        found = [self.dv_incapable_found_at.data, self.minor_risk_found_at.data]
        if not any(found):
            raise ValidationError("请写明什么时候发现的（无行为能力人或未成年人，填一项）。")

    def validate_situations(self, field: Any) -> None:
        """Of a minor, which of the nine (MIN-9SIT); of an adult without capacity, which violence (DV-R05)."""
        if not field.data and (self.minor_risk_found_at.data or not self.violence_kinds.data):
            raise ValidationError("请勾选符合的情形；成年的无、限制行为能力人勾选疑似家暴的类型。")

    def validate_police_reported_at(self, field: Any) -> None:
        """Nobody reports what is not yet found."""
        found = [
            moment for moment in (self.dv_incapable_found_at.data, self.minor_risk_found_at.data) if moment
        ]
        if isinstance(field.data, datetime) and found and field.data < min(found):
            raise ValidationError("报案时间早于发现时间，请核对。")

    def facts(self) -> dict[str, Any]:
        """The report to the police is the report for the minor too."""
        said = super().facts()
        return {**said, "minor_reported_at": said["police_reported_at"]}
