"""What registering a request asks, on one page: little of it must be answered."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from mediation.cases.models import Case
from mediation.cases.questions import line, one_of, perhaps_told
from mediation.db import SHANGHAI, now
from mediation.intake.categories import CATEGORIES, HINTS, class_of
from mediation.intake.queries import case_numbered, person_known
from mediation.intake.rows import FirstContactRow, OtherRow, RegisteredRow
from mediation.web.fields import ManyField, MomentField, PartialDateField
from mediation.web.forms import StepForm

CHANNELS = [
    ("visit", _l("来访")), ("call", _l("来电")), ("letter", _l("来信")), ("online", _l("网络")),
    ("transferred", _l("转入")), ("found", _l("主动发现")),
]  # fmt: skip
ANSWERS = [("yes", _l("是")), ("no", _l("否")), ("unknown", _l("不清楚"))]
CLASSES: Any = [SelectChoice(name, name, {"data-hint": HINTS[name]}) for name in CATEGORIES]
KINDS = [
    SelectChoice("", _l("还不清楚")),
    *(SelectChoice(kind, kind, optgroup=name) for name, kinds in CATEGORIES.items() for kind in kinds),
]
AT_RISK = [
    ("child", _l("未成年人")), ("incapable", _l("无、限制行为能力人")), ("other", _l("其他成年人")),
]  # fmt: skip
GROUPS = ("applicants", "respondents", "children", "others")
_ASK = _l("请选一项；没问到的选“不清楚”。")
# More people than this come with a list on paper; and no single page may keep the station busy.
MOST = 20
_SEARCH = ("look_for", "looked_for")
_TICKS = ("told_protection_order", "told_legal_aid", "privacy_consent")


def danger_question(label: Any) -> RadioField:
    """One of the three questions: not asked is no answer, and no answer is not no."""
    return one_of(label, ANSWERS, missing=_ASK)


class RegistrationForm(StepForm):
    """Only the channel, a name or 匿名, the class and the three questions must be answered."""

    name = "registration"
    apart = ("applicants", "respondents", "children", "others", "contact")

    look_for = StringField(_l("姓名、电话或拼音"), [Optional()])
    looked_for = HiddenField()

    channel = one_of(_l("怎么来的"), CHANNELS, missing=_l("请选择怎么来的。"))
    from_agency = line(_l("转来的单位"), longest=80, description=_l("转入的填写。"))
    received_at = MomentField(
        _l("收到时间"),
        [InputRequired(_l("请写明收到的日期和时间。"))],
        default=lambda: now().astimezone(SHANGHAI),
    )
    received_on = PartialDateField(
        _l("只记得日期"), description=_l("补登以前的求助时填，以它为准。只记得月份就写 2026-11。")
    )

    applicants = FieldList(FormField(RegisteredRow), _l("求助人"), min_entries=1, max_entries=MOST)
    contact = FormField(FirstContactRow, _l("怎样联系才安全"))
    q_hurt = danger_question(_l("现在有人受伤，或马上有危险"))
    q_violence = danger_question(_l("有过打骂、威胁、跟踪或限制自由"))
    q_children = danger_question(_l("孩子、老人或其他人有危险"))
    at_risk = ManyField(
        _l("谁有危险"),
        choices=AT_RISK,
        description=_l("上一问答“是”时选。没选的先按未成年人处理，请当天核实。"),
    )

    category_class = one_of(
        _l("属于哪一类"),
        CLASSES,
        missing=_l("请选择属于哪一类；拿不准选“综合”，以后可以更正。"),
    )
    category_kind = SelectField(
        _l("具体事项"),
        [Optional()],
        choices=KINDS,
    )
    summary = perhaps_told(_l("情况"), description=_l("谁、什么时候、发生了什么。写听到的，不写评判。"))
    wishes = perhaps_told(
        _l("本人的意愿"), description=_l("本人希望怎样解决，尽量用原话。受理前要有。"), render_kw={"rows": 3}
    )
    respondents = FieldList(FormField(RegisteredRow), _l("对方"), min_entries=1, max_entries=MOST)
    children = FieldList(FormField(RegisteredRow), _l("孩子"), max_entries=MOST)
    others = FieldList(FormField(OtherRow), _l("代理人、监护人、证人"), max_entries=MOST)

    told_protection_order = BooleanField(_l("已告知可以申请人身安全保护令"))
    told_legal_aid = BooleanField(_l("已告知可以申请法律援助"))
    privacy_consent = BooleanField(_l("本人同意本站为办理此事使用其个人信息"))
    linked_case = line(
        _l("关联的案件"), longest=40, description=_l("登记编号，如（2026）青维字第0012号，或 2026-12。")
    )
    petition_received_on = PartialDateField(_l("信访事项收到日期"), description=_l("与收到时间不同才填。"))
    petition_forwarded_on = PartialDateField(
        _l("转送、交办收到日期"), description=_l("信访部门转送、交办的填写。")
    )

    linked: Case | None = None

    def validate_applicants(self, field: Any) -> None:
        """Somebody asks for help, with a name or without; and nobody is taken for another."""
        if all(entry.form.blank() for entry in field):
            raise ValidationError("请写求助人的姓名；不愿说或不知道姓名的，勾选“匿名或姓名不详”。")
        refs = [entry.form.person.data for entry in field if entry.form.person.data]
        if any(person_known(ref, actor=current_user) is None for ref in refs):
            raise ValidationError("没有找到所选的已有资料，请重新查找，或填写姓名。")

    def validate_from_agency(self, field: Any) -> None:
        """Whoever handed it over gets the answer."""
        if self.channel.data == "transferred" and not field.data:
            raise ValidationError("请写明是哪个单位转来的。")

    def validate_category_kind(self, field: Any) -> None:
        """A kind belongs to one class."""
        if field.data and self.category_class.data and class_of(field.data) != self.category_class.data:
            raise ValidationError(f"“{field.data}”属于“{class_of(field.data)}”，请核对上面选的类别。")

    def validate_linked_case(self, field: Any) -> None:
        """Only what this worker may open can be linked."""
        self.linked = case_numbered(field.data, actor=current_user) if field.data else None
        if field.data and self.linked is None:
            raise ValidationError("没有找到这个编号的案件，或它不在您的工作范围内。请核对编号，或先不填。")

    def validate_others(self, field: Any) -> None:
        """Whoever acts for somebody acts for somebody who is named here."""
        for entry in field:
            acts_for = entry.form.represents.data
            if not entry.form.blank() and acts_for and acts_for not in self._places():
                raise ValidationError("所选的被代理人或被监护人还没有填写，请先填写这个人。")

    def row_of(self, number: str) -> Any:
        """The applicant of that telephone or identity number who is nobody known yet, or None."""
        rows = [entry.form for entry in self.applicants if not entry.form.person.data]
        return next((row for row in rows if number and number in row.numbers()), None)

    def numbers(self) -> list[str]:
        """The telephone and identity numbers of the applicants who are nobody known yet."""
        rows = [entry.form for entry in self.applicants if not entry.form.person.data]
        return [number for row in rows for number in row.numbers()]

    def facts(self) -> dict[str, Any]:
        """What was said: rows without an answer are no people, a tick that is not there is no answer."""
        told = {name: value for name, value in super().facts().items() if name not in _SEARCH}
        told.update({name: [row.said() for row in self._rows(name)] for name in GROUPS})
        told["contact"] = self.contact.form.said()
        told = {name: value for name, value in told.items() if value or name not in (*_TICKS, *self.apart)}
        if self.received_on.data:
            # The minute is preset; a day that was written counts, and the minute is not true of it.
            told.pop("received_at")
        if self.linked:
            told["linked_case"] = self.linked.ref
        places = self._places()
        for row in told.get("others", []):
            if row.get("represents"):
                row["represents"] = places[row["represents"]]
        return told

    def _rows(self, name: str) -> list[Any]:
        return [entry.form for entry in self[name] if not entry.form.blank()]

    def _places(self) -> dict[str, str]:
        """Where each person stands on the page, and where once the empty rows are left out."""
        return {
            f"{name}-{list(self[name]).index(entry)}": f"{name}-{place}"
            for name in GROUPS
            for place, entry in enumerate(entry for entry in self[name] if not entry.form.blank())
        }
