"""Whether a time limit is about to end: then legal aid helps first and has its papers later (法律援助法第44条)."""

from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select

from mediation.cases.models import Case
from mediation.db import db, today
from mediation.law.rules import Law
from mediation.law.time_limits import NO_NUMBER
from mediation.workflow.models import Clock

HELP_FIRST = "距期限不足7日，可以先行援助（法律援助法第44条）"
NEAR = timedelta(days=7)
# A right of the person, or a duty of ours; what another office owes us is no reason for haste.
# What the house asks of itself between two agencies is no period of law.
OF_A_REFERRAL = frozenset({"sender", "receiver"})
PRESSING_KINDS = frozenset({"right", "deadline"})


def deadline_near(case: Case) -> bool:
    """Whether less than seven days are left of a right or a duty that runs in the case (LA-44).

    Measured by the conservative date; what its last day has passed is not about to end any more (T-04). Nothing ends with
    a time of waiting (MC-127), nor where the law names no number (XF-25).
    """
    law: Law = current_app.extensions["law"]
    running = select(Clock).where(
        Clock.chain == case.ref, Clock.state == "running", Clock.amount != NO_NUMBER
    )
    return any(
        _day(clock.conservative) - today() < NEAR and _day(clock.statutory_last) >= today()
        for clock in db.session.scalars(running)
        for limit in [law.limit(clock.rule)]
        if limit.kind in PRESSING_KINDS and not limit.waits and clock.duty not in OF_A_REFERRAL
    )


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
