"""Which page of a long list is asked for."""

from flask import request

_LARGEST = 2**63


def before() -> int | None:
    """The id of the last row shown; None for the first page, and for what is no number of a database."""
    number = request.values.get("before", type=int)
    return number if number and 0 < number < _LARGEST else None
