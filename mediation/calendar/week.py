"""The week as a table: days across, hours down; in each place what is taken, and while somebody looks for a time what is
free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from mediation.calendar.arrivals import COMES_LATER, LEAVES_LATER, unsafe
from mediation.calendar.queries import WEEK, away_in, bookings_in, duties_in, openable
from mediation.cases.bookings import Booking, Room, rooms_of
from mediation.cases.forms import USUAL_MINUTES
from mediation.cases.models import Stage
from mediation.db import SHANGHAI, now, today
from mediation.people.models import Absence, User
from mediation.workflow import clocks

HOURS = range(8, 19)
_DAYS = "一二三四五六日"


@dataclass(frozen=True)
class Week:
    """All that is known of one week of one agency."""

    first: date
    bookings: Sequence[Booking]
    absences: Sequence[Absence]
    rooms: Sequence[Room]


def monday(text: str) -> date:
    """The Monday of the week of the ISO day TEXT; of this week where it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today()
    day = day if abs((day - today()).days) < 3660 else today()
    return day - timedelta(days=day.weekday())


def week_page(first: date, stage: Stage | None, *, actor: User) -> dict[str, Any]:
    """What the page shows. With STAGE, a time is looked for: its agency's rooms, and whether its worker is free."""
    week = Week(
        first,
        bookings_in(actor.agency, first, actor=actor),
        away_in(actor.agency, first),
        rooms_of(actor.agency_id),
    )
    cases = openable(week.bookings, actor=actor)
    days = [first + timedelta(days=number) for number in range(WEEK.days)]
    on_duty = duties_in(first, actor=actor)
    return {
        "days": [_head(day) for day in days],
        "duty": [[_on_duty(duty, actor) for duty in on_duty if duty.day == day] for day in days],
        "away": [[one.user.name for one in week.absences if one.since <= day <= one.until] for day in days],
        "rows": [
            {
                "hour": f"{hour}:00",
                "cells": [
                    {
                        "taken": [
                            _taken(row, week, cases.get(row.id))
                            for row in week.bookings
                            if _in(row, day, hour)
                        ],
                        "free": _free(day, hour, week, stage) if stage else None,
                    }
                    for day in days
                ],
            }
            for hour in HOURS
        ],
        "shown": [case.ref for case in cases.values()],
    }


def _head(day: date) -> dict[str, Any]:
    rests = clocks.holidays().is_rest_day(day)
    return {
        "label": f"周{_DAYS[day.weekday()]} {day.month}/{day.day}",
        "today": day == today(),
        "rests": bool(rests) or (rests is None and day.weekday() >= 5),
    }


def _on_duty(duty: Any, actor: User) -> str:
    """The name, with the agency where it is another one."""
    agency = duty.person.agency
    name = str(duty.person.called)
    return name if agency.id == actor.agency_id else f"{name}（{agency.short_name or agency.name}）"


def _in(row: Booking, day: date, hour: int) -> bool:
    """Whether ROW begins in that place; what begins outside of the hours stands at their edge."""
    begins = row.starts_at.astimezone(SHANGHAI)
    return begins.date() == day and min(max(begins.hour, HOURS[0]), HOURS[-1]) == hour


def _taken(row: Booking, week: Week, case: Any) -> dict[str, Any]:
    begins, ends = (moment.astimezone(SHANGHAI) for moment in (row.starts_at, row.ends_at))
    worker = row.stage.assignee
    return {
        "time": f"{begins:%H:%M}—{ends:%H:%M}",
        "room": row.room.name if row.room else "",
        "worker": worker.name if worker else "未指定",
        "apart": row.apart,
        "url": f"/cases/{case.ref}" if case else "",
        "conflict": _conflict(row, week),
    }


def _conflict(row: Booking, week: Week) -> str:
    """What stands in the way of a time that was agreed on: the worker is away by now, or was given two at once."""
    worker, day = row.stage.assignee_id, row.starts_at.astimezone(SHANGHAI).date()
    if worker and _away(worker, day, week):
        return "承办人请假"
    for other in week.bookings:
        same = (row.room_id and other.room_id == row.room_id) or (
            worker and other.stage.assignee_id == worker
        )
        if other is not row and same and other.starts_at < row.ends_at and row.starts_at < other.ends_at:
            return "时间冲突"
    return ""


def _away(user_id: int, day: date, week: Week) -> bool:
    return any(one.user_id == user_id and one.since <= day <= one.until for one in week.absences)


def _free(day: date, hour: int, week: Week, stage: Stage) -> dict[str, Any]:
    """The rooms that are free for the usual time from this hour on; or why the worker is not."""
    starts = datetime.combine(day, time(hour), SHANGHAI)
    ends = starts + timedelta(minutes=USUAL_MINUTES)
    if unsafe(stage):
        ends += COMES_LATER + LEAVES_LATER
    if starts <= now():
        return {"rooms": [], "why_not": ""}
    if stage.assignee_id and _away(stage.assignee_id, day, week):
        return {"rooms": [], "why_not": "承办人请假"}
    near = [row for row in week.bookings if row.starts_at < ends and row.ends_at > starts]
    if stage.assignee_id and any(row.stage.assignee_id == stage.assignee_id for row in near):
        return {"rooms": [], "why_not": "承办人有安排"}
    taken = {row.room_id for row in near}
    rooms = [(room.id, room.name) for room in week.rooms if room.id not in taken]
    return {
        "at": f"{starts:%Y-%m-%dT%H:%M}",
        "rooms": rooms or ([("", "约这个时间")] if not week.rooms else []),
        "why_not": "" if rooms or not week.rooms else "没有空房间",
    }
