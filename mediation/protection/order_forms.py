"""What the steps of a protection order ask. Nothing is asked that the law does not ask (PO-27)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation, ValidationError

from mediation.cases.questions import YesNoField, day, line, one_of, perhaps_one_of, perhaps_told, told
from mediation.dates import day_in_words
from mediation.protection.forms import DatedForm, asked_where_several, moment, not_before, past_day
from mediation.protection.order_choices import (
    AGENTS,
    APPLICANTS,
    CHANGES,
    EVIDENCE,
    FILED_BY,
    MEASURES,
    RELATIONS,
    SERVED,
    SIDES,
    VENUES,
    WAYS,
    WIDER_AGENTS,
)
from mediation.protection.orders import WILL_ASKED
from mediation.protection.validity import longest, reckoned_end, told_day, why_not_until
from mediation.web.fields import HappenedOnField, ManyField, NumberField
from mediation.web.forms import Choices, StepForm

NO_BEFORE_MADE = _l("不能早于裁定作出的日期。")


def ask_measures(missing: Any = None) -> ManyField:
    """The measures of art. 29; at least one where MISSING says what to do (PO-29)."""
    return ManyField(_l("保护措施"), [InputRequired(missing)] if missing else [Optional()], choices=MEASURES)


def ask_for_whom() -> ManyField:
    """Whom the order is to protect, where several ask for help."""
    return ManyField(
        _l("保护谁"), [InputRequired(_l("求助人有几位，请勾选保护令保护哪几位。"))], offers="applicants"
    )


def ask_against() -> ManyField:
    """Against whom it goes, where there are several on the other side."""
    return ManyField(
        _l("对谁"), [InputRequired(_l("对方有几位，请勾选保护令针对哪几位。"))], offers="respondents"
    )


class OrderDraftForm(StepForm):
    name = "order_draft"
    apart = ("order_facts",)
    groups = [
        (
            _l("由谁申请"),
            [
                "for_whom",
                "against",
                "applicant_kind",
                "agent_kind",
                "agent_name",
                "will_recorded",
                "relation",
            ],
        ),
        (_l("向法院请求"), ["venue", "measures", "measure_scope", "order_facts", "evidence"]),
    ]

    for_whom = ask_for_whom()
    against = ask_against()
    applicant_kind = one_of(_l("由谁申请"), APPLICANTS)
    agent_kind = perhaps_one_of(
        _l("代为申请的是"), AGENTS, description=_l("代为申请时填写；妇联代为申请的要盖单位公章。")
    )
    agent_name = line(_l("代为申请人的姓名或单位名称"), description=_l("不能是对方或者替对方说话的人。"))
    will_recorded = perhaps_told(
        _l("怎样征得本人同意"), description=_l("代为申请时填写：书面、录音或两人见证。")
    )
    relation = one_of(_l("被申请人是本人的"), RELATIONS)
    venue = one_of(
        _l("向哪里的法院申请"), VENUES, description=_l("三处都可以；本人已搬离的，选不会暴露新住处的法院。")
    )
    measures = ask_measures(_l("请至少选择一项保护措施。"))
    measure_scope = line(
        _l("“一定范围”是多大"), description=_l("如二百米内。只写距离，不要写住址、学校和单位的名称。")
    )
    order_facts = perhaps_told(_l("事实和理由"))
    evidence = ManyField(
        _l("已有证据"), choices=EVIDENCE, description=_l("没有报警记录、伤情鉴定，没有起诉离婚，都可以申请。")
    )
    happened_on = HappenedOnField()

    def offer_choices(self, choices: Choices) -> None:
        """Whom it is for and against is asked where there are several."""
        asked_where_several(self, choices, for_whom="applicants", against="respondents")
        super().offer_choices(choices)

    def validate_will_recorded(self, field: Any) -> None:
        """Whoever acts for an adult who can decide asks that adult first (PO-23, PO-23B)."""
        if self.applicant_kind.data in WILL_ASKED and not field.data:
            raise ValidationError("代为申请要记下怎样征得本人同意：书面、录音或两人见证。")

    def validate_agent_kind(self, field: Any) -> None:
        """Each ground has its own list of those who may apply for another (PO-23, PO-23B)."""
        if field.data in WIDER_AGENTS and self.applicant_kind.data != "old_or_ill":
            raise ValidationError(
                "只有因年老、残疾、重病等无法申请的，才能由民政、残联、老年人组织代为申请。"
            )


class OrderFilingForm(DatedForm):
    name = "order_filing"
    dated_by = ("po_filed_at",)

    po_filed_at = moment(_l("提交申请的时间"), _l("请写明提交申请的年月日和时间。"))
    court = line(_l("法院"), _l("请写明向哪个法院申请。"))
    way = one_of(_l("方式"), WAYS)
    by = one_of(_l("由谁提交"), FILED_BY)
    fee_relief = BooleanField(_l("同时申请缓、减、免诉讼费"))


class OrderAcceptanceForm(DatedForm):
    name = "order_acceptance"
    dated_by = ("po_accepted_at",)

    po_accepted_at = moment(
        _l("法院受理的时间"),
        _l("请写明受理的年月日和时间。"),
        description=_l("72小时或24小时从这一刻起算，请写到分钟。"),
    )
    urgent = YesNoField(_l("情况紧急"))
    case_number = line(_l("案号"))

    def facts(self) -> dict[str, Any]:
        """With the kind of time limit that follows: 24 hours if it is urgent, else 72 (PO-28)."""
        given = super().facts()
        return {**given, "limit_choice": "urgent" if given.get("urgent") else "ordinary"}


class _Decision(DatedForm):
    """What a decision of either kind tells. Without a day of effect, the day made counts (PO-31)."""

    dated_by = ("po_made_at",)

    po_made_at = moment(_l("作出裁定的时间"), _l("请写明作出裁定的年月日和时间。"))
    po_effective_on = day(_l("生效日期"), description=_l("没有写明的不填，按作出日计算。"))

    def validate_po_effective_on(self, field: Any) -> None:
        not_before(field, self.po_made_at, NO_BEFORE_MADE)

    def facts(self) -> dict[str, Any]:
        """With the day of effect, from which the five days run."""
        given = super().facts()
        return {"po_effective_on": told_day(given["po_made_at"]), **given}


def end_is_told(form: Any, field: Any) -> None:
    """An order without a day of its end names a number of months (PO-30, T-05)."""
    if not any(field.raw_data or ()) and not any(form.po_expires_on.raw_data or ()):
        raise StopValidation("请照裁定书写届满日期；没有写明日期的，写有效期几个月。")


def same_end(form: Any, field: Any) -> None:
    """A day of its end and a length that do not agree are not both in the order (PO-30). Courts count the day made in
    or out: a day more or less is no contradiction."""
    made, stated = told_day(form.po_made_at.data), form.po_expires_on.data
    if not made or not stated or not field.data:
        return
    reckoned = reckoned_end(made, field.data)
    if abs((stated - reckoned).days) > 1:
        raise ValidationError(
            f"自作出之日起{field.data}个月是到{day_in_words(reckoned.isoformat())}，与上面的届满日期"
            f"{day_in_words(stated.isoformat())}不一致，请对照裁定书改正，或者只填一个。"
        )


def _no_longer_than_the_law(form: Any, field: Any) -> None:
    """PO-30."""
    NumberRange(1, longest(), f"有效期是1到{longest()}个月。")(form, field)


class OrderMadeForm(_Decision):
    name = "order_made"

    for_whom = ask_for_whom()
    against = ask_against()
    po_expires_on = day(
        _l("届满日期"), ahead=True, description=_l("照裁定书写。裁定书只写了几个月的，不填这里，填下面。")
    )
    valid_months = NumberField(
        _l("有效期几个月"),
        [end_is_told, Optional(), _no_longer_than_the_law, same_end],
        description=_l("裁定书没有写明届满日时填，按作出日推算，并注明是推算的。"),
    )
    measures = ask_measures(_l("请选择裁定的保护措施。"))
    number = line(_l("裁定书文号"))
    assistance_notice_received = BooleanField(_l("本站已收到协助执行通知书"))

    def offer_choices(self, choices: Choices) -> None:
        """Whom it is for and against is asked where there are several."""
        asked_where_several(self, choices, for_whom="applicants", against="respondents")
        super().offer_choices(choices)

    def validate_po_expires_on(self, field: Any) -> None:
        """Within six months from the day made (PO-30)."""
        made = told_day(self.po_made_at.data)
        if field.data and made and (why := why_not_until(made, field.data)):
            raise ValidationError(why)

    def facts(self) -> dict[str, Any]:
        """A stated day goes before a number of months."""
        given = super().facts()
        if given.get("po_expires_on"):
            given.pop("valid_months", None)
        return given


class OrderRefusalForm(_Decision):
    name = "order_refusal"

    reason = told(_l("驳回理由"), _l("请写明裁定书上的驳回理由。"))
    told_reconsideration = YesNoField(
        _l("已告知本人可以在五日内申请复议"), description=_l("选“否”会生成一件当天要办的急事。")
    )


class OrderReconsiderationForm(DatedForm):
    name = "order_reconsideration"
    dated_by = ("po_review_requested_on",)

    po_review_requested_on = past_day(_l("申请复议的日期"), _l("请写明申请复议的日期。"))
    by = one_of(_l("谁申请复议"), SIDES)
    result = perhaps_told(_l("复议结果"))
    note = perhaps_told(_l("说明"))


class OrderServiceForm(DatedForm):
    name = "order_service"
    dated_by = ("po_served_at",)

    po_served_at = moment(_l("送达的时间"), _l("请写明送达的年月日和时间。"))
    served = ManyField(_l("送达给谁"), [InputRequired(_l("请至少选择一个送达对象。"))], choices=SERVED)
    po_verified_at = moment(_l("公安核实的时间（本省有规定的）"))

    def validate_po_verified_at(self, field: Any) -> None:
        """Nothing is verified before it was served."""
        not_before(field, self.po_served_at, _l("核实的时间不能早于送达的时间。"))


class OrderExtensionForm(DatedForm):
    name = "order_extension"
    dated_by = ("decided_on",)

    kind = one_of(_l("延长还是变更"), CHANGES)
    decided_on = day(_l("裁定日期"), _l("请写明裁定日期。"))
    po_expires_on = day(_l("新的届满日期"), _l("请照裁定书写届满日期。"), ahead=True)
    measures = ask_measures()

    def validate_po_expires_on(self, field: Any) -> None:
        not_before(field, self.decided_on, _l("届满日期不能早于裁定日期。"))


class BreachForm(DatedForm):
    name = "breach"
    dated_by = ("happened_at",)

    happened_at = moment(_l("违反保护令的时间"), _l("请写明发生的年月日和时间。"))
    what = told(_l("做了什么"), _l("请写明对方做了什么。"))
    told_police_at = moment(_l("报警时间"))
    told_court_on = past_day(_l("告知法院的日期"))
    injured = BooleanField(_l("有人受伤"))

    def validate_told_police_at(self, field: Any) -> None:
        not_before(field, self.happened_at, _l("报警时间不能早于发生时间。"))

    def validate_told_court_on(self, field: Any) -> None:
        not_before(field, self.happened_at, _l("告知法院的日期不能早于发生时间。"))
