"""What a call asks in ninety seconds: six questions. The rest stands in a list of what is still to be asked."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from mediation.cases.party_forms import A_PHONE
from mediation.cases.questions import line, one_of, perhaps_told
from mediation.db import SHANGHAI, now
from mediation.intake.categories import CATEGORIES
from mediation.intake.effects import THREE_QUESTIONS
from mediation.intake.queries import person_known
from mediation.web.fields import ManyField, MomentField
from mediation.web.forms import StepForm

NOTHING, NOT_ASKED = "nothing", "not_asked"
DANGER = [
    ("q_hurt", _l("现在有人受伤，或马上有危险")),
    ("q_violence", _l("有过打骂、威胁、跟踪或限制自由")),
    ("q_children", _l("孩子、老人或其他人有危险")),
    (NOTHING, _l("问过，都没有")),
    (NOT_ASKED, _l("没问清")),
]
CALL_BACK = [
    ("yes", _l("可以打回来电号码")), ("no", _l("不要打来")), ("unknown", _l("没问到")),
]  # fmt: skip
NEVER = "不要打来电的号码"


class QuickForm(StepForm):
    """Six questions; who gives no name is registered without one, and what was not asked is never taken for a no."""

    name = "quick_call"
    apart = ("applicants", "contact")

    received_at = MomentField(
        _l("收到时间"), [Optional()], default=lambda: now().astimezone(SHANGHAI), widget=HiddenInput()
    )
    person = HiddenField()
    looked_for = HiddenField()
    danger = ManyField(_l("安全吗"), choices=DANGER)
    who = line(_l("怎么称呼"), longest=60, description=_l("不愿说就空着，按匿名登记。"))
    phone = StringField(
        _l("来电号码"),
        [Length(max=40)],
        description=_l("没有来电显示就空着。"),
        render_kw={"inputmode": "tel", "maxlength": 40},
    )
    call_back = one_of(_l("能不能打回去"), CALL_BACK, missing=_l("请选一项；没问到的选“没问到”。"))
    category_class = one_of(
        _l("属于哪一类"),
        [(name, name) for name in CATEGORIES],
        missing=_l("请选择属于哪一类；拿不准选“综合”，以后可以更正。"),
    )
    summary = perhaps_told(_l("什么事"), description=_l("一两句话，写听到的。"), render_kw={"rows": 3})

    def validate_danger(self, field: Any) -> None:
        """It was asked, and either there is something or there is not."""
        said = set(field.data or [])
        if not said:
            raise ValidationError(
                "先问安全：请勾选听到的情况；都没有的选“问过，都没有”，没问清的选“没问清”。"
            )
        if NOTHING in said and len(said) > 1:
            raise ValidationError("已勾选“问过，都没有”，请取消其他选项，或取消这一项。")

    def validate_phone(self, field: Any) -> None:
        """Something that can be dialled, or nothing (ID-TEL)."""
        if field.data and not A_PHONE.fullmatch(unicodedata.normalize("NFKC", field.data)):
            raise ValidationError(
                "这不像电话号码：只写数字（可以有 +、-、空格、括号，分机写“转”）。没有来电显示的不填。"
            )

    def validate_call_back(self, field: Any) -> None:
        """Nobody can be called back without a number."""
        if field.data == "yes" and not self.phone.data:
            raise ValidationError("可以打回去的，请填写来电号码。")

    def validate_person(self, field: Any) -> None:
        """Nobody is taken for another whom this worker may not know."""
        if field.data and person_known(field.data, actor=current_user) is None:
            raise ValidationError("没有找到所选的已有资料，请重新选择，或填写称呼。")

    def facts(self) -> dict[str, Any]:
        """The facts of the form `registration`: a call, received now, whose sheet is to be completed."""
        told = {
            "channel": "call",
            "received_at": self.received_at.data or now(),
            "category_class": self.category_class.data,
            "summary": self.summary.data,
            "applicants": [self._applicant()],
            "contact": self._contact(),
            "quick": True,
            **self._answers(),
        }
        return {name: value for name, value in told.items() if value not in (None, "", {})}

    def _applicant(self) -> dict[str, Any]:
        if self.person.data:
            return {"person": self.person.data}
        told: dict[str, Any] = {
            "name": self.who.data,
            "phone": self.phone.data,
            "anonymous": not self.who.data,
        }
        return {name: value for name, value in told.items() if value}

    def _contact(self) -> dict[str, Any]:
        if self.call_back.data == "yes":
            return {"ways": ["phone"], "number": self.phone.data}
        return {"no_contact": True, "never": NEVER} if self.call_back.data == "no" else {}

    def _answers(self) -> dict[str, str]:
        said = set(self.danger.data or [])
        rest = "no" if NOTHING in said else "unknown"
        return {name: "yes" if name in said else rest for name in THREE_QUESTIONS}
