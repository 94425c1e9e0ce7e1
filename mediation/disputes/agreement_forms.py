"""What the steps of an agreement ask."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from mediation.attachments.kinds import SIGNING_WAYS
from mediation.cases.questions import day, line, one_of, perhaps_told, told
from mediation.disputes.models import Agreement
from mediation.disputes.words import CLAUSE_KINDS, EVERY
from mediation.web.fields import MoneyField, OfferedField, PartyField, WholeField
from mediation.web.forms import Choices, RowForm, StepForm

MOST_TIMES = 360
MOST_CLAUSES = 60


class _Row(RowForm):
    """A row that may stay empty: only what has its first field filled is asked for the rest."""

    first = ""

    def empty(self) -> bool:
        """Whether nothing was written here."""
        return not self[self.first].data

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row holds."""
        return self.empty() or bool(super().validate(extra_validators))


DUTY = ("what", "clause", "debtor", "creditor", "amount", "due_on", "every", "times", "way")


class ClauseRow(_Row):
    """One clause, and what the law makes of it."""

    first = "text"

    text = TextAreaField(_l("条款"), [Length(max=2000, message=_l("一条最多两千字，可以分成几条。"))])
    kind = SelectField(
        _l("属于哪一类"),
        [InputRequired(_l("请选择这一条属于哪一类，能不能申请司法确认由此而定。"))],
        choices=[("", _l("请选择")), *CLAUSE_KINDS],
        default="",
    )


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
    duties_checked = BooleanField(
        _l("条款改过的，已经逐项核对履行内容"),
        description=_l("改了条款，履行内容不会跟着改：金额、日期、谁给谁，请对照新的条款。"),
    )
    written: Mapping[int, str] = MappingProxyType({})
    owed: tuple[tuple[Any, ...], ...] = ()

    def offer_choices(self, choices: Choices) -> None:
        """And the draft as it stands: its clauses by number, its duties word for word."""
        super().offer_choices(choices)
        self.written = {int(number): str(text) for number, text in choices("written clauses")}
        self.owed = tuple(choices("written duties"))

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
        if stale := self._left_behind(field):
            raise ValidationError(
                f"{'、'.join(stale)}还是原来的。请核对履行内容，需要改的改好；不用改的，勾选下面的“已经逐项核对”。"
            )

    def _left_behind(self, field: Any) -> list[str]:
        """The duties that stand as before under a clause that says something else now."""
        if self.duties_checked.data:
            return []
        texts = [entry.form.text.data for entry in self.clauses.entries if not entry.form.empty()]
        changed = {
            number
            for number, text in enumerate(texts, start=1)
            if number in self.written and _bare(text) != _bare(self.written[number])
        }
        rows = [entry.form for entry in field.entries if not entry.form.empty()]
        return [
            f"第{row.clause.data}条改了，第{line}项"
            for line, row in enumerate(rows, start=1)
            if row.clause.data in changed and tuple(row[name].data or None for name in DUTY) in self.owed
        ]

    def fill(self, agreement: Agreement) -> None:
        """Show the draft as it stands, to be gone on with."""
        self.dispute_facts.data, self.performance.data = agreement.dispute_facts, agreement.performance
        _fill(self.clauses, ({"text": row.text, "kind": row.kind} for row in agreement.clauses))
        _fill(self.obligations, (dict(zip(DUTY, row, strict=True)) for row in duties_of(agreement)))


def duties_of(agreement: Agreement) -> list[tuple[Any, ...]]:
    """The duties of the draft, as their rows in the form have them (DUTY)."""
    return [
        (
            row.what, row.clause_number, row.debtor_id, row.creditor_id, row.amount, row.due_on, row.every,
            row.times, row.way or None,
        )
        for row in agreement.obligations
        if row.instalment == 1
    ]  # fmt: skip


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def _fill(field: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    if rows := list(rows):
        field.process(None, [*rows, {}])


class SignatureForm(StepForm):
    """One signature on the paper. Marriage and family want hand and ink, nothing electronic (PM-ESIGN)."""

    name = "signature"

    signer = OfferedField(_l("谁签署"), [InputRequired(_l("请选择谁签署了。"))], offers="signers")
    signed_on = day(
        _l("签署日期"),
        _l("请写明纸质协议上的签署日期。"),
        description=_l("最后一项登记后协议即生效，生效日是各项中最晚的签署日期，三十日从这一天起算。"),
    )
    way = one_of(_l("签署方式"), SIGNING_WAYS, description=_l("登记的是纸质协议上的手写签署，电子签名不算。"))
    read_aloud = BooleanField(_l("已向本人宣读"))
    witness = line(_l("见证人"), longest=40)
    scan = OfferedField(
        _l("扫描件"), offers="scans", description=_l("签好的协议书扫描后，在“材料和签署”里上传，再到这里选。")
    )

    def facts(self) -> dict[str, Any]:
        """The step happened on the day of the signature."""
        return {**super().facts(), "happened_on": self.signed_on.data.isoformat()}
