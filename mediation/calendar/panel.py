"""What the page of a case shows of its agreed times: who comes when, the notices, and whether telling by phone is safe."""

from typing import Any

from mediation.calendar.papers import shown_bookings, shown_guests
from mediation.cases.bookings import Booking, BookingGuest
from mediation.cases.calling import may_call, why_not_call
from mediation.cases.models import Case, Stage
from mediation.cases.queries import stages_of
from mediation.dates import day_in_words, local
from mediation.db import now
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow.engine import WORKFLOWS, why_not

PLANS = "plan_session"


def may_book(stage: Stage, actor: User) -> bool:
    """Whether ACTOR may agree on a time for STAGE as it stands."""
    step = next(iter(WORKFLOWS[stage.workflow].steps(PLANS, stage.state)), None)
    return step is not None and why_not(stage, step, actor) is None


def agreed_times(case: Case, actor: User) -> Panel | None:
    """The block 日程, where something is agreed on or may be."""
    rows = shown_bookings(case, actor)
    bookable = [stage for stage in stages_of(case, actor=actor) if not stage.ended and may_book(stage, actor)]
    if not rows and not bookable:
        return None
    given = {
        "case": case.ref,
        "rows": [_row(row, case, actor) for row in rows],
        "bookable": [(stage.ref, str(WORKFLOWS[stage.workflow].label)) for stage in bookable],
    }
    return Panel("日程", "calendar/panel.html", given, order=25)


def _row(row: Booking, case: Case, actor: User) -> dict[str, Any]:
    when = local(row.starts_at)
    worker = row.stage.assignee
    return {
        "when": f"{day_in_words(when)} {when[11:16]}—{local(row.ends_at)[11:16]}",
        "place": row.place,
        "worker": worker.name if worker else "",
        "apart": row.apart,
        "guests": [_guest(guest, case, actor) for guest in shown_guests(row, actor)],
    }


def _guest(guest: BookingGuest, case: Case, actor: User) -> dict[str, Any]:
    """One who is expected. Of whoever stands on the side of the applicant nobody rings without knowing that it is safe."""
    party = guest.party
    return {
        "name": party.person.called,
        "arrives": local(guest.arrives_at)[11:16],
        "leaves": local(guest.leaves_at)[11:16],
        "about": guest.ref,
        "careful": party.side == "applicant" and may_call(case, actor),
        "why_not": why_not_call(party.person, now()) if party.side == "applicant" else None,
    }
