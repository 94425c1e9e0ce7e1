"""From the page of a referral to the form that records that she takes her consent back."""

from typing import Any

from flask import request, url_for

from mediation.errors import Missing
from mediation.people.models import User
from mediation.referrals.consents import WITHDRAWN
from mediation.referrals.models import Referral
from mediation.referrals.queries import find_referral, package_open, receives

STEP = "record_privacy_consent"


def way_to_withdraw(referral: Referral, *, actor: User) -> str | None:
    """Where the sender records it; nothing where the referral does not rest on consent, or no longer tells anything."""
    rests = referral.ground == "consent" and package_open(referral) and referral.case.running
    if not rests or receives(referral, actor):
        return None
    return url_for("cases.case_step", ref=referral.chain, trigger=STEP, slip=referral.ref)


def withdrawal(item: Any, trigger: str, actor: User) -> dict[str, Any]:
    """What the page of a referral tells that form: who, to whom, and that it is taken back."""
    slip = request.args.get("slip") if trigger == STEP else None
    if not slip:
        return {}
    referral = find_referral(slip, actor=actor)
    if referral.chain != item.ref:
        raise Missing
    return {"party": referral.party_id, "receiver": referral.to_agency_id, "answer": WITHDRAWN}
