"""A time limit as a row, and its history: written in the transaction of the step that brings it about."""

from datetime import UTC
from typing import Any

from mediation.db import db, now
from mediation.law.calendar import Due
from mediation.law.time_limits import TimeLimit, length
from mediation.workflow.clock_plan import local_end
from mediation.workflow.models import Clock, ClockEvent
from mediation.workflow.words import Taken

# Of a time of waiting: until the fact comes about that the rule names.
NO_FIXED = "没有固定天数"
# Whose duty it is between two agencies, by the part that they have in the thing.
PART_OF = {"sender": "who sends", "receiver": "who receives"}


def new_clock(
    taken: Taken, limit: TimeLimit, due: Due, *, source: str, choice: str | None, started: str, about: str
) -> Clock:
    """The row of a clock that begins: the numbers, the version and the article of the rule as they stand now."""
    item: Any = taken.item
    span = limit.chosen_or_first(choice)
    parts = item.parts
    clock = Clock(
        chain=item.chain,
        subject_kind=item.kind,
        subject=item.ref,
        rule=limit.id,
        choice=choice,
        kind=limit.kind,
        rule_version=limit.valid_from.isoformat(),
        province=limit.province.code if limit.province else "",
        source=source,
        amount=NO_FIXED if limit.waits and span.amount is None else length(span, limit.aim),
        unit=span.unit,
        rolls=limit.rolls,
        duty=limit.duty,
        agency_id=parts.get(PART_OF.get(limit.duty, ""))
        or parts.get("in charge")
        or parts.get("who receives")
        or parts.get("of the case"),
        started=started,
        note=due.note,
        about=about,
        state="running",
        paused_for=0,
        rung=0,
    )
    set_end(clock, due)
    return clock


def set_end(clock: Clock, due: Due) -> None:
    """The dates of DUE are those of CLOCK."""
    clock.conservative = due.conservative.isoformat()
    clock.statutory_last = due.statutory_last.isoformat()
    clock.due_at = local_end(clock.conservative).astimezone(UTC)


def keep_event(
    clock: Clock,
    kind: str,
    taken: Taken,
    *,
    happened_on: str | None = None,
    ground: str = "",
    before: str = "",
) -> None:
    """What happened to CLOCK at this step, by whom and on what ground."""
    db.session.add(
        ClockEvent(
            clock_id=clock.id,
            kind=kind,
            recorded_at=now(),
            happened_on=happened_on or taken.happened_on,
            actor_id=taken.actor.id,
            sequence=taken.entry.sequence,
            ground=ground,
            before=before,
            after=clock.conservative,
        )
    )
