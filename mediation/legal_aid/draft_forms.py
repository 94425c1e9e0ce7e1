"""What the application to the legal-aid centre will say, before it is handed in. Nothing in it must be answered."""

from typing import Any

from flask_babel import lazy_gettext as _l

from mediation.cases.questions import line, perhaps_one_of, perhaps_told
from mediation.legal_aid.words import BASES, MATTERS, PERSON_GROUPS, STANDINGS
from mediation.web.fields import HappenedOnField, ManyField, PartyField, as_choices
from mediation.web.forms import Choices, StepForm


class LegalAidDraftForm(StepForm):
    """The boxes of the form F-20. Who suffered violence is not asked about means (LA-32, LA-40)."""

    name = "legal_aid_draft"
    groups = [
        (_l("申请什么"), ["matter", "cause", "aid_claim", "aid_story", "standing"]),
        (_l("依据"), ["basis"]),
        (_l("申请人"), ["education", "health", "person_groups", "by_agent"]),
    ]

    matter = perhaps_one_of(_l("申请事项"), list(MATTERS.items()))
    cause = line(_l("案由"), description=_l("如离婚纠纷、抚养费纠纷。"))
    aid_claim = perhaps_told(_l("申请援助的请求"), description=_l("不写的，打印登记的诉求。"))
    aid_story = perhaps_told(_l("案情"), description=_l("不写的，打印登记的情况。不要写现住址和电话。"))
    standing = perhaps_one_of(_l("案件状态"), list(STANDINGS.items()))
    basis = perhaps_one_of(
        _l("依据"),
        list(BASES.items()),
        description=_l("家庭暴力、虐待、遗弃的受害人不用填经济困难状况说明表。"),
    )
    education = line(_l("文化程度"), longest=20)
    health = line(_l("健康状况"), longest=40)
    person_groups = ManyField(_l("群体类别"), choices=list(PERSON_GROUPS.items()))
    by_agent = PartyField(_l("代申请人"), description=_l("对方不能代她或他申请。"))
    happened_on = HappenedOnField()

    def offer_choices(self, choices: Choices) -> None:
        """The other side is no agent (LA-40)."""
        super().offer_choices(choices)
        others = dict(choices("respondents"))
        allowed: list[tuple[Any, Any]] = [row for row in choices("parties") if row[0] not in others]
        self.by_agent.choices = as_choices([("", "—"), *allowed])
