"""Which stage is opened where, which is skipped, and how one ends."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.questions import line, one_of, perhaps_one_of, perhaps_told, told
from mediation.cases.rules import MAY_LEAD
from mediation.web.fields import AgencyField, HappenedOnField, UserField, as_choices
from mediation.web.forms import Choices, RowForm, StepForm

KINDS = [
    ("legal_aid", _l("法律援助")),
    ("mediation", _l("纠纷调解")),
    ("counselling", _l("心理辅导")),
    ("protection", _l("安全保护")),
    ("help_request", _l("维权求助")),
]
LEAD = [("lead", _l("主办")), ("beside", _l("协办"))]
_OUTCOMES = {
    "reached": _l("目标达到"),
    "by_wish": _l("本人要求"),
    "elsewhere": _l("转其他机构"),
    "suit_ended": _l("诉讼终结"),
    "suit_withdrawn": _l("调撤"),
    "suit_filed": _l("已起诉"),
    "enforcement": _l("申请执行"),
    "new_agreement": _l("另立协议"),
    "lost": _l("失联"),
    "other": _l("其他"),
}
_ENDINGS = {
    "counselling": ("reached", "by_wish", "elsewhere", "lost", "other"),
    "protection": ("reached", "by_wish", "elsewhere", "lost", "other"),
    "legal_aid": ("reached", "suit_ended", "suit_withdrawn", "by_wish", "elsewhere", "lost", "other"),
    "agreement": ("suit_filed", "enforcement", "new_agreement", "by_wish", "lost", "other"),
}
# What an offered agency says of itself: that it owns the case, and which stages it takes on.
OWN_MARK, TAKES_ON = "data-own", "data-takes-on"
MISSING_AGENCY = _l("请选择承办单位。")
_MISSING_KIND = _l("请选择环节；不要这一条的，把承办单位也改回“—”。")
_THEIR_PEOPLE = _l("对方单位的承办人由对方接收时指派，这里请选“—”。")
_TO_REFER = _l("待转介：提交后从待办里点“转介”，本人同意、对方接收后才开启。")
_LEADS_LATER = _l(
    "待转介：提交后从待办里点“转介”，本人同意、对方接收后才开启；案件也在那之后才转入这一环节。"
)


class StageOpeningForm(StepForm):
    """Where a stage is opened, and why."""

    name = "stage_opening"
    agency = AgencyField(_l("承办单位"), [InputRequired(MISSING_AGENCY)])
    assignee = UserField(_l("本环节承办人"), description=_l("只能是承办单位的人；也可以由承办单位指派。"))
    lead = one_of(_l("主办或协办"), LEAD, default="beside")
    reason = perhaps_told(_l("说明"))

    def prepare(self, workflow: str, trigger: str) -> None:
        """Only agencies that take this on."""
        self.agency.offers = f"agencies:{workflow}"


class StageRow(RowForm):
    """One stage: opened here, or to be referred to another agency. A row without a kind is none."""

    kind = perhaps_one_of(_l("环节"), KINDS)
    agency = AgencyField(_l("承办单位"), offers="stage_agencies")
    assignee = UserField(
        _l("本环节承办人"), offers="own_colleagues", description=_l("只有本单位承办的才选。")
    )
    lead = one_of(_l("主办或协办"), LEAD, default="beside")
    reason = perhaps_told(_l("说明"), render_kw={"rows": 2})

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        # The row itself may be left empty; neither of the two may in a row that is not.
        self.kind.flags.conditional = self.agency.flags.conditional = True

    def elsewhere(self) -> bool:
        """Whether another agency was chosen."""
        return bool(self.agency.data) and OWN_MARK not in self._chosen().render_kw

    def say_what_follows(self) -> None:
        """Beside the agency: what will happen to this row."""
        if self.elsewhere():
            self.agency.description = _LEADS_LATER if self.lead.data == "lead" else _TO_REFER
            self.assignee.description = _THEIR_PEOPLE

    def validate(self, extra_validators: Any = None) -> bool:
        """An agency for each stage, one that takes it on; and somebody is named only among the own people."""
        holds: bool = super().validate(extra_validators)
        wrong = self._wrong()
        for field, reason in wrong:
            field.errors = [*field.errors, str(reason)]
        return holds and not wrong

    def _wrong(self) -> list[tuple[Any, Any]]:
        if not self.kind.data:
            left_over = self.agency.data or self.assignee.data or self.reason.data
            return [(self.kind, _MISSING_KIND)] if left_over else []
        if not self.agency.data:
            return [(self.agency, MISSING_AGENCY)]
        wrong: list[tuple[Any, Any]] = []
        takes_on = self._chosen().render_kw.get(TAKES_ON)
        if takes_on is not None and self.kind.data not in takes_on.split():
            wrong.append((self.agency, _not_taken_on(self._chosen().label, self.kind.data)))
        if self.elsewhere() and self.assignee.data:
            wrong.append((self.assignee, _THEIR_PEOPLE))
        return wrong

    def _chosen(self) -> SelectChoice:
        chosen = (one for one in self.agency.choices or () if str(one.value) == str(self.agency.data))
        return next(chosen, SelectChoice("", ""))


def _not_taken_on(agency: str, kind: str) -> str:
    name, label = str(agency).partition("（")[0], dict(KINDS)[kind]
    return f"{name}不承接{label}，请选择括号里写有“{label}”的单位。"


class StagesToOpenForm(StepForm):
    """One stage or several, with one to lead at most; at triage none, with a reason.

    What stands at the own agency is opened at once; what another is to do is planned as a referral (PI-23).
    """

    name = "stages_to_open"
    stages = FieldList(
        FormField(StageRow, _l("环节")),
        _l("要开哪些环节"),
        min_entries=1,
        max_entries=8,
        description=_l(
            "选本单位的，提交后马上开启。选其他单位的，提交后只列为“待转介”，个人信息还没有提供给对方："
            "从待办里点“转介”，本人同意、对方接收后才开启。"
        ),
    )
    told_protection_order = BooleanField(_l("已告知可以申请人身安全保护令"))
    told_legal_aid = BooleanField(_l("已告知可以申请法律援助"))
    reason = perhaps_told(_l("理由"), description=_l("一个环节也不办的，写明理由。"))
    happened_on = HappenedOnField()
    triage = False

    def prepare(self, workflow: str, trigger: str) -> None:
        """Only triage may open nothing."""
        self.triage = trigger == "triage"

    def offer_choices(self, choices: Choices) -> None:
        """At triage the rows that the registration suggests are there already; each row says what follows."""
        if self.triage and request.method == "GET" and not self.chosen():
            self._suggest(choices("suggested_stages"))
        super().offer_choices(choices)
        for entry in self.stages:
            entry.form.say_what_follows()

    def _suggest(self, suggested: list[tuple[Any, ...]]) -> None:
        """The first of them that can lead is the lead; where nothing is suggested, the empty row is."""
        if suggested:
            self.stages.pop_entry()
        leads = next((kind for _agency, kind in suggested if kind in MAY_LEAD), "")
        for agency, kind in suggested:
            lead = "lead" if kind == leads else "beside"
            self.stages.append_entry({"kind": kind, "agency": agency, "lead": lead})
        if not suggested:
            self.stages[0].form.lead.data = "lead"

    def chosen(self) -> list[Any]:
        """The rows in which a stage was chosen."""
        return [entry.data for entry in self.stages if entry.data.get("kind")]

    def validate_stages(self, field: Any) -> None:
        """One leads at most; and something is opened, or it is said why not."""
        rows = self.chosen()
        if sum(row["lead"] == "lead" for row in rows) > 1:
            raise ValidationError("主办环节只能有一个，其余请选“协办”。")
        if not rows and not self.triage:
            raise ValidationError("请至少选择一个环节。")
        if not rows and not self.reason.data:
            raise ValidationError("一个环节也不办的，请在“理由”中写明。")

    def facts(self) -> dict[str, Any]:
        """Only the rows in which a stage was chosen: `stages` to open here, `to_refer` what others are to do."""
        said = super().facts()
        rows = list(zip(self.stages, said.pop("stages", []), strict=True))
        told = [(entry.form.elsewhere(), row) for entry, row in rows if row.get("kind")]
        planned = [row for elsewhere, row in told if elsewhere]
        opened = [row for elsewhere, row in told if not elsewhere]
        return {**said, "stages": opened, **({"to_refer": planned} if planned else {})}


class SkippedStageForm(StepForm):
    """A stage that is not needed, and what the person herself says to that."""

    name = "skipped_stage"
    # Every case begins with 维权求助; it is ended, not skipped.
    kind = one_of(_l("跳过哪个环节"), [kind for kind in KINDS if kind[0] != "help_request"])
    reason = told(_l("理由"), _l("请写明为什么不需要。"))
    her_wish = line(_l("本人意愿"), longest=500)
    happened_on = HappenedOnField()


class EndingForm(StepForm):
    """How it ended."""

    name = "ending"
    outcome = one_of(_l("结果"), list(_OUTCOMES.items()), missing=_l("请选择结果。"))
    note = told(_l("情况"), _l("请写明情况。"))
    happened_on = HappenedOnField()

    def prepare(self, workflow: str, trigger: str) -> None:
        """What can come of this kind of work."""
        if workflow in _ENDINGS:
            self.outcome.choices = as_choices([(name, _OUTCOMES[name]) for name in _ENDINGS[workflow]])
