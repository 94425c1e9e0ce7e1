"""A changed safe contact: the page begins with what she said before, so that nothing is lost by not being typed again."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from mediation.cases.party_forms import SafeContactRow
from mediation.cases.persons import SafeContact
from mediation.cases.questions import told
from mediation.web.fields import HappenedOnField, ManyField, NumberField, PartyField
from mediation.web.forms import Choices, StepForm

# What stands in the row as it was; number and code word stay sealed, and are not typed into a page by the program.
_SHOWN = ("ways", "hours", "who_may_answer", "may_say_who", "others_phone", "sms_told", "never")
_SEALED = {"number": "drop_number", "wechat": "drop_wechat", "code_word": "drop_code_word"}
_UNCHANGED = _l("原来登记的不在这里显示；不填就不改。")
# What of it was changed, as the record of the case names it: the names of the questions, never an answer.
QUESTIONS = [
    ("ways", _l("可以怎样联系")), ("no_contact", _l("联系还是不联系")), ("number", _l("安全号码")), ("wechat", _l("微信号")),
    ("hours", _l("时段")), ("sms_told", _l("已告知短信会显示单位")),
    ("who_may_answer", _l("谁接听时可以说话")), ("may_say_who", _l("能不能说明单位")),
    ("others_phone", _l("号码别人也用")), ("code_word", _l("暗语")), ("never", _l("绝不能做的")),
]  # fmt: skip


class ChangedContactRow(SafeContactRow):
    """The same questions; what is sealed stays as it is unless it is typed anew or taken away."""

    drop_number = BooleanField(_l("原来的安全号码不能再用"))
    drop_wechat = BooleanField(_l("原来的微信号不能再用"))
    drop_code_word = BooleanField(_l("原来的暗语不再用"))


class ExceptionalCallForm(StepForm):
    """Why she must be called at an hour that she did not name, or by an answer that is old."""

    name = "exceptional_call"

    reason = told(
        _l("为什么现在必须打"),
        _l("请写明为什么现在必须打。"),
        least=15,
        description=_l(
            "写明有什么危险或者哪一个期限、为什么等不到本人同意的时段，不少于15个字。负责人会看到。"
        ),
    )
    ready = BooleanField(
        _l("我已想好：不是本人接听就说打错了；不留言，不发短信"),
        [DataRequired(_l("请先想好不是本人接听怎么说，再勾选。"))],
    )


class SafeContactForm(StepForm):
    """A new safe contact; the newest counts. `shown` says whose record the page began with."""

    name = "safe_contact"
    apart = ("contact",)
    party = PartyField(_l("谁的联系方式"), [InputRequired(_l("请选择当事人。"))])
    contact = FormField(ChangedContactRow, _l("怎样联系才安全"))
    confirmed_with_her = BooleanField(
        _l("已向本人核实"), description=_l("没有核实的也可以先记下：在向本人核实之前，谁也不能联系。")
    )
    changed = ManyField(_l("改动了"), choices=QUESTIONS)
    shown = NumberField(widget=HiddenInput())
    happened_on = HappenedOnField()

    _records: dict[int, SafeContact]

    def prepare(self, workflow: str, trigger: str) -> None:
        """What was changed is seen from the answers, not asked."""
        self._records = {}
        del self.changed

    def offer_choices(self, choices: Choices) -> None:
        """The records of the people, and on a fresh page the answers of the first of them."""
        super().offer_choices(choices)
        self._records = dict(choices("safe contacts"))
        for record in (
            self._records.values() if request.method == "GET" and "kept" not in request.args else ()
        ):
            self._begin_with(record)
            return
        if known := self._records.get(self.party.data):
            self._mention_sealed(known)

    def validate_party(self, field: Any) -> None:
        """The answers of one person are not kept for another: whoever is chosen, the page shows their record first."""
        record = self._records.get(field.data)
        if record is not None and self.shown.data != field.data:
            self._begin_with(record, of=field.data)
            raise ValidationError("下面已经换成这位当事人原来的登记，请改好后再提交。")

    def facts(self) -> dict[str, Any]:
        """The answers, and the names of the questions that were answered otherwise than before."""
        said = super().facts()
        said.pop("shown", None)
        record = self._records.get(said["party"])
        changed = [name for name, _label in QUESTIONS if self._differs(name, record)]
        return {**said, **({"changed": changed} if changed else {})}

    def _begin_with(self, record: SafeContact, of: int | None = None) -> None:
        party = of or next(party for party, known in self._records.items() if known is record)
        self.party.data = party
        self.shown.process_data(party)
        self.shown.raw_data = []
        row = self.contact.form
        for name in _SHOWN:
            row[name].data = getattr(record, name)
        row.no_contact.data = not record.allowed
        for name, drop in _SEALED.items():
            row[name].data, row[drop].data = "", False
        self._mention_sealed(record)

    def _mention_sealed(self, record: SafeContact) -> None:
        """Beside an empty box: that there is an answer already."""
        for name in _SEALED:
            if getattr(record, name):
                self.contact.form[name].description = _UNCHANGED

    def _differs(self, name: str, record: SafeContact | None) -> bool:
        told = self.contact.form[name].data
        if name in _SEALED:
            before = getattr(record, name, None)
            dropped = bool(before) and self.contact.form[_SEALED[name]].data
            return (bool(told) and before != told) or bool(dropped)
        if name == "no_contact":
            return bool(told) is bool(record.allowed) if record else bool(told)
        return (told or None) != (getattr(record, name, None) or None)
