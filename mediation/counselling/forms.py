"""What the steps of counselling ask. What is said in the room, and the answers to a scale, are kept apart."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from mediation.cases.questions import YesNoField, line, next_day, one_of, perhaps_told, told
from mediation.counselling.scales import NAMES, NO_DIAGNOSIS, UNANSWERED, Scale, scale
from mediation.counselling.suicide import why_not_done
from mediation.dates import local
from mediation.web.fields import HappenedOnField, ManyField, MomentField, PartyField, as_choices
from mediation.web.forms import Choices, StepForm

WAYS = {"paper": _l("书面签字"), "oral": _l("口头同意并记录"), "recording": _l("录音")}
MEETINGS = {"face": _l("面谈"), "phone": _l("电话"), "video": _l("视频")}
RISKS = {"self": _l("自杀或者自伤"), "others": _l("伤害他人")}
MEASURES = {
    "stay": _l("不离人"),
    "family": _l("联系家属（不是对方）"),
    "120": _l("拨打120"),
    "110": _l("拨打110"),
    "12356": _l("提供心理援助热线12356"),
    "hospital": _l("送医疗机构"),
}
EXCEPTION = "存在严重伤害自己或者他人的紧迫危险"


class _WithoutOtherSide(StepForm):
    """A form with one field in which the other side is never offered."""

    protected = ""

    def offer_choices(self, choices: Choices) -> None:
        super().offer_choices(choices)
        others = dict(choices("respondents"))
        allowed = [row for row in choices("parties") if row[0] not in others]
        self[self.protected].choices = as_choices([("", "—"), *allowed])


class CounsellingConsentForm(_WithoutOtherSide):
    """Consent, after what counselling is not and where confidence ends has been told (PI-PSY, PI-PSY2)."""

    name = "counselling_consent"
    protected = "guardian"

    party = PartyField(_l("谁接受辅导"), [InputRequired(_l("请选择谁接受辅导。"))])
    not_treatment_told = BooleanField(
        _l("已说明：心理辅导不是诊断，也不是治疗；需要时会建议就医"),
        [DataRequired(_l("请先向本人说明，再勾选。"))],
    )
    exceptions_told = BooleanField(
        _l("已说明保密和保密的例外"),
        [DataRequired(_l("请先向本人说明，再勾选。"))],
        description=_l("例外：严重伤害自己或者他人的紧迫危险、未成年人受侵害、法律规定必须提供。"),
    )
    way = one_of(
        _l("怎样同意"),
        list(WAYS.items()),
        description=_l("书面签字的，先在案件页的文书里打印《心理辅导知情同意书》，签好后上传签署件。"),
    )
    guardian = PartyField(_l("监护人同意"), description=_l("不满14岁的要有监护人同意。对方不能代孩子同意。"))
    without_guardian = perhaps_told(
        _l("没有监护人同意的理由"), description=_l("监护人就是对方，或者联系不上的，写明情况和谁在陪护。")
    )
    happened_on = HappenedOnField()

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "kind": "counselling", "answer": "agreed"}


class CounsellingSessionForm(StepForm):
    """A session. Its notes are for the counsellor alone."""

    name = "counselling_session"
    apart = ("notes", "next_plan")

    held_at = MomentField(_l("开始时间"), [InputRequired(_l("请写明开始时间。"))])
    ended_at = MomentField(_l("结束时间"), [Optional()])
    form = one_of(_l("方式"), list(MEETINGS.items()))
    place = line(_l("地点"))
    notes = told(
        _l("辅导记录"),
        _l("请写辅导记录。"),
        description=_l("单独加密，只有您本人能看，负责人也看不到。不要写诊断。"),
    )
    next_plan = perhaps_told(_l("下一步打算"), description=_l("和辅导记录一样，只有您本人能看。"))
    next_on = next_day(_l("下次日期"))

    def validate_ended_at(self, field: Any) -> None:
        if field.data and self.held_at.data and field.data <= self.held_at.data:
            raise ValidationError("结束时间要晚于开始时间，请核对。")

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "happened_on": local(self.held_at.data)[:10]}


class ScaleForm(StepForm):
    """A mood scale. A question that was not answered stays unanswered: it is not zero."""

    name = "scale"
    apart = ("answers",)
    groups = [
        (scale(name).label, [f"{name}_{number}" for number in range(1, len(scale(name).items) + 1)])
        for name in NAMES
    ]

    instrument = one_of(
        _l("量表"),
        [(name, scale(name).label) for name in NAMES],
        description=_l(
            "%(words)s。只填所选的一份；没有回答的题选“没有回答”，不按0分算。", words=NO_DIAGNOSIS
        ),
    )
    party = PartyField(_l("谁填写"))
    happened_on = HappenedOnField(_l("填写日期"))

    def answered(self, name: str) -> dict[str, str]:
        """The answers to the questions of one scale, by number from 1."""
        names = dict(self.groups)[scale(name).label]
        return {field.rpartition("_")[2]: self[field].data for field in names}

    def validate_instrument(self, field: Any) -> None:
        if field.data not in NAMES:
            return
        for name in NAMES:
            given = set(self.answered(name).values()) != {UNANSWERED}
            if name == field.data and not given:
                raise ValidationError("请至少登记一题的回答。")
            if name != field.data and given:
                raise ValidationError(f"{scale(name).label}也有回答，一次只登记一份，请核对。")

    def facts(self) -> dict[str, Any]:
        chosen = self.instrument.data
        said = {name: value for name, value in super().facts().items() if name in ("party", "happened_on")}
        return {**said, "instrument": chosen, "answers": self.answered(chosen)}


def _ask(asked: Scale) -> None:
    choices = [*((str(score), label) for score, label in asked.answers), (UNANSWERED, _l("没有回答"))]
    for number, text in enumerate(asked.items, start=1):
        question = RadioField(f"{number}. {text}", choices=choices, default=UNANSWERED)
        setattr(ScaleForm, f"{asked.name}_{number}", question)


for _name in NAMES:
    _ask(scale(_name))


class AlarmForm(_WithoutOtherSide):
    """Danger to oneself or to others. What is written here is read by those who are alarmed."""

    name = "alarm"
    protected = "relative"

    found_at = MomentField(_l("发现时间"), [InputRequired(_l("请写明发现时间。"))])
    risk = one_of(_l("危险"), list(RISKS.items()))
    done = ManyField(
        _l("已采取的措施"),
        [DataRequired(_l("请至少勾选一项；先保证有人陪着。"))],
        choices=list(MEASURES.items()),
    )
    relative = PartyField(_l("联系了哪位家属"))
    ground = StringField(
        _l("保密例外的理由"),
        [DataRequired(_l("请写明为什么可以告知他人。")), Length(max=200, message=_l("最多200个字。"))],
        default=EXCEPTION,
    )
    note = TextAreaField(
        _l("告警说明"),
        [Length(max=2000, message=_l("最多2000个字。"))],
        description=_l("负责人和承办人看得到，不要写辅导内容。"),
    )


class SuicideQuestionsForm(StepForm):
    """Asked in person, in plain words. The answers are sealed with the notes of the counsellor."""

    name = "suicide_questions"
    apart = ("has_plan", "has_means", "has_time", "risk_note", "safety_plan")
    groups = [
        (_l("当面问清，照本人的话选"), ["party", "has_plan", "has_means", "has_time", "risk_note"]),
        (_l("安全计划和已做的事"), ["safety_plan", "done"]),
    ]

    party = PartyField(_l("问的是谁"), [InputRequired(_l("请选择问的是谁。"))])
    has_plan = YesNoField(_l("有没有打算怎样做"))
    has_means = YesNoField(_l("手边有没有药物、刀具等办法"))
    has_time = YesNoField(_l("有没有想过在什么时候"))
    risk_note = perhaps_told(_l("本人的话"), description=_l("单独加密，只有您本人能看。"))
    safety_plan = told(
        _l("安全计划"),
        _l("请写明难受时怎么办：先做什么、找谁、去哪里、怎样收走药物刀具。"),
        description=_l("和本人一起写。"),
    )
    done = ManyField(_l("已做的事"), [DataRequired(_l("请勾选已做的事。"))], choices=list(MEASURES.items()))
    happened_on = HappenedOnField()

    def offer_choices(self, choices: Choices) -> None:
        """The button of the task knows of whom."""
        super().offer_choices(choices)
        asked = request.args.get("party", type=int)
        if request.method == "GET" and asked in [choice.value for choice in self.party.choices or ()]:
            self.party.data = asked

    def validate_done(self, field: Any) -> None:
        """The hotline always; and where there is a plan and a means, somebody at once."""
        if wrong := why_not_done(self.data, field.data):
            raise ValidationError(wrong)
