"""Fields that know how clerks write, and fields whose choices depend on the case."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from mediation.dates import in_living_memory, partial_date
from mediation.days import typed_moment
from mediation.db import now, today

_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def as_choices(choices: Any) -> Any:
    """Pairs of code and label as the choices that WTForms wants; what is no list of pairs stays as it is."""
    if not isinstance(choices, list):
        return choices
    return [SelectChoice(*choice) if isinstance(choice, tuple) else choice for choice in choices]


class PartialDateField(StringField):
    """A day in the past; where it is not remembered, a month or a year. The value is ISO text."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **words: Any) -> None:
        words.setdefault("description", _l("如 2026-11-22；只记得月份就写 2026-11。"))
        words.setdefault("render_kw", {"inputmode": "numeric", "maxlength": 20})
        super().__init__(label, validators, **words)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keeps what was typed; checked in pre_validate, so that nothing is lost."""
        self.data = valuelist[0].strip() if valuelist else None

    def pre_validate(self, form: Any) -> None:
        if self.data:
            try:
                self.data = partial_date(self.data)
            except ValueError as error:
                raise ValidationError(str(error)) from None


class HappenedOnField(PartialDateField):
    """When the step really happened; today unless the worker says otherwise."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **words: Any) -> None:
        words.setdefault("default", lambda: today().isoformat())
        super().__init__(label or _l("发生日期"), validators or [InputRequired(_l("请写明日期。"))], **words)


class MomentField(DateTimeField):
    """A minute in local time; the value is an aware moment. Not in the future unless `ahead`."""

    widget = TextInput()
    data: Any

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, ahead: bool = False, **words: Any
    ) -> None:
        words.setdefault("description", _l("如 2026-11-26 14:30。"))
        words.setdefault("render_kw", {"inputmode": "numeric", "maxlength": 30})
        super().__init__(label, validators, format="%Y-%m-%d %H:%M", **words)
        self.ahead = ahead

    def process_formdata(self, valuelist: list[str]) -> None:
        """As clerks type it; the same in a browser of any language. What cannot be read stays in the box."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = typed_moment(valuelist[0])

    def pre_validate(self, form: Any) -> None:
        if self.data and not in_living_memory(self.data.year):
            raise ValidationError("年份不对，请核对。")
        if self.data and not self.ahead and self.data > now():
            raise ValidationError("这是将来的时间，请核对。")


class NumberField(IntegerField):  # WTForms carries no types
    """A whole number; an empty box is no answer, and no wrong one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("请写整数，如 6。") from None


class WholeField(NumberField):
    """A whole number from LEAST to MOST; any other is refused with a sentence."""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, least: int = 1, most: int, **words: Any
    ) -> None:
        super().__init__(label, validators, **words)
        self.least, self.most = least, most

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            raise ValidationError(f"请写 {self.least} 到 {self.most} 之间的数字。")


class MoneyField(StringField):
    """An amount in yuan as typed (1,200 or 1200.50); the value is in fen."""

    data: Any

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **words: Any) -> None:
        words.setdefault("render_kw", {"inputmode": "decimal", "maxlength": 20, "data-unit": "元"})
        super().__init__(label, validators, **words)

    def _value(self) -> str:
        if isinstance(self.data, int):
            return f"{self.data // 100}.{self.data % 100:02d}".removesuffix(".00")
        return self.data or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip() if valuelist and valuelist[0].strip() else None

    def pre_validate(self, form: Any) -> None:
        if self.data is None or isinstance(self.data, int):
            return
        typed = re.sub(r"[,，\s元]", "", unicodedata.normalize("NFKC", self.data))
        try:
            fen = Decimal(typed) * 100
            whole = fen == fen.to_integral_value()
        except DecimalException:
            raise ValidationError("请写数字，如 1200 或 1200.50。") from None
        if not whole or fen < 0 or fen > 10**13:
            raise ValidationError("金额最多两位小数，不能是负数。")
        self.data = int(fen)


class EmailField(StringField):
    """An address of a mailbox, in plain letters; an empty box is none."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **words: Any) -> None:
        words.setdefault("render_kw", {"inputmode": "email", "maxlength": 120})
        super().__init__(label, validators, **words)

    def pre_validate(self, form: Any) -> None:
        if self.data and not (_MAILBOX.fullmatch(self.data) and len(self.data) <= 120):
            raise ValidationError("请写完整的邮箱地址，如 li@station.example；不要提醒的不填。")


class OfferedField(SelectField):
    """A choice that depends on the case: `offers` names what is offered (see `forms.offer_choices`).

    `said` puts a choice into words for the record of the case, which shows nothing of it otherwise.
    """

    offers = ""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        offers: str = "",
        said: Callable[[object], str] | None = None,
        **words: Any,
    ) -> None:
        words.setdefault("choices", [])
        words.setdefault("coerce", lambda value: int(value) if value not in (None, "", "None") else None)
        super().__init__(label, validators or [Optional()], **words)
        self.offers, self.said = offers or self.offers, said

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and all(
            str(choice.value) != str(self.data) for choice in self.choices or ()
        ):
            raise ValidationError("请从列表中选择。")


class PartyField(OfferedField):
    """One of the parties of the case; the value is the id of the party."""

    offers = "parties"


class UserField(OfferedField):
    """A colleague of the agency in charge; the value is the id of the user."""

    offers = "colleagues"


class AgencyField(OfferedField):
    """An agency; the value is its id."""

    offers = "agencies"


class ManyField(SelectMultipleField):
    """Several of a list, as tick boxes. With `offers`, the list depends on the case."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, offers: str = "", **words: Any
    ) -> None:
        words.setdefault("choices", [])
        if offers:
            words.setdefault("coerce", int)
        super().__init__(label, validators, **words)
        self.offers = offers
