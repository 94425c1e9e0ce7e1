"""She took her consent back: whoever sent her data on is led to what must be called back, until nothing is left of it."""

from mediation.cases.models import Case
from mediation.cases.notices import CONSENT_WITHDRAWN
from mediation.cases.rules import case_of
from mediation.cases.tasks import finish_tasks, open_tasks
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.queries import LINK, pending_in
from mediation.workflow.words import Taken


def settle_withdrawn(taken: Taken) -> None:
    """The task of the sender opens the referral that still rests on the consent; with the last of them, or once she
    agrees again, it is done (PI-23)."""
    settle(case_of(taken.item))


def settle(case: Case) -> None:
    """As things stand now."""
    resting = [referral for referral in pending_in(case) if consent_withdrawn(referral)]
    if not resting:
        finish_tasks(case, CONSENT_WITHDRAWN)
    for task in open_tasks(case, CONSENT_WITHDRAWN):
        task.link = f"{LINK}{resting[0].ref}"
