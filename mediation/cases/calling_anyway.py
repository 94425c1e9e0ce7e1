"""A call outside the hours of a person, or by an old answer: with a reason that is kept, for whoever gave it, for a while.

What the person refused (any contact, the telephone, a number of somebody else) nobody overrules.
"""

from datetime import datetime, timedelta

from mediation.cases.calling import calls
from mediation.cases.models import Case
from mediation.db import now
from mediation.people.models import User
from mediation.workflow.history import newest
from mediation.workflow.words import rests_on

EXCEPTION = "call_anyway"
FOR_SO_LONG = timedelta(minutes=15)


def excepted_by(case: Case, actor: User, at: datetime) -> bool:
    """Whether ACTOR has just given a reason for calling outside the hours of an applicant."""
    step = newest(case.ref, EXCEPTION)
    return step is not None and step.actor_id == actor.id and at - step.recorded_at <= FOR_SO_LONG


@rests_on("DV-10-4", "DV-10-3")
def barred_by_the_hour(item: Case, actor: object) -> str | None:
    """Somebody may not be called now, and only for the hour or the age of the answer."""
    at = now()
    refusals = [reason for _party, reason in calls(item, at) if reason]
    if not refusals:
        return "现在就可以按本人同意的方式打电话，不用破例"
    if all(reason for _party, reason in calls(item, at, excepted=True)):
        return f"{refusals[0]}，不能破例"
    return None
