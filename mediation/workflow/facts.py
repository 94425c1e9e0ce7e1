"""Facts as plain JSON values, for the seal and for the commitment."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from mediation.vault.sealed import Secret


def plain(value: Any) -> Any:
    """VALUE as JSON can hold it: dates and moments as ISO text, secrets in clear. Only for what is sealed next."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Secret):
        return value.reveal()
    return value
