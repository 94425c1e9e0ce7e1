"""The limits of the house for a referral: each step ends what it answers and begins what is owed next.

Wherever a referral stands, one of them runs, or the referral has ended. They are no periods of law: where the law has one
(XF-23B), it runs beside them.
"""

from mediation.db import now
from mediation.referrals.models import Referral
from mediation.workflow import clocks
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

# What runs where the referral stands.
OWED = {
    "sent": ("HR-SIGN", "HR-DECIDE"),
    "signed_for": ("HR-DECIDE",),
    "accepted": ("HR-PROGRESS", "HR-ANSWER"),
    "answered": ("HR-CONFIRM",),
}
RULES = frozenset(rule for rules in OWED.values() for rule in rules)
# Each report is answered by the next one.
ANEW = {"report_progress": ("HR-PROGRESS",)}


def keep_referral_time(taken: Taken) -> None:
    """What is no longer owed is met or missed; what is owed from now on begins, as fast as the urgency asks."""
    item: Referral = taken.item
    owed, anew = OWED.get(item.state, ()), ANEW.get(taken.step.trigger, ())
    for clock in clocks.running_in(item.chain):
        over = clock.rule not in owed or clock.rule in anew
        if clock.subject == item.ref and clock.rule in RULES and over:
            clocks.end(taken, clock.rule, state=_kept(taken, clock))
    for rule in owed:
        clocks.begin(taken, rule, choice=item.urgency, started=now().isoformat())


def _kept(taken: Taken, clock: Clock) -> str | None:
    """By this minute; of a paper, by the day that stands on it; nobody kept or missed what ended with the case."""
    if taken.step.trigger == "end_with_case":
        return "stopped"
    if taken.step.trigger.endswith("_on_paper"):
        return None
    return "missed" if clocks.overdue(clock) else "met"
