"""The form that every form is made from: CSRF, tidy text, one name per submission, and facts() for the engine."""

import secrets
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from wtforms import FieldList, HiddenField, StringField
from wtforms import Form as PlainForm
from wtforms.widgets import HiddenInput

from mediation.errors import Refusal
from mediation.web.fields import NumberField, as_choices
from mediation.web.kept import kept_data

FORMS: dict[str, type["StepForm"]] = {}
Choices = Callable[[str], list[Any]]
_OWN = frozenset({"csrf_token", "key", "seen", "confirmed"})


# Invisible marks that turn the direction of whatever follows: they make a line read as what it is not, on a page and on
# paper, and no text of ours needs them (Unicode Bidirectional Algorithm, explicit formatting characters).
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(value: Any) -> Any:
    """Text without spaces at its ends, in NFC, without control characters but line breaks, and without marks that turn
    the direction of the line; the rest as it is."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    return "".join(
        mark for mark in text if mark not in _TURNS and (mark in "\n\t" or unicodedata.category(mark) != "Cc")
    )


class _Tidied:
    """Every text field is tidied once, here."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        if issubclass(unbound_field.field_class, StringField):
            filters = (tidy, *unbound_field.kwargs.get("filters", ()))
            options = {**options, "filters": filters}
        if choices := unbound_field.kwargs.get("choices"):
            options = {**options, "choices": as_choices(choices)}
        return unbound_field.bind(form=form, **options)


class RowForm(PlainForm):
    """One row of a repeated group, inside a FieldList(FormField(…))."""

    class Meta(_Tidied, PlainForm.Meta):
        def get_translations(self, form: Any) -> Any:
            """The words of the form around it: its own would be English."""
            return FlaskForm.Meta().get_translations(form)


class Form(FlaskForm):
    """Every form of the program. Its fields are tidied; what was typed before a sign-in comes back."""

    class Meta(_Tidied, FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """The posted data; on a page that is shown again after a sign-in, the data kept then."""
            wrapped = super().wrap_formdata(form, formdata)
            return kept_data() if wrapped is None and request.method == "GET" else wrapped

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # At once: who fills the choices of the form fills those of the new row too.
        self._grown = request.method == "POST" and self._row_added()

    def is_submitted(self) -> bool:
        """Whether somebody has filled it already: now, or before a sign-in."""
        return bool(super().is_submitted()) or kept_data() is not None

    def sent(self) -> bool:
        """Whether the form was posted and holds. A press on 再加一条 adds a row and is no submission."""
        if request.method != "POST" or self._grown:
            return False
        return bool(self.validate())

    def _row_added(self) -> bool:
        field = self._fields.get(request.form.get("add", ""))
        if isinstance(field, FieldList):
            if not field.max_entries or len(field) < field.max_entries:
                field.append_entry()
            return True
        return False

    def facts(self) -> dict[str, Any]:
        """What was said, without what the form needs for itself and without empty answers."""
        return {
            name: _without_own(value)
            for name, value in self.data.items()
            if name not in _OWN and value not in (None, "", [])
        }


class StepForm(Form):
    """The facts that a step asks for. `name` is the word in the workflow file.

    `apart` names the fields that are never kept with the step: an effect seals them where they belong.
    """

    name: ClassVar[str] = ""
    apart: ClassVar[tuple[str, ...]] = ()

    key = HiddenField(default=lambda: secrets.token_urlsafe(18))
    seen = NumberField(widget=HiddenInput())
    confirmed = HiddenField()

    rests_on: tuple[str, ...] = ()
    # Label and address of what a refusal names and can be done now.
    ways_on: Sequence[tuple[str, str]] = ()

    def refuse(self, refusal: Refusal) -> None:
        """Say what stands in the way, and by which rules: at the field that is wrong, else above them all."""
        field = self._fields.get(refusal.field)
        if field is None:
            self.form_errors.append(refusal.reason)
        else:
            field.errors = [*field.errors, refusal.reason]
        self.rests_on = refusal.rules

    def prepare(self, workflow: str, trigger: str) -> None:
        """What this form needs to know of the step that asks it; most need nothing."""

    def offer_choices(self, choices: Choices) -> None:
        """Fill the fields whose choices depend on the case: CHOICES answers a word like `parties`."""
        for field in _all_fields(self):
            if offers := getattr(field, "offers", ""):
                offered = choices(offers)
                if field.type != "ManyField":
                    offered = _with_none(field, offered)
                field.choices = as_choices(offered)


def _with_none(field: Any, offered: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Nobody is chosen by not looking: only where there is no other choice is one made already."""
    if not field.flags.required:
        return [("", "—"), *offered]
    return offered if len(offered) == 1 else [("", "请选择"), *offered]


class NoQuestions(StepForm):
    """For a step that asks nothing."""


def register(forms: Iterable[type[StepForm]]) -> None:
    """Take the forms of the features. Called once, by create_app."""
    FORMS.update({form.name: form for form in forms})


def form_for(asks: str | None) -> StepForm:
    """The form of that name, filled with what was posted."""
    return FORMS[asks]() if asks else NoQuestions()


def _all_fields(form: Any) -> Iterable[Any]:
    for field in form:
        yield field
        for entry in getattr(field, "entries", ()):
            if hasattr(entry, "form"):
                yield from _all_fields(entry.form)
        if hasattr(field, "form") and not hasattr(field, "entries"):
            yield from _all_fields(field.form)


def _without_own(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_own(inner) for inner in value]
    if isinstance(value, Mapping):
        return {
            name: inner for name, inner in value.items() if name not in _OWN and inner not in (None, "", [])
        }
    return value
