"""What was agreed with her to happen next: the moment alone, never the place, and nothing that is agreed with others."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from mediation.cases.bookings import arrival
from mediation.cases.models import Case, Party, Stage
from mediation.counselling.sides import clients_of
from mediation.dates import day_in_words, weekday
from mediation.db import SHANGHAI, now
from mediation.workflow.history import steps_of

PLANS, HELD, MISSED = "plan_session", "record_session", "record_no_show"


def next_booked(case: Case, her: Party | None) -> str:
    """The next agreed date in words, with the hour where one was agreed; empty where there is none ahead."""
    if her is None:
        return ""
    agreed = [_hers(stage, her.id) for stage in case.stages if not stage.ended]
    ahead = [when for when in agreed if when and when >= now().astimezone(SHANGHAI)]
    return _in_words(min(ahead)) if ahead else ""


def _hers(stage: Stage, her: int) -> datetime | None:
    """When she is to come herself: where the sides come at different times, not when the other comes."""
    agreed = _agreed(stage, her)
    return arrival(stage.ref, her, agreed).astimezone(SHANGHAI) if agreed else None


def _agreed(stage: Stage, her: int) -> datetime | None:
    """The newest date of a stage that is hers: a new one replaces the old one, and a meeting that was held ends it.

    A date without an hour is the last minute of its day.
    """
    agreed, hers = None, False
    for step in steps_of(stage.ref, PLANS, HELD, MISSED):
        told: Mapping[str, Any] = step.facts or {}
        # Who did not come says nothing of whom the new date is for: those of the old one.
        hers = hers if step.trigger == MISSED else _concerns(told, stage, her)
        if hers:
            agreed = _moment(told.get("planned_at") or told.get("next_on"))
    return agreed


def _concerns(told: Mapping[str, Any], stage: Stage, her: int) -> bool:
    """Whether it is her meeting: she is invited, or was heard, or both sides meet. Of a meeting with one side whom nobody
    named she learns nothing."""
    if invited := told.get("invited"):
        return her in {int(party) for party in invited}
    if stage.workflow == "counselling":
        return her in {party.id for party in clients_of(stage)}
    return str(told.get("side", "")) == str(her) if told.get("form") == "separate" else True


def _moment(said: Any) -> datetime | None:
    if not said:
        return None
    moment = datetime.fromisoformat(str(said))
    if len(str(said)) <= len("2026-01-01"):
        moment = datetime.combine(moment.date(), time.max)
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _in_words(moment: datetime) -> str:
    day = f"{day_in_words(moment.date())}（{weekday(moment.date())}）"
    return day if moment.time() == time.max else f"{day} {moment:%H:%M}"
