"""When somebody is told of a time limit: some days before its end, at its end, and up the ladder after it.

A plan is a list of moments with what is due then: `before` (a reminder), `late` (it has passed), or the rung of the ladder
(`worker`, `supervisor`, `leader`) that an overdue duty of ours has reached.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from mediation.db import SHANGHAI
from mediation.law.time_limits import TimeLimit
from mediation.law.versions import LADDER, Rung
from mediation.workflow.models import Clock

# Duties that the station or the committee has itself, and those of a referral, which the house has set itself; of the
# others the program only keeps track.
OURS = frozenset({"us", "mediation_committee", "mandatory_reporter", "sender", "receiver"})
Notice = tuple[datetime, str]


def plan(clock: Clock, limit: TimeLimit, ladder: Sequence[Rung]) -> list[Notice]:
    """Every notice of this clock, the earliest first; none while it does not run.

    A time of waiting and a validity have reminders alone: when they end, nothing is overdue. Where the law names no
    number, nor the station an aim, only the worker is told: nothing can be overdue by a number that nobody named.
    """
    if clock.state != "running" or limit.chosen_or_first(clock.choice).silent:
        return []
    end = local_end(clock.conservative)
    notices = [(_morning(end - timedelta(days=days)), "before") for days in limit.reminders]
    if not (limit.waits or limit.validity):
        notices += _after(clock, limit, ladder)
    return sorted(notices)


def due_now(notices: Sequence[Notice], *, since: datetime, now: datetime) -> list[str]:
    """What has come due from SINCE to NOW: of the reminders the last alone, however long nobody looked."""
    came = [what for moment, what in notices if since <= moment <= now]
    reminders, rest = [what for what in came if what == "before"], [what for what in came if what != "before"]
    return rest or reminders[-1:]


def next_after(notices: Sequence[Notice], moment: datetime) -> datetime | None:
    """The first moment of the plan after this one."""
    return min((at for at, _what in notices if at > moment), default=None)


def local_end(text: str) -> datetime:
    """The moment of an ISO text; of a day its last second, in Shanghai."""
    if len(text) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), SHANGHAI)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)


def rung_number(what: str) -> int:
    """How high on the ladder: 0 for what is no rung."""
    return LADDER.index(what) + 1 if what in LADDER else 0


def _after(clock: Clock, limit: TimeLimit, ladder: Sequence[Rung]) -> list[Notice]:
    end = clock.due_at + timedelta(seconds=1)
    if limit.kind != "deadline" or limit.duty not in OURS:
        return [(end, "late")] if limit.kind in ("ext", "right", "warn") else []
    numbered = limit.chosen_or_first(clock.choice).amount is not None or limit.aim is not None
    rungs = ladder if numbered else ladder[:1]
    return [(end + rung.after(clock.unit), rung.to) for rung in rungs]


def _morning(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), SHANGHAI)
