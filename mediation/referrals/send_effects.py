"""What the sending of a referral brings about: the package is frozen, and the plan is done."""

import secrets

from mediation.audit.log import Subject, record
from mediation.cases.notice_forms import NOTICES
from mediation.cases.planning import referred
from mediation.cases.tasks import add_task, open_tasks
from mediation.db import today
from mediation.referrals.kinds import EMERGENCY, words
from mediation.referrals.models import Referral
from mediation.referrals.package import content_of, digest
from mediation.referrals.proof import SENT
from mediation.referrals.sending import why_not_send
from mediation.referrals.telling import untold
from mediation.workflow.words import Taken


def freeze_package(taken: Taken) -> None:
    """The exact snapshot of what was chosen, sealed with the case, its hash in the log (PI-23, DV-10-4).

    Raises Incomplete where the receiver, the ground or the text does not hold.
    """
    item: Referral = taken.item
    package = item.package
    # What came from another installation was frozen there, and stays word for word.
    if not package:
        if refusal := why_not_send(item, taken.facts, actor=taken.actor):
            raise refusal
        # Random bits in the package: its hash stands in the open, and nobody may guess a short story from it.
        package = {**content_of(item.case, taken.facts), "nonce": secrets.token_hex(16)}
        item.package = package
    item.package_hash = digest(package)
    subject = Subject(item.chain, item.kind, item.ref)
    record(SENT, actor=taken.actor, subject=subject, fields=package, commitment=item.package_hash)


def owe_notices(taken: Taken) -> None:
    """What an emergency did not wait for is told today (PI-13, DV-10-13, LA-35)."""
    item: Referral = taken.item
    case = item.case
    if item.ground != EMERGENCY:
        return
    for notice in untold(case, taken.actor):
        kind, what = f"tell_{notice}", words(NOTICES, notice)
        if not open_tasks(case, kind):
            add_task(
                case,
                kind,
                f"紧急转介在前，今天补告知本人：可以申请{what}",
                verb="登记告知",
                link=f"/cases/{case.ref}/inform?notice={notice}",
                user_id=case.owner_id,
                due_on=today(),
                urgent=True,
            )


def finish_plan(taken: Taken) -> None:
    """What was to be referred is on its way: it is off the list of whoever was to send it."""
    item: Referral = taken.item
    referred(item.case, item.stage_wanted, item.to_agency)
