"""What the sending of a referral brings about: the package is frozen, and the plan is done."""

import secrets

from mediation.audit.log import Subject, record
from mediation.cases.planning import referred
from mediation.referrals.models import Referral
from mediation.referrals.package import content_of, digest
from mediation.referrals.proof import SENT
from mediation.referrals.sending import why_not_send
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


def finish_plan(taken: Taken) -> None:
    """What was to be referred is on its way: it is off the list of whoever was to send it."""
    item: Referral = taken.item
    referred(item.case, item.stage_wanted, item.to_agency)
