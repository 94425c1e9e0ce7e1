"""What must have been told before anything about her is sent, and the way to record it and back (DV-10-13, LA-35)."""

from typing import Any

from flask import request, url_for

from mediation.cases.models import Case
from mediation.cases.rules import legal_aid_told, protection_order_told
from mediation.people.models import User
from mediation.workflow.engine import ahead

OWED = {"protection_order": protection_order_told, "legal_aid": legal_aid_told}


def untold(case: Case, actor: User) -> dict[str, str]:
    """What must be told before anything is sent, and is not recorded: the notice and the sentence."""
    return {notice: reason for notice, told in OWED.items() if (reason := told(case, actor))}


def tell_first(case: Case, *, actor: User) -> str:
    """The page to which a planned referral leads first; nothing where all was told, where ACTOR cannot record it,
    or where that page led back here already."""
    if "to" not in request.args or "told" in request.args or not untold(case, actor):
        return ""
    open_now = {step.trigger for step, refusal in ahead(case, actor=actor) if refusal is None}
    return where_told(case, actor) if "inform" in open_now else ""


def where_told(case: Case, actor: User) -> str:
    """The form with what is missing ticked; it leads back to this page of the referral."""
    asked: dict[str, Any] = {**request.args.to_dict(), "told": "1"}
    here = url_for("referrals.send", ref=case.ref, **asked)
    return url_for(
        "cases.case_step", ref=case.ref, trigger="inform", notice=list(untold(case, actor)), then=here
    )
