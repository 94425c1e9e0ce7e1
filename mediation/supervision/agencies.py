"""How each agency answered what was referred to it: in time or late, sent back and why, after how many days.

A number and its list are one reckoning over the slips that the viewer may read: what is counted is what is opened.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from mediation.db import SHANGHAI, db, now
from mediation.law.calendar import local_day
from mediation.people.models import Agency, User
from mediation.referrals.desk import WAITING
from mediation.referrals.kinds import RETURN_REASONS, words
from mediation.referrals.models import Referral
from mediation.referrals.queries import sent_between
from mediation.workflow.clock_plan import local_end
from mediation.workflow.models import Clock, StepTaken

ACCEPTED = ("accept", "accept_on_paper")
RETURNED = ("send_back", "return_on_paper")
ANSWERED = ("answer", "answer_on_paper")
# A station sends some hundreds in a year; a table of more is cut, and says so.
MOST = 5000
DAY = 86400
ON_PAPER = "书面退回"


@dataclass(frozen=True)
class Fate:
    """What became of one slip. Moments in UTC; `late`: a time limit of the receiver passed before its answer."""

    referral: Referral
    accepted_at: datetime | None
    answered_at: datetime | None
    returned_for: str
    late: bool

    @property
    def waiting(self) -> bool:
        return self.referral.state in WAITING

    @property
    def returned(self) -> bool:
        return bool(self.returned_for)

    @property
    def in_time(self) -> bool:
        return not self.late and not self.waiting and self.referral.state != "recalled"

    def days_to(self, moment: datetime | None) -> float | None:
        """Days of 24 hours from sending until MOMENT."""
        return (moment - self.referral.sent_at).total_seconds() / DAY if moment else None


KINDS: dict[str, Callable[[Fate], bool]] = {
    "sent": lambda fate: True,
    "in_time": lambda fate: fate.in_time,
    "late": lambda fate: fate.late,
    "waiting": lambda fate: fate.waiting,
    "returned": lambda fate: fate.returned,
    "answered": lambda fate: fate.answered_at is not None,
}


@dataclass(frozen=True)
class Row:
    """One agency in the table: numbers by the names of KINDS, reasons of return, median days (None: nothing to reckon)."""

    agency: Agency
    numbers: dict[str, int]
    reasons: list[tuple[str, int]]
    days_to_accept: float | None
    days_to_answer: float | None


def table(first: date, last: date, *, actor: User) -> list[Row]:
    """A row for each agency that was sent something from FIRST to LAST (local dates), the most late first."""
    by_agency: dict[int, list[Fate]] = {}
    for fate in fates(first, last, actor=actor):
        by_agency.setdefault(fate.referral.to_agency_id, []).append(fate)
    rows = [_row(found) for found in by_agency.values()]
    return sorted(rows, key=lambda row: (-row.numbers["late"], -row.numbers["sent"], row.agency.name))


def fates(first: date, last: date, *, actor: User) -> list[Fate]:
    """What became of each slip sent from FIRST to LAST (local dates) that ACTOR may read; the newest first."""
    begin, end = (
        datetime.combine(day, time(), SHANGHAI) for day in (first, date.fromordinal(last.toordinal() + 1))
    )
    query = sent_between(begin, end, actor=actor).options(joinedload(Referral.to_agency))
    found = db.session.scalars(query.order_by(Referral.id.desc()).limit(MOST)).all()
    refs = query.with_only_columns(Referral.ref).order_by(None)
    steps = _steps(refs)
    late = _late(refs)
    return [_fate(referral, steps.get(referral.ref, {}), referral.ref in late) for referral in found]


def _fate(referral: Referral, steps: dict[str, StepTaken], late: bool) -> Fate:
    back = _first(steps, RETURNED)
    return Fate(
        referral,
        accepted_at=_moment(_first(steps, ACCEPTED)),
        answered_at=_moment(_first(steps, ANSWERED)),
        returned_for=_reason(back) if back and referral.state == "returned" else "",
        late=late,
    )


def _steps(refs: Select[Any]) -> dict[str, dict[str, StepTaken]]:
    """By slip and trigger, the first of each."""
    wanted = (*ACCEPTED, *RETURNED, *ANSWERED)
    query = select(StepTaken).where(StepTaken.subject.in_(refs), StepTaken.trigger.in_(wanted))
    found: dict[str, dict[str, StepTaken]] = {}
    for step in db.session.scalars(query.order_by(StepTaken.id)):
        found.setdefault(step.subject, {}).setdefault(step.trigger, step)
    return found


def _late(refs: Select[Any]) -> set[str]:
    """The slips on which a time limit of the receiver passed before the receiver ended it, or runs on past its end."""
    query = select(Clock).join(Referral, Referral.ref == Clock.subject)
    theirs = query.where(Clock.subject.in_(refs), Clock.agency_id == Referral.to_agency_id)
    return {clock.subject for clock in db.session.scalars(theirs) if _passed(clock)}


def _passed(clock: Clock) -> bool:
    """Whether it is late. What ended says itself whether it was met, by the minute or by the day on a paper."""
    if clock.state == "running":
        return clock.due_at < now()
    if clock.state == "stopped" and clock.ended:
        return local_day(local_end(clock.ended)) > local_day(clock.due_at)
    return clock.state == "missed"


def _first(steps: dict[str, StepTaken], triggers: Iterable[str]) -> StepTaken | None:
    found = [steps[trigger] for trigger in triggers if trigger in steps]
    return min(found, key=lambda step: step.id, default=None)


def _moment(step: StepTaken | None) -> datetime | None:
    return step.recorded_at if step else None


def _reason(step: StepTaken) -> str:
    return words(RETURN_REASONS, (step.facts or {}).get("reason")) or ON_PAPER


def _row(found: Sequence[Fate]) -> Row:
    return Row(
        agency=found[0].referral.to_agency,
        numbers={kind: sum(map(holds, found)) for kind, holds in KINDS.items()},
        reasons=Counter(fate.returned_for for fate in found if fate.returned).most_common(),
        days_to_accept=_median(fate.days_to(fate.accepted_at) for fate in found),
        days_to_answer=_median(fate.days_to(fate.answered_at) for fate in found),
    )


def _median(days: Iterable[float | None]) -> float | None:
    known = [number for number in days if number is not None]
    return round(median(known), 1) if known else None
