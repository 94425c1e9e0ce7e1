"""What the steps around the order ask: police, warning, education, shelter, safety plan."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from mediation.cases.questions import YesNoField, day, line, one_of, perhaps_one_of, perhaps_told, told
from mediation.cases.rules import CANNOT_ACT
from mediation.dates import earlier
from mediation.protection.validity import told_day
from mediation.web.fields import HappenedOnField, ManyField, MomentField, PartialDateField, PartyField
from mediation.web.forms import Choices, StepForm

REPORTERS = [
    ("self", _l("本人")),
    ("station", _l("本站")),
    ("relative", _l("近亲属")),
    ("other", _l("其他人")),
]
HER_WISH = [("agreed", _l("同意")), ("not_agreed", _l("不同意")), ("cannot_say", _l("无法表达"))]
GROUNDS = [
    ("minor", _l("未成年人受害")),
    ("incapable", _l("无、限制行为能力人受害")),
    ("danger", _l("高危险，有生命危险")),
    ("crime", _l("涉嫌犯罪")),
]
VISITORS = [("police", _l("派出所")), ("committee", _l("居（村）委会")), ("federation", _l("妇联"))]
WHERE_TO = [
    ("home", _l("回自己住处")),
    ("relatives", _l("亲友处")),
    ("rented", _l("另行居住")),
    ("other_shelter", _l("其他庇护场所")),
    ("other", _l("其他")),
]


def moment(label: Any, missing: Any = None, **words: Any) -> MomentField:
    """A minute in the past; it must be there where MISSING says what to do."""
    return MomentField(label, [InputRequired(missing)] if missing else [Optional()], **words)


def past_day(label: Any, missing: Any = None, **words: Any) -> PartialDateField:
    """A day in the past, or only its month; it must be there where MISSING says what to do."""
    return PartialDateField(label, [InputRequired(missing)] if missing else [Optional()], **words)


def not_before(field: Any, start: Any, why_not: Any) -> None:
    """Raises ValidationError if FIELD lies before START, as far as both are told."""
    if field.data and start.data and not (field.errors or start.errors) and earlier(field.data, start.data):
        raise ValidationError(str(why_not))


def asked_where_several(form: StepForm, choices: Choices, **fields: str) -> None:
    """Of these fields of FORM (by what each offers) ask those alone where there are several to choose from."""
    for name, offers in fields.items():
        if len(choices(offers)) < 2:
            del form[name]


class DatedForm(StepForm):
    """A form whose own dates say when the step happened: the first of `dated_by` that is told."""

    dated_by: ClassVar[tuple[str, ...]] = ()

    def facts(self) -> dict[str, Any]:
        """The facts, and the local day on which it happened."""
        given = super().facts()
        dated = next((given[name] for name in self.dated_by if given.get(name)), None)
        if dated is None:
            return given
        known = told_day(dated)
        return {**given, "happened_on": known.isoformat() if known else str(dated)}


class SafetyPlanForm(StepForm):
    name = "safety_plan"

    plan = told(
        _l("安全计划"),
        _l("请写明遇到危险时怎么办：去哪里、找谁、带什么。"),
        description=_l(
            "一行一件事，用平常的话写（如“证件和钱放在老地方”“先去老同学那里”），可以印成一张“备忘”给她；"
            "不写住址、单位名称和事由。"
        ),
    )
    her_wish = perhaps_told(_l("本人意愿"))
    happened_on = HappenedOnField()


class PoliceReportForm(DatedForm):
    """No number is asked: who called from another's phone is in danger if that phone rings."""

    name = "police_report"
    dated_by = ("police_reported_at",)

    police_reported_at = moment(_l("报警时间"), _l("请写明报警的年月日和时间。"))
    police_accepted_at = moment(_l("公安受理时间"))
    vulnerable = BooleanField(_l("受害人是未成年人、老年人、残疾人、孕期哺乳期妇女或者重病患者"))
    station = line(_l("派出所"), _l("请写明哪个派出所。"))
    officer = line(_l("接警人"))
    receipt_no = line(_l("接处警或回执编号"))
    by_whom = one_of(_l("谁报的警"), REPORTERS)
    others_phone = BooleanField(_l("报警用的是别人的电话（不能回拨，也不能作为联系方式）"))
    her_wish = one_of(_l("本人是否同意报警"), HER_WISH)
    ground = perhaps_one_of(
        _l("没有本人同意时，报警的理由"), GROUNDS, description=_l("本人不同意或无法表达时请选择。")
    )
    police_dv_decided_at = moment(_l("公安决定批评教育或出具告诫书的时间"))
    injuries = perhaps_told(_l("伤情"))

    def facts(self) -> dict[str, Any]:
        """With the kind of time limit that follows: some provinces give the police less for the vulnerable (DV-PROV). Only
        a call that was made for a child, or for somebody who cannot act alone, is the report that is owed for them."""
        given = super().facts()
        if given.get("ground") in CANNOT_ACT:
            given["minor_reported_at"] = given["police_reported_at"]
        return {**given, "limit_choice": "vulnerable" if given.get("vulnerable") else "ordinary"}

    def validate_police_accepted_at(self, field: Any) -> None:
        not_before(field, self.police_reported_at, _l("受理时间不能早于报警时间。"))

    def validate_her_wish(self, field: Any) -> None:
        """Nobody is made to call the police, unless life, a child or a crime is at stake (DV-10-3, PI-13)."""
        if field.data and field.data != "agreed" and not self.ground.data:
            raise ValidationError("没有本人同意的，请在下面选择报警的理由。")


def _dated_at_all(form: Any, field: Any) -> None:
    """A warning without any day cannot be found again, and no visit can be reckoned from it (DV-34-12)."""
    if not any(any(form[name].raw_data or ()) for name in form.dated_by):
        raise StopValidation("请写明告诫书的出具日期；不知道的，写送交日期或本站收到通知的日期。")


class WarningForm(DatedForm):
    name = "warning"
    dated_by = ("warning_served_on", "made_on", "warning_notice_received_on")

    number = line(_l("告诫书文号"))
    warned = ManyField(
        _l("告诫了谁"), [InputRequired(_l("对方有几位，请勾选告诫了哪一位。"))], offers="respondents"
    )
    made_on = PartialDateField(
        _l("出具日期"),
        [_dated_at_all, Optional()],
        description=_l("出具、送交、收到通知三个日期，至少写一个。"),
    )
    warning_served_on = past_day(_l("送交日期"))
    warning_notice_received_on = past_day(_l("本站收到告诫通知的日期"))
    station = line(_l("派出所"), _l("请写明哪个派出所出具。"))
    police_dv_decided_at = moment(
        _l("公安作出决定的时间"), description=_l("不写的，按出具日期（没有出具日期的按送交日期）登记。")
    )

    def offer_choices(self, choices: Choices) -> None:
        """Who was warned is asked where there are several it could be."""
        asked_where_several(self, choices, warned="respondents")
        super().offer_choices(choices)

    def facts(self) -> dict[str, Any]:
        """A warning that was made is a decision: without a minute of its own, of the day it was made (DV-34-8)."""
        given = super().facts()
        made = given.get("made_on") or given.get("warning_served_on")
        return {"police_dv_decided_at": made, **given} if made else given

    def validate_warning_served_on(self, field: Any) -> None:
        not_before(field, self.made_on, _l("送交日期不能早于出具日期。"))


class PoliceVisitForm(DatedForm):
    name = "police_visit"
    dated_by = ("warning_visited_on",)

    warning_visited_on = past_day(_l("查访日期"), _l("请写明查访日期。"))
    by = one_of(_l("谁去查访"), VISITORS)
    again = YesNoField(_l("是否再犯"))
    note = perhaps_told(_l("情况"))


class LegalEducationForm(DatedForm):
    name = "legal_education"
    dated_by = ("education_given_on",)

    education_given_on = past_day(_l("法治教育日期"), _l("请写明日期。"))
    party = PartyField(_l("对谁"), [InputRequired(_l("请选择对谁进行法治教育。"))], offers="respondents")
    by = line(_l("由谁进行"))
    note = perhaps_told(_l("情况"))


class ShelterEntryForm(DatedForm):
    name = "shelter_entry"
    dated_by = ("shelter_in_on",)
    apart = ("shelter_place",)

    shelter_in_on = past_day(_l("入住日期"), _l("请写明入住日期。"))
    shelter_place = line(
        _l("庇护地点"),
        _l("请写明庇护地点。"),
        longest=200,
        description=_l("最高密级：保存后不再显示，也不会出现在任何文书上。"),
    )
    her_wish = one_of(_l("本人是否愿意入住"), HER_WISH)
    ground = perhaps_one_of(_l("没有本人同意时，安置的理由"), GROUNDS)
    children = ManyField(_l("一起入住的子女"), offers="children")
    needs = perhaps_told(_l("需要什么帮助"))

    def validate_her_wish(self, field: Any) -> None:
        """A shelter is offered, never imposed, unless a child or a life is at stake (DV-10-3, PI-13)."""
        if field.data and field.data != "agreed" and not self.ground.data:
            raise ValidationError("没有本人同意的，请在下面选择安置的理由。")


class ShelterExtensionForm(DatedForm):
    name = "shelter_extension"
    dated_by = ("shelter_extended_on",)

    shelter_extended_on = past_day(_l("延期备案日期"), _l("请写明备案日期。"))
    until = day(_l("延长到哪一天"), ahead=True, description=_l("不写的，自备案日起十天提醒。"))
    filed_with = line(_l("向哪个部门备案"))

    def validate_until(self, field: Any) -> None:
        not_before(field, self.shelter_extended_on, _l("延长到的日期不能早于备案日期。"))


class ShelterLeavingForm(DatedForm):
    name = "shelter_leaving"
    dated_by = ("shelter_out_on",)

    shelter_out_on = past_day(_l("离开日期"), _l("请写明离开日期。"))
    where_to = perhaps_one_of(_l("去向"), WHERE_TO, description=_l("只选种类，不写地址。"))
    safe = YesNoField(_l("离开时是否安全"))
