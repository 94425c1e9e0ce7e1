"""The rows of a registration: who came, how to reach them safely, who else is concerned."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from mediation.cases.identity import CHECKED, born_on, sex_of
from mediation.cases.party_forms import PersonRow, SafeContactRow
from mediation.cases.person_choices import LINKED
from mediation.cases.questions import asked_of_some

_LENGTH_OF_ID = 18
_OTHERS = [
    ("relative", _l("亲属")), ("guardian", _l("监护人")), ("representative", _l("代理人")),
    ("witness", _l("证人或知情人")), ("reporter", _l("举报人（身份保密）")),
]  # fmt: skip
_REPRESENTED = [
    ("", "—"), ("applicants-0", _l("第一位求助人")), ("applicants-1", _l("第二位求助人")),
    ("children-0", _l("第一个孩子")), ("children-1", _l("第二个孩子")), ("children-2", _l("第三个孩子")),
]  # fmt: skip


class RegisteredRow(PersonRow):
    """A person at registration: eighteen characters are an identity number, and say age and sex."""

    def validate_id_number(self, field: Any) -> None:
        """The kind of an eighteen-digit number is plain; the rest is checked as everywhere."""
        if len(field.data or "") == _LENGTH_OF_ID and self.id_kind.data in (None, "", "none"):
            self.id_kind.data = "id_card"
        self.id_reason.flags.conditional = True
        super().validate_id_number(field)

    def numbers(self) -> list[str]:
        """By what somebody may be known without a name."""
        return [number for number in (self.id_number.data, self.phone.data) if number]

    def said(self) -> dict[str, Any]:
        """The answers, without empty ones; birth and sex from the number, where they were not said."""
        answers = {name: value for name, value in self.data.items() if value not in (None, "", [], False)}
        return {**answers, **_from_number(answers)}


class OtherRow(RegisteredRow):
    """Somebody who stands on neither side: who it is, and for whom they act."""

    role = SelectField(_l("身份"), [Optional()], choices=_OTHERS, default="relative")
    represents = SelectField(_l("代理或监护谁"), [Optional()], choices=_REPRESENTED)

    linked = asked_of_some(
        _l("监护人是不是对方或者与对方有关系"),
        LINKED,
        description=_l("监护人必须回答：是的、不清楚的，不能代为同意、接收告知、参加探访。"),
    )

    def validate_linked(self, field: Any) -> None:
        """Of a guardian it is asked whether they are the other side (P26)."""
        if not self.blank() and self.role.data == "guardian" and not field.data:
            raise ValidationError("请回答这位监护人是不是对方、与对方有没有关系；不清楚的选“还不清楚”。")

    def blank(self) -> bool:
        """The role alone says nothing: it is preset."""
        return not any(
            field.data for field in self if field.short_name not in ("sex", "role", "represents", "linked")
        )


class FirstContactRow(SafeContactRow):
    """The safe contact, as far as it could be asked: nothing said is no record, and no mistake."""

    def validate_ways(self, field: Any) -> None:
        """Whoever begins to answer says how, or that nobody shall call."""
        if self.said():
            super().validate_ways(field)

    def said(self) -> dict[str, Any]:
        """The answers, without empty ones."""
        return {name: value for name, value in self.data.items() if value not in (None, "", [], False)}


def _from_number(answers: Mapping[str, Any]) -> dict[str, Any]:
    number = answers.get("id_number", "")
    # A number that does not hold together tells nothing.
    if answers.get("id_kind") not in CHECKED or len(number) != _LENGTH_OF_ID or answers.get("id_reason"):
        return {}
    born = born_on(number)
    known = {"birth": answers.get("birth") or (born.isoformat() if born else "")}
    if answers.get("sex", "0") == "0":
        known["sex"] = sex_of(number)
    return {name: value for name, value in known.items() if value}
