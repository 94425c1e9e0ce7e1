"""The ways out of a request: she goes, it is refused, or it is answered."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.notice_forms import ANSWER_WAYS, MISSING_PARTY, NOTICE_WAYS
from mediation.cases.notice_rules import IN_WRITING
from mediation.cases.questions import YesNoField, day, one_of, told
from mediation.web.fields import HappenedOnField, PartyField, as_choices
from mediation.web.forms import Choices, StepForm

REFUSALS = [
    ("party_refuses", _l("一方拒绝")),
    ("unreachable", _l("联系不上")),
    ("taken_elsewhere", _l("法院、公安等已受理")),
    ("identity_matter", _l("涉及身份关系")),
    ("danger", _l("高危家暴")),
    ("not_competent", _l("不属职权")),
    ("unclear", _l("诉求不清")),
    ("other", _l("其他")),
]
AGAINST_MEDIATION = frozenset({"party_refuses", "identity_matter", "danger"})


class WithdrawalForm(StepForm):
    """The person goes, by a will of their own, knowing that the door stays open (DV-05, PM-23)."""

    name = "withdrawal"
    party = PartyField(_l("谁撤回"), [InputRequired(MISSING_PARTY)])
    in_her_words = told(_l("本人说法"), _l("请照本人的话写下为什么撤回。"))
    spoken_alone = YesNoField(_l("是否单独谈、没有旁人在场"))
    told_may_return = YesNoField(_l("是否告知随时可以再来"))
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """A request for help is taken back by those who made it, or who speak for them; never by the other side."""
        if workflow == "one_stop":
            self.party.offers = "her side"

    def validate_told_may_return(self, field: Any) -> None:
        """Nobody leaves without knowing it."""
        if field.data is not True:
            raise ValidationError("请先告知本人随时可以再来，再登记撤回。")


class RefusalForm(StepForm):
    """Why not, and where else help is to be had: what the notice says. Its delivery is a step of its own (PM-26, XF-23)."""

    name = "refusal"
    reason = one_of(_l("理由"), REFUSALS, missing=_l("请选择理由。"))
    reason_text = told(_l("理由说明"), _l("请写明理由，会印在告知书上。"))
    where_to_go = told(_l("可以去哪里"), _l("请写明可以到哪里办理、怎样联系。"))
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """A request for help is not refused for what stands against mediation: danger, an unwilling other side, a matter
        of status (DV-13, PM-17)."""
        if workflow == "one_stop":
            self.reason.choices = as_choices([one for one in REFUSALS if one[0] not in AGAINST_MEDIATION])

    def offer_choices(self, choices: Choices) -> None:
        """Where a party has refused mediation, that is the reason: it is chosen already, and can be changed."""
        super().offer_choices(choices)
        if request.method == "GET" and not self.reason.data and choices("refusing"):
            self.reason.data = "party_refuses"


class RefusalServedForm(StepForm):
    """The notice was handed over; a request is turned away in writing alone (XF-23)."""

    name = "refusal_served"
    notice_way = one_of(
        _l("告知书怎样送达的"),
        [one for one in NOTICE_WAYS if one[0] in IN_WRITING],
        missing=_l("请选择怎样送达的。"),
    )
    happened_on = HappenedOnField(_l("送达日期"))

    def facts(self) -> dict[str, Any]:
        """The day on which the notice was handed over is the day on which she was told in writing (XF-23)."""
        said = super().facts()
        return {**said, "petition_informed_on": said["happened_on"]}


class ReplyForm(StepForm):
    """An enquiry is answered."""

    name = "reply"
    reply = told(_l("答复"), _l("请写下答复了什么。"))
    way = one_of(_l("方式"), ANSWER_WAYS, missing=_l("请选择答复的方式。"))
    petition_replied_on = day(_l("信访事项答复日期"))
    happened_on = HappenedOnField()
