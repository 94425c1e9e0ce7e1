"""What the steps of a referral ask, and the page of a link."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from mediation.cases.questions import Depends, day
from mediation.db import today
from mediation.referrals.kinds import (
    ANSWERS,
    DATA_KINDS,
    GROUNDS,
    MANNERS,
    MINIMUM,
    NEEDED,
    NEEDED_AT,
    NEEDS,
    PURPOSES,
    RESULTS,
    RETURN_REASONS,
    STAGES,
    URGENCIES,
    WAYS,
)
from mediation.web.fields import AgencyField, HappenedOnField, ManyField, PartyField, UserField, as_choices
from mediation.web.forms import Form, StepForm

# The word of the package for the materials that go along.
MATERIALS = "materials"
LONG = Length(max=4000, message=_l("请不要超过4000字。"))


class _Sometimes(Optional):
    """Asked only sometimes: the hint says when, so the label does not call it optional."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"optional": True, "conditional": True}


class ReferralForm(StepForm):
    """To whom, for what, on which ground, and which fields go along; the minimum is ticked already."""

    name = "referral"
    groups = [
        (_l("转给谁、办什么"), ["kind", "stage", "to", "urgency", "needs", "purpose"]),
        (_l("依据"), ["ground", "party", "answer", "way", "ground_text"]),
        (_l("带给对方的内容（只勾选必要的）"), ["data_kinds", "materials", "summary", "note", "expires_on"]),
    ]

    kind = RadioField(
        _l("转介方式"), [InputRequired(_l("请选择转介方式。"))], choices=as_choices(MANNERS), default="refer"
    )
    stage = SelectField(
        _l("办理事项"),
        [Depends()],
        choices=as_choices([("", _l("请选择")), *STAGES]),
        description=_l("移交整个案件的不用选。"),
    )
    to = AgencyField(_l("接收单位"), [InputRequired(_l("请选择接收单位。"))], offers="receivers")
    urgency = RadioField(
        _l("紧急程度"),
        [InputRequired(_l("请选择紧急程度。"))],
        choices=as_choices(URGENCIES),
        default="slight",
    )
    needs = ManyField(_l("需求"), choices=as_choices(NEEDS))
    purpose = StringField(
        _l("用途"), [InputRequired(_l("请写明用途。")), Length(max=80, message=_l("请不要超过80字。"))]
    )
    ground = RadioField(
        _l("依据什么提供个人信息"),
        [InputRequired(_l("请选择依据。"))],
        choices=as_choices(GROUNDS),
        default="consent",
    )
    party = PartyField(_l("谁同意的"), [_Sometimes()], offers="applicants")
    answer = RadioField(
        _l("本人对这一次、这个接收单位怎么说"), [_Sometimes()], choices=as_choices(ANSWERS),
        description=_l("以同意为依据的要单独问过；可以拒绝，也可以随时撤回，不影响继续得到服务。"),
    )  # fmt: skip
    way = SelectField(_l("怎么问的"), [_Sometimes()], choices=as_choices([("", "—"), *WAYS]))
    ground_text = TextAreaField(
        _l("依据说明"),
        [_Sometimes(), LONG],
        description=_l("不以同意为依据的，写明什么规定、为什么必要、告知了本人什么。"),
    )
    data_kinds = ManyField(
        _l("提供哪些内容"),
        [InputRequired(_l("请勾选要提供的内容。"))],
        choices=as_choices([one for one in DATA_KINDS if one[0] != MATERIALS]),
    )
    materials = ManyField(
        _l("随附哪些材料"), [Optional()], offers=MATERIALS, coerce=str,
        description=_l("图片里的住址、电话、学校系统查不出来：勾选前请打开看过。密封的材料不在这里。"),
    )  # fmt: skip
    summary = TextAreaField(
        _l("给接收单位看的简要情况"), [Optional(), LONG],
        description=_l("可以改短。不要写现住址、电话、学校和工作单位。"),
    )  # fmt: skip
    note = TextAreaField(_l("补充说明"), [Optional(), LONG], render_kw={"rows": 2})
    expires_on = day(_l("有效至"), ahead=True, description=_l("到这一天之后，对方不能再看。"))

    def preset(
        self,
        workflow: str,
        *,
        summary: str | None,
        parties: list[int],
        pressing: bool,
        near: bool = False,
        kind_of_receiver: str = "",
    ) -> None:
        """What is known before anybody types: the minimum for this kind of work, her story, who asks.

        NEAR: a time limit ends within seven days, and legal aid is asked for at once (LA-44).
        """
        self.stage.data = workflow
        self.purpose.data = PURPOSES.get(workflow, "")
        self.data_kinds.data = list(MINIMUM.get(workflow, MINIMUM["help_request"]))
        self.summary.data = summary
        self.needs.data = [
            need for need in (NEEDED.get(workflow) or NEEDED_AT.get(kind_of_receiver),) if need
        ]
        self.party.data = parties[0] if parties else None
        self.urgency.data = "very_urgent" if pressing else "urgent" if near else "slight"

    def validate_stage(self, field: Any) -> None:
        if not field.data and self.kind.data != "transfer":
            raise ValidationError("请选择需要对方办理的事项。")

    def validate_expires_on(self, field: Any) -> None:
        if field.data and field.data < today():
            raise ValidationError("这一天已经过了，请写以后的日期。")

    def validate_ground(self, field: Any) -> None:
        if field.data == "consent" and self.answer.data == "refused":
            raise ValidationError("本人不同意的，不能以同意为依据转出。请尊重本人意愿，或者写明其他依据。")

    def facts(self) -> dict[str, Any]:
        """Of the ground not chosen nothing is kept; a story that does not go along neither."""
        told = super().facts()
        if told.get(MATERIALS):
            told["data_kinds"] = [*told["data_kinds"], MATERIALS]
        drop = {"ground_text"} if told["ground"] == "consent" else {"party", "answer", "way"}
        drop |= set() if "narrative" in told["data_kinds"] else {"summary"}
        drop |= {"stage"} if told["kind"] == "transfer" else set()
        return {name: value for name, value in told.items() if name not in drop}


class ReferralAcceptanceForm(StepForm):
    """Who will do it; nothing needs to be typed."""

    name = "referral_acceptance"

    assignee = UserField(_l("本环节承办人"), offers="colleagues", description=_l("可以以后再指派。"))
    note = TextAreaField(_l("给转出单位的话"), [Optional(), LONG], render_kw={"rows": 2})


class ReturnReasonForm(StepForm):
    """Why it goes back. Within five working days, in writing (XF-23B)."""

    name = "return_reason"

    reason = RadioField(
        _l("退回理由"), [InputRequired(_l("请选择退回理由。"))], choices=as_choices(RETURN_REASONS)
    )
    note = TextAreaField(
        _l("说明"), [Optional(), LONG], description=_l("选“其他”的请写明。"), render_kw={"rows": 3}
    )

    def validate_reason(self, field: Any) -> None:
        if field.data == "other" and not (self.note.data or "").strip():
            raise ValidationError("选“其他”的，请在说明里写明理由。")

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "petition_sent_back_on": today().isoformat()}


class ReferralAnswerForm(StepForm):
    """What came of it."""

    name = "referral_answer"

    result = RadioField(_l("办理结果"), [InputRequired(_l("请选择办理结果。"))], choices=as_choices(RESULTS))
    note = TextAreaField(
        _l("回复内容"), [InputRequired(_l("请写明办理情况。")), LONG],
        description=_l("写办了什么、结果怎样。不要写现住址和电话。"),
    )  # fmt: skip
    happened_on = HappenedOnField()


class PaperAnswerForm(StepForm):
    """An answer on paper, registered by the sender."""

    name = "paper_answer"

    reason = RadioField(
        _l("退回理由"), [InputRequired(_l("请选择退回理由。"))], choices=as_choices(RETURN_REASONS)
    )
    answered_by = StringField(_l("谁答复的"), [InputRequired(_l("请写明答复人和职务。")), Length(max=80)])
    paper_number = StringField(_l("回执编号"), [Optional(), Length(max=60)])
    note = TextAreaField(_l("答复内容"), [InputRequired(_l("请写明答复内容。")), LONG])
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """The day of a return ends the five working days; only a return has a reason."""
        self.sent_back = trigger == "return_on_paper"
        if not self.sent_back:
            del self.reason

    def facts(self) -> dict[str, Any]:
        told = super().facts()
        return {**told, "petition_sent_back_on": told["happened_on"]} if self.sent_back else told


class OutsideNumberForm(StepForm):
    """The number that the receiver's own system gave to the matter."""

    name = "outside_number"

    system = StringField(_l("对方系统"), [InputRequired(_l("请写明是哪个系统。")), Length(max=80)])
    outside_number = StringField(_l("那边的编号"), [InputRequired(_l("请填写编号。")), Length(max=80)])
    happened_on = HappenedOnField()


class LinkCodeForm(Form):
    """The code of a link, and who uses it."""

    code = StringField(
        _l("校验码"),
        [InputRequired(_l("请输入校验码。")), Length(max=20)],
        description=_l("在转介单附页上，或者由转出单位电话告诉您。字母大小写都可以。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    who = StringField(
        _l("您的姓名和职务"),
        [InputRequired(_l("请写明姓名和职务。")), Length(max=60)],
        description=_l("如：王强，社区民警。只有转出单位能看到。"),
    )
