"""Which stage is opened where, which is skipped, and how one ends."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField
from wtforms.validators import InputRequired, ValidationError

from mediation.cases.questions import line, one_of, perhaps_one_of, perhaps_told, told
from mediation.web.fields import AgencyField, HappenedOnField, UserField, as_choices
from mediation.web.forms import RowForm, StepForm

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
MISSING_AGENCY = _l("请选择承办单位。")


class StageOpeningForm(StepForm):
    """Where a stage is opened, and why."""

    name = "stage_opening"
    agency = AgencyField(_l("承办单位"), [InputRequired(MISSING_AGENCY)])
    assignee = UserField(_l("经办人"), description=_l("只能是承办单位的人；也可以由承办单位指派。"))
    lead = one_of(_l("主办或协办"), LEAD, default="beside")
    reason = perhaps_told(_l("说明"))

    def prepare(self, workflow: str, trigger: str) -> None:
        """Only agencies that take this on."""
        self.agency.offers = f"agencies:{workflow}"


class StageRow(RowForm):
    """One stage to open; a row without a kind is none."""

    kind = perhaps_one_of(_l("环节"), KINDS)
    agency = AgencyField(_l("承办单位"))
    assignee = UserField(_l("经办人"))
    lead = one_of(_l("主办或协办"), LEAD, default="beside")
    reason = perhaps_told(_l("说明"))

    def validate(self, extra_validators: Any = None) -> bool:
        """An agency for each stage."""
        holds: bool = super().validate(extra_validators)
        if self.kind.data and not self.agency.data:
            self.agency.errors = [*self.agency.errors, str(MISSING_AGENCY)]
            return False
        if not self.kind.data and (self.agency.data or self.reason.data):
            self.kind.errors = [*self.kind.errors, "请选择环节。"]
            return False
        return holds


class StagesToOpenForm(StepForm):
    """One stage or several, with one to lead at most; at triage none, with a reason."""

    name = "stages_to_open"
    stages = FieldList(FormField(StageRow, _l("环节")), _l("开启的环节"), min_entries=1, max_entries=8)
    told_protection_order = BooleanField(_l("已告知可以申请人身安全保护令"))
    told_legal_aid = BooleanField(_l("已告知可以申请法律援助"))
    reason = perhaps_told(_l("理由"), description=_l("一个环节也不开启的，写明理由。"))
    happened_on = HappenedOnField()
    triage = False

    def prepare(self, workflow: str, trigger: str) -> None:
        """Only triage may open nothing."""
        self.triage = trigger == "triage"

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
            raise ValidationError("一个环节也不开启的，请在“理由”中写明。")

    def facts(self) -> dict[str, Any]:
        """Only the rows in which a stage was chosen."""
        said = super().facts()
        stages = [row for row in said.pop("stages", []) if row.get("kind")]
        return {**said, "stages": stages}


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
