"""The case comes to its end, and what was asked of others with it."""

from mediation.cases.rules import case_of
from mediation.people.program import SYSTEM
from mediation.referrals.queries import pending_in
from mediation.workflow.engine import take
from mediation.workflow.words import Taken


def end_referrals(taken: Taken) -> None:
    """The case has come to its end, and with it all that was asked of others: nobody goes on with her data (PI-23)."""
    for referral in pending_in(case_of(taken.item)):
        take(referral, "end_with_case", actor=SYSTEM)
