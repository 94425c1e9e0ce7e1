"""A question that must be answered only because of another answer."""

from collections.abc import Collection
from typing import Any

from wtforms.validators import ValidationError


class RequiredIf:
    """The field must be filled where the field OTHER of the same form holds one of VALUES."""

    def __init__(self, other: str, values: Collection[str], message: Any) -> None:
        self.other, self.values, self.message = other, values, message

    def __call__(self, form: Any, field: Any) -> None:
        """Raises ValidationError with the message where the answer is missing."""
        if form[self.other].data in self.values and field.data in (None, ""):
            raise ValidationError(self.message)
