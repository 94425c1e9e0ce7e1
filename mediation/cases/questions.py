"""How the forms of a case ask: one question, one line in the form."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextInput

from mediation.dates import in_living_memory
from mediation.days import typed_day
from mediation.db import today
from mediation.web.fields import as_choices

Choices = Sequence[tuple[str, Any] | tuple[str, Any, dict[str, Any]]]
LONGEST_TEXT = 10_000
LONGEST_LINE = 120


def _truth(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value) in ("yes", "True", "true")


class YesNoField(RadioField):  # WTForms carries no types
    """A question that must be answered: yes is True, no is False, and unanswered is neither."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **words: Any) -> None:
        words["choices"] = as_choices([("yes", _l("是")), ("no", _l("否"))])
        super().__init__(label, validators or [InputRequired(_l("请回答是或否。"))], coerce=_truth, **words)


class DayField(DateField):  # WTForms carries no types
    """A day. Not in the future unless `ahead`."""

    widget = TextInput()

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, ahead: bool = False, **words: Any
    ) -> None:
        words.setdefault("description", _l("如 2026-11-26。"))
        words.setdefault("render_kw", {"inputmode": "numeric", "maxlength": 20})
        super().__init__(label, validators or [Optional()], **words)
        self.ahead = ahead

    def process_formdata(self, valuelist: list[str]) -> None:
        """As clerks type it; the same in a browser of any language. What cannot be read stays in the box."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = typed_day(valuelist[0])

    def pre_validate(self, form: Any) -> None:
        if self.data and not in_living_memory(self.data.year):
            raise ValidationError("年份不对，请核对。")
        if self.data and not self.ahead and self.data > today():
            raise ValidationError("这是将来的日期，请核对。")


class NextDayField(DayField):
    """The day on which something is to happen next: today or later."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and self.data < today():
            raise ValidationError("这一天已经过去，请核对。补登以前的事、当时约定的日子已过的，先不填。")


class Depends:
    """Whether a question must be answered depends on what it is about: its own check or its hint says so, and the label
    does not call it optional."""

    field_flags: ClassVar[dict[str, bool]] = {"conditional": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Nothing to check here."""


def one_of(label: Any, choices: Choices, *, missing: Any = None, **words: Any) -> Any:
    """One of these, and it must be one."""
    return RadioField(
        label, [DataRequired(missing or _l("请选择一项。"))], choices=as_choices(choices), **words
    )


def perhaps_one_of(label: Any, choices: Choices, **words: Any) -> Any:
    """One of these, or no answer."""
    return SelectField(label, [Optional()], choices=as_choices([("", "—"), *choices]), **words)


def asked_of_some(label: Any, choices: Choices, **words: Any) -> Any:
    """One of these, or no answer; whether one must be given depends on the rest of the form, whose own check says so."""
    options = [("", "—"), *choices]
    return SelectField(label, [Depends()], choices=as_choices(options), default="", **words)


def told(label: Any, missing: Any, *, least: int = 2, **words: Any) -> Any:
    """A text that must be there."""
    checks = [
        DataRequired(missing),
        Length(min=least, max=LONGEST_TEXT, message=_l("请写得具体一些，最多一万字。")),
    ]
    return TextAreaField(label, checks, **words)


def perhaps_told(label: Any, **words: Any) -> Any:
    """A text that may be there."""
    return TextAreaField(label, [Length(max=LONGEST_TEXT, message=_l("最多一万字。"))], **words)


def line(label: Any, missing: Any = None, *, longest: int = LONGEST_LINE, **words: Any) -> Any:
    """A short text; it must be there where MISSING says what to do."""
    checks: list[Any] = [DataRequired(missing)] if missing else []
    limit = Length(max=longest, message=_l("最多 %(max)d 个字。"))
    return StringField(label, [*checks, limit], **words)


def day(label: Any, missing: Any = None, *, ahead: bool = False, **words: Any) -> Any:
    """A day; it must be there where MISSING says what to do."""
    return DayField(label, [InputRequired(missing)] if missing else [Optional()], ahead=ahead, **words)


def next_day(label: Any, **words: Any) -> Any:
    """The day on which something is to happen next, if one was agreed on."""
    return NextDayField(label, [Optional()], ahead=True, **words)
