"""What the steps of an agreement ask."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from mediation.attachments.kinds import SIGNING_WAYS
from mediation.cases.questions import YesNoField, day, line, one_of, perhaps_told, told
from mediation.disputes.models import Agreement
from mediation.disputes.words import CLAUSE_KINDS, EVERY, MATERIALS, RULINGS, TOO_LATE
from mediation.web.fields import ManyField, MoneyField, OfferedField, PartyField, WholeField
from mediation.web.forms import Choices, RowForm, StepForm

MOST_TIMES = 360
MOST_CLAUSES = 60
CASE_NUMBER = re.compile(r"[（(]\d{4}[)）].+民特.*\d+号")


class _Row(RowForm):
    """A row that may stay empty: only what has its first field filled is asked for the rest."""

    first = ""

    def empty(self) -> bool:
        """Whether nothing was written here."""
        return not self[self.first].data

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row holds."""
        return self.empty() or bool(super().validate(extra_validators))


class ClauseRow(_Row):
    """One clause, and what the law makes of it."""

    first = "text"

    text = TextAreaField(_l("条款"), [Length(max=2000, message=_l("一条最多两千字，可以分成几条。"))])
    kind = SelectField(_l("属于哪一类"), choices=CLAUSE_KINDS, default="other")


class ObligationRow(_Row):
    """One duty; instalments are counted out when it is kept."""

    first = "what"

    what = StringField(_l("履行内容"), [Length(max=120)])
    clause = WholeField(_l("依据第几条"), [InputRequired(_l("请写明依据第几条。"))], most=MOST_CLAUSES)
    debtor = PartyField(_l("履行人"), [InputRequired(_l("请选择由谁履行。"))])
    creditor = PartyField(_l("对方"), [InputRequired(_l("请选择向谁履行。"))])
    amount = MoneyField(_l("金额（每一期）"), [Optional()])
    due_on = day(_l("期限（分期的为第一期）"), _l("请写明哪天前履行。"), ahead=True)
    every = SelectField(_l("多久一次"), choices=EVERY, default="once")
    times = WholeField(_l("共几期"), [Optional()], most=MOST_TIMES)
    way = StringField(_l("账户或方式"), [Length(max=120)])

    def validate_creditor(self, field: Any) -> None:
        """Raises where both are one person."""
        if field.data and field.data == self.debtor.data:
            raise ValidationError("履行人和对方不能是同一人。")

    def validate_every(self, field: Any) -> None:
        """Raises where instalments are not counted: a court enforces no open end (JC-REJ)."""
        if field.data != "once" and not self.times.data:
            raise ValidationError("分期的请写明共几期，期限才明确。")


class ClausesForm(StepForm):
    """The text of the agreement and what is owed under it."""

    name = "clauses"

    dispute_facts = told(_l("纠纷的主要事实、争议事项"), _l("请写下纠纷的主要事实和争议事项。"))
    clauses = FieldList(
        FormField(ClauseRow),
        _l("协议条款"),
        min_entries=3,
        max_entries=MOST_CLAUSES,
        description=_l("以离婚为条件的约定，离婚未成时视为没有生效；离婚以登记或判决为准。"),
    )
    obligations = FieldList(
        FormField(ObligationRow),
        _l("履行内容"),
        min_entries=2,
        max_entries=60,
        description=_l("每一项给付写明谁给谁、多少、哪天前。"),
    )
    performance = perhaps_told(_l("履行方式"))

    def facts(self) -> dict[str, Any]:
        """Without the rows that stayed empty."""
        facts = super().facts()
        facts["clauses"] = [row for row in facts.get("clauses", []) if row.get("text")]
        facts["obligations"] = [row for row in facts.get("obligations", []) if row.get("what")]
        return facts

    def validate_clauses(self, field: Any) -> None:
        """Raises without a single clause."""
        if all(entry.form.empty() for entry in field.entries):
            raise ValidationError("请至少写一条。")

    def validate_obligations(self, field: Any) -> None:
        """Raises where a duty rests on a clause that is not there."""
        written = sum(not entry.form.empty() for entry in self.clauses.entries)
        for entry in field.entries:
            number = entry.form.clause.data
            if not entry.form.empty() and number and number > written:
                raise ValidationError(f"只写了{written}条，没有第{number}条，请核对。")

    def fill(self, agreement: Agreement) -> None:
        """Show the draft as it stands, to be gone on with."""
        self.dispute_facts.data, self.performance.data = agreement.dispute_facts, agreement.performance
        _fill(self.clauses, ({"text": row.text, "kind": row.kind} for row in agreement.clauses))
        lines = [row for row in agreement.obligations if row.instalment == 1]
        _fill(
            self.obligations,
            (
                {
                    "what": row.what, "clause": row.clause_number, "debtor": row.debtor_id,
                    "creditor": row.creditor_id, "amount": row.amount, "due_on": row.due_on,
                    "every": row.every, "times": row.times, "way": row.way,
                }
                for row in lines
            ),
        )  # fmt: skip


def _fill(field: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    if rows := list(rows):
        field.process(None, [*rows, {}])


class SignatureForm(StepForm):
    """One signature on the paper. Marriage and family want hand and ink, nothing electronic (PM-ESIGN)."""

    name = "signature"

    signer = OfferedField(_l("谁签署"), [InputRequired(_l("请选择谁签署了。"))], offers="signers")
    signed_on = day(_l("签署日期"), _l("请写明纸质协议上的签署日期。"))
    way = one_of(_l("签署方式"), SIGNING_WAYS, description=_l("登记的是纸质协议上的手写签署，电子签名不算。"))
    read_aloud = BooleanField(_l("已向本人宣读"))
    witness = line(_l("见证人"), longest=40)
    scan = OfferedField(
        _l("扫描件"), offers="scans", description=_l("签好的协议书扫描后，在“材料和签署”里上传，再到这里选。")
    )

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the signature."""
        return {**super().facts(), "happened_on": self.signed_on.data.isoformat()}


class ConfirmationFilingForm(StepForm):
    """Both parties ask the court. A late filing is kept too: the court decides (T-04)."""

    name = "confirmation_filing"

    jc_filed_on = day(_l("共同申请的日期"), _l("请写明申请日期。"))
    court = line(_l("向哪个法院"), _l("请写明法院。"), longest=80)
    both_present = BooleanField(
        _l("双方共同申请"),
        [DataRequired(_l("司法确认只能由双方共同申请。"))],
        description=_l("自协议生效之日起三十日内；超过的，协议仍有约束力，可以起诉。"),
    )
    materials = ManyField(
        _l("提交的材料"),
        [DataRequired(_l("请勾选提交的材料，缺协议书、主持调解证明的法院不收。"))],
        choices=MATERIALS,
    )
    late_ground = perhaps_told(
        _l("超过三十日的原因"),
        description=_l(
            "没有超过的不填。因不可抗力或正当理由耽误的，障碍消除后十日内可以申请顺延，由法院决定。"
        ),
    )

    last_day = ""

    def offer_choices(self, choices: Choices) -> None:
        """And the last of the thirty days, as the clock has it."""
        super().offer_choices(choices)
        self.last_day = next((str(day) for day, *_rest in choices("last day to file")), "")

    def validate_jc_filed_on(self, field: Any) -> None:
        """What is late is said before anything is confirmed (JC-205, T-04)."""
        if (
            field.data
            and self.last_day
            and field.data.isoformat() > self.last_day
            and not self.late_ground.data
        ):
            raise ValidationError(TOO_LATE)

    def validate_materials(self, field: Any) -> None:
        """The court needs the text, the committee's word that it mediated, and who they are (JC-MAT)."""
        if missing := [str(label) for name, label in MATERIALS[:3] if name not in field.data]:
            raise ValidationError(f"还缺{'、'.join(missing)}。")

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the filing."""
        return {**super().facts(), "happened_on": self.jc_filed_on.data.isoformat()}


class ConfirmationAcceptedForm(StepForm):
    """The court has registered the application."""

    name = "confirmation_accepted"

    jc_accepted_on = day(_l("立案日期"), _l("请写明立案日期。"))
    case_number = line(_l("案号"), longest=60, description=_l("一般为（年份）地区代码民特号。"))

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of registration; an unusual number is kept, and marked (JC-NUM)."""
        facts = {**super().facts(), "happened_on": self.jc_accepted_on.data.isoformat()}
        number = facts.get("case_number")
        if number and not CASE_NUMBER.fullmatch(number):
            facts["case_number_unusual"] = True
        return facts


class ConfirmationRulingForm(StepForm):
    """What the court ruled."""

    name = "confirmation_ruling"

    result = one_of(_l("结果"), RULINGS)
    jc_ruled_on = day(_l("裁定日期"), _l("请写明裁定日期。"))
    jc_ruling_received_on = day(_l("当事人收到裁定的日期"))
    jc_ruling_effective_on = day(_l("裁定生效日期"))
    case_number = line(_l("案号"), longest=60)
    told_rights = YesNoField(_l("是否已告知异议和申请执行的期限"))

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the ruling."""
        return {**super().facts(), "happened_on": self.jc_ruled_on.data.isoformat()}

    def validate_jc_ruling_received_on(self, field: Any) -> None:
        if field.data and self.jc_ruled_on.data and field.data < self.jc_ruled_on.data:
            raise ValidationError("收到日期不能早于裁定日期。")
