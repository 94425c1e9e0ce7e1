"""What must hold before a stage stands at an agency that does not own the case, and before a link is made."""

from typing import Any

from sqlalchemy import select

from mediation.cases.models import Stage
from mediation.cases.planning import ONLY_BY_REFERRAL
from mediation.cases.rules import legal_aid_told, protection_order_told
from mediation.db import db
from mediation.referrals.kinds import EMERGENCY
from mediation.referrals.links import link_of
from mediation.referrals.models import Referral
from mediation.referrals.queries import ground_gone
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


@rests_on("DV-10-13")
def order_told_or_owed(item: Any, actor: Any) -> str | None:
    """She knows of the protection order before anything is sent; where a life is at stake, she is told afterwards."""
    return None if item.ground == EMERGENCY else protection_order_told(item, actor)


@rests_on("LA-35")
def aid_told_or_owed(item: Any, actor: Any) -> str | None:
    """She knows of legal aid before anything is sent; where a life is at stake, she is told afterwards."""
    return None if item.ground == EMERGENCY else legal_aid_told(item, actor)


@rests_on("PI-23")
def link_allowed(item: Any, _actor: Any) -> str | None:
    """A whole case is taken over by people with accounts alone: nobody else could go on with it. And what has expired,
    or was withdrawn by her, is opened to nobody (PI-23)."""
    referral: Referral = item
    if referral.manner == "transfer":
        return "移交整个案件要由有账号的单位接收，不能用链接"
    return "有效期已过或者本人撤回了同意，不能再开通链接" if ground_gone(referral) else None


def link_open(item: Any, _actor: Any) -> str | None:
    """There is one that can be used."""
    return None if link_of(item) else "没有正在使用的链接"
