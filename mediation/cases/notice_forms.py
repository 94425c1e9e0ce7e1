"""What people are told, and what they answer."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from mediation.cases.notice_rules import ALL, FOR_ALL, HERS, NOT_FOR_ALL, ONLY_HERS, SPOKEN, notices_in
from mediation.cases.questions import Depends, day, line, one_of, perhaps_one_of, perhaps_told
from mediation.web.fields import AgencyField, HappenedOnField, ManyField, OfferedField, PartyField, as_choices
from mediation.web.forms import Choices, StepForm

NOTICES = [
    ("protection_order", _l("人身安全保护令")),
    ("legal_aid", _l("法律援助")),
    ("rights", _l("调解权利义务")),
    ("police_help", _l("可以报警、请求告诫")),
    ("termination", _l("终止调解")),
    ("petition_receipt", _l("信访接收去向")),
    ("petition_accepted", _l("信访受理")),
    ("petition_answer", _l("信访答复")),
    ("copies", _l("协议文本")),
    ("confirmation", _l("司法确认")),
    ("harassment_result", _l("性骚扰处理结果")),
    ("other", _l("其他")),
]
NOTICE_WAYS = [
    ("spoken", _l("口头并记录")),
    ("signed", _l("书面签收")),
    ("posted", _l("邮寄")),
    ("left", _l("留置")),
    ("recorded", _l("录音")),
    ("read_aloud", _l("朗读")),
]
ANSWER_WAYS = [
    ("in_person", _l("当面")),
    ("phone", _l("电话")),
    ("written", _l("书面")),
    ("wechat", _l("微信")),
    ("platform", _l("平台")),
]
CONSENTS = [
    ("mediation", _l("同意调解")),
    ("mediator", _l("接受调解员")),
    ("guest", _l("同意某人参加")),
    ("extension", _l("同意延期")),
    ("confirmation", _l("同意申请司法确认")),
]
GUEST_RELATIONS = [
    ("applicant_kin", _l("求助人的亲属")),
    ("respondent_kin", _l("对方的亲属")),
    ("neighbour", _l("邻居、同事、朋友")),
    ("expert", _l("专家、社会组织的人")),
]
WITHDRAWN = "withdrawn"
ANSWERS = [
    ("agreed", _l("同意")),
    ("refused", _l("拒绝")),
    ("unanswered", _l("未答复")),
    (WITHDRAWN, _l("撤回")),
]
DATA_KINDS = [
    ("identity", _l("姓名和身份")),
    ("contact", _l("可用的联系方式")),
    ("narrative", _l("求助内容")),
    ("wishes", _l("意愿和诉求")),
    ("danger", _l("危险评估结果")),
    ("household", _l("家庭成员")),
    ("papers", _l("文书和材料")),
]
# Steps whose notice has one meaning.
_ONE_NOTICE = {"give_rights_notice": "rights", "deliver_notice": "termination", "hand_out": "copies"}
_PETITION = {
    "petition_receipt": "petition_informed_on",
    "petition_accepted": "petition_accepted_on",
    "petition_answer": "petition_replied_on",
}
MISSING_PARTY = _l("请选择当事人。")


def _party_or_all(value: Any) -> int | str | None:
    text = str(value or "")
    return int(text) if text.isdigit() else text or None


class NoticeGivenForm(StepForm):
    """What was told to whom, and how."""

    name = "notice_given"
    party = OfferedField(
        _l("告知谁"), [InputRequired(_l("请选择告知了谁。"))], offers="parties", coerce=_party_or_all
    )
    notice = ManyField(
        _l("告知内容"),
        [InputRequired(_l("请选择告知了什么。"))],
        choices=NOTICES,
        description=_l("一次告知了几项的，一起勾选。"),
    )
    way = one_of(_l("方式"), NOTICE_WAYS, missing=_l("请选择告知的方式。"))
    petition_appeal = BooleanField(
        _l("信访受理：属于申诉求决类（信访工作条例第31条第六项）"),
        description=_l("告知信访受理时才勾选；只有这一类适用60日办结。"),
    )
    proof = line(_l("签收或录音编号"))
    note = perhaps_told(_l("说明"))
    happened_on = HappenedOnField()
    preset = ""
    hers: frozenset[int] = frozenset()

    def validate_proof(self, field: Any) -> None:
        """A recording that cannot be found again proves nothing (DV-10-13)."""
        if self.way.data == "recorded" and not field.data:
            raise ValidationError("录音告知的，请写明录音编号。")

    def prepare(self, workflow: str, trigger: str) -> None:
        """Nobody is asked what the step itself says."""
        self.preset = _ONE_NOTICE.get(trigger, "")
        if self.preset:
            del self.notice, self.petition_appeal
        if self.preset == "termination":
            # It is a paper that is delivered (PM-26): there is no telling it by word of mouth.
            self.way.choices = as_choices([one for one in NOTICE_WAYS if one[0] not in SPOKEN])
            self.way.description = _l("先打印告知书，或者上传“送达的告知书”扫描件；每一方都要送达。")
        elif self.preset == "rights":
            self.way.description = _l("可以口头告知并记录；书面签收、邮寄、留置的，先打印告知书。")
        elif not self.preset and not self.is_submitted():
            self.notice.data = [one for one in request.args.getlist("notice") if one in dict(NOTICES)]

    def offer_choices(self, choices: Choices) -> None:
        """Nobody is told by not looking: each party; all of them last, where the step may be for all."""
        super().offer_choices(choices)
        self.hers = frozenset(value for value, *_ in choices("her side"))
        named = [choice for choice in self.party.choices if choice.value != ""]
        everybody = [(ALL, _l("全体当事人"))]
        self.party.choices = as_choices([("", _l("请选择")), *named, *everybody])
        if not self.preset:
            self.party.description = _l(
                "保护令、法律援助、报警求助只告知求助人一方；“全体”只用于调解权利义务、终止调解、协议文本和司法确认。"
            )

    def validate_party(self, field: Any) -> None:
        """What shows that she seeks protection is for her side alone (DV-10-13, LA-35)."""
        notices = {self.preset} if self.preset else set(self.notice.data or [])
        if notices & HERS and field.data not in self.hers:
            raise ValidationError(ONLY_HERS)
        if field.data == ALL and notices - FOR_ALL:
            raise ValidationError(NOT_FOR_ALL)

    def facts(self) -> dict[str, Any]:
        """The notices, and the dates that time limits of petitions wait for (XF-23, XF-34)."""
        said = super().facts()
        notices = [self.preset] if self.preset else notices_in(said)
        counting = [one for one in notices if one != "petition_accepted" or said.get("petition_appeal")]
        dated = {_PETITION[one]: said["happened_on"] for one in counting if one in _PETITION}
        return {**said, "notice": notices[0] if len(notices) == 1 else notices, **dated}


class ConsentForm(StepForm):
    """One party's answer to one question. No answer is no consent."""

    name = "consent"
    party = PartyField(_l("当事人"), [InputRequired(MISSING_PARTY)])
    kind = one_of(_l("事项"), CONSENTS, default="mediation")
    answer = one_of(_l("答复"), ANSWERS, missing=_l("请选择答复；没有表态的选“未答复”。"))
    way = one_of(_l("方式"), ANSWER_WAYS, missing=_l("请选择怎样答复的。"))
    guest = line(_l("参加人"), longest=60, description=_l("事项为“同意某人参加”时填写。"))
    guest_relation = perhaps_one_of(
        _l("参加人是什么人"), GUEST_RELATIONS, description=_l("涉及家庭暴力的必须写明；默认不请对方的亲属。")
    )
    spoken_alone = BooleanField(_l("单独谈的，没有旁人在场"))
    wants_separate = BooleanField(_l("要求分开会谈"))
    note = perhaps_told(_l("说明"))
    happened_on = HappenedOnField()
    respondents: frozenset[int] = frozenset()

    def prepare(self, workflow: str, trigger: str) -> None:
        """With an agreement, the question is usually its confirmation by the court."""
        if workflow == "agreement" and not self.is_submitted():
            self.kind.data = "confirmation"

    def offer_choices(self, choices: Choices) -> None:
        """The parties; and which of them stand on the other side."""
        super().offer_choices(choices)
        self.respondents = frozenset(value for value, *_ in choices("respondents"))

    def validate_guest(self, field: Any) -> None:
        """Consent to a guest is consent to this guest (PM-20)."""
        if self.kind.data == "guest" and not field.data:
            raise ValidationError("请写明同意谁参加。")

    def facts(self) -> dict[str, Any]:
        """The answer; and since when the other side is known to be asked."""
        said = super().facts()
        asked = said["kind"] == "mediation" and said.get("party") in self.respondents
        return {**said, "other_party_asked_on": said["happened_on"]} if asked else said


class PrivacyConsentForm(StepForm):
    """Consent to the use of data: one receiver, one purpose, only the kinds ticked (PI-23, PI-29)."""

    name = "privacy_consent"
    party = PartyField(_l("当事人"), [InputRequired(MISSING_PARTY)])
    receiver = AgencyField(
        _l("提供给"),
        offers="receivers",
        description=_l("留空表示本站自己使用；撤回时留空，表示给各单位的都撤回。"),
    )
    purpose = StringField(
        _l("用途"), [Depends(), Length(max=80)], description=_l("撤回的，用途和信息不用填。")
    )
    data_kinds = ManyField(_l("哪些信息"), [Depends()], choices=DATA_KINDS)
    answer = one_of(_l("答复"), [ANSWERS[0], ANSWERS[1], ANSWERS[3]], missing=_l("请选择答复。"))
    expires_on = day(_l("有效期至"), ahead=True)
    happened_on = HappenedOnField()

    def validate_purpose(self, field: Any) -> None:
        """What is withdrawn needs no purpose."""
        if self.answer.data != WITHDRAWN and not field.data:
            raise ValidationError("请写明用途。")

    def validate_data_kinds(self, field: Any) -> None:
        """What is withdrawn is withdrawn whole."""
        if self.answer.data != WITHDRAWN and not field.data:
            raise ValidationError("请逐项勾选同意提供的信息。")
