"""The rows of 今日工作 by what they are about: one row for a case, its most pressing work; the rest unfolds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mediation.db import today

NO_ALARM = 9
DANGER = {"lethal": 0, "high": 1, "medium": 2}


def pressing_first(row: dict[str, Any]) -> tuple[Any, ...]:
    """An alarm before all else; then danger; then by its date, what presses without one as if it were due today."""
    due = row["due"] or (today() if row["urgent"] else date.max)
    return row["alarm"], DANGER.get(row["danger"], 3), due, not row["urgent"]


def by_case(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each thing: its first of ROWS (sorted by `pressing_first`), with the later ones as `others`."""
    found: dict[str, dict[str, Any]] = {}
    for place, row in enumerate(rows):
        key = row["case"] or f"row {place}"
        if key in found:
            found[key]["others"].append(row)
        else:
            found[key] = {**row, "others": []}
    return list(found.values())
