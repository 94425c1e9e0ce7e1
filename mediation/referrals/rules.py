"""What must hold before a stage stands at an agency that does not own the case."""

from typing import Any

from sqlalchemy import select

from mediation.cases.models import Stage
from mediation.cases.planning import ONLY_BY_REFERRAL
from mediation.db import db
from mediation.referrals.models import Referral
from mediation.workflow.words import rests_on


@rests_on("PI-23")
def own_or_handed_over(item: Any, actor: Any) -> str | None:
    """The stage stands at the agency of the case, or its agency has just accepted a referral of this work (PI-23).

    Whoever opens it, the program included; and one acceptance opens one stage.
    """
    stage: Stage = item
    if stage.agency_id == stage.case.agency_id:
        return None
    accepted = select(Referral.id).where(
        Referral.case_id == stage.case.id,
        Referral.to_agency_id == stage.agency_id,
        Referral.stage_wanted == stage.workflow,
        Referral.state == "accepted",
        Referral.stage_id.is_(None),
    )
    return None if db.session.scalar(accepted.limit(1)) else ONLY_BY_REFERRAL.rstrip("。")
