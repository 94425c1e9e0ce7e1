"""What must hold before a stage stands at another agency, before a link is made, and before a case ends."""

from typing import Any

from sqlalchemy import select

from mediation.cases.handed_over import goes_on
from mediation.cases.models import Case, Stage
from mediation.cases.planning import ONLY_BY_REFERRAL
from mediation.cases.rules import legal_aid_told, no_mediation_under_way, protection_order_told
from mediation.cases.ties import tied_agencies
from mediation.db import db
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.handed_in import origin_told
from mediation.referrals.kinds import EMERGENCY
from mediation.referrals.links import link_of
from mediation.referrals.models import Referral
from mediation.referrals.queries import ground_gone, pending_in
from mediation.workflow.engine import WORKFLOWS
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


@rests_on("PM-26")
def handed_in_not_mediated(item: Any, actor: Any) -> str | None:
    """What a court handed in does not go back in the middle of a mediation: it is ended with its notice, and answered."""
    waits = no_mediation_under_way(item, actor) if origin_told(item) else None
    return f"{waits}，再用“回复结果”答复来件单位" if waits else None


@rests_on("PI-23")
def link_allowed(item: Any, _actor: Any) -> str | None:
    """A whole case is taken over by people with accounts alone: nobody else could go on with it. And what has expired,
    or was withdrawn by her, is opened to nobody (PI-23)."""
    referral: Referral = item
    if referral.manner == "transfer":
        return "移交整个案件要由有账号的单位接收，不能用链接"
    if referral.to_agency_id in tied_agencies(referral.case):
        return "接收单位需要回避，不能开通链接。请收回，另转其他单位"
    return "有效期已过或者本人撤回了同意，不能再开通链接" if ground_gone(referral) else None


@rests_on("PI-23")
def ground_stands(item: Any, _actor: Any) -> str | None:
    """Nobody takes on what expired or what she took back: it goes back to whoever sent it (PI-23)."""
    referral: Referral = item
    if not ground_gone(referral):
        return None
    why = "本人已经撤回同意" if consent_withdrawn(referral) else "这张转介单的有效期已过"
    return f"{why}，不能接收。请退回，由转出单位另行安排"


def link_open(item: Any, _actor: Any) -> str | None:
    """There is one that can be used."""
    return None if link_of(item) else "没有正在使用的链接"


_NEAR_THE_END = ("follow_up", "closed")
# What the sender can do, by where the referral stands.
_WAYS_ON = {
    "sent": "请催办、收回，或登记书面回执",
    "signed_for": "请催办、收回，或登记书面回执",
    "accepted": "请催办，或登记书面回复",
    "answered": "请确认回复",
}


@rests_on("WR-73", "PI-12")
def no_referral_under_way(item: Any, actor: Any) -> str | None:
    """Everything that was asked of others was answered, and the answer taken note of (WR-73).

    A case that was handed over as a whole belongs to the receiver: its own answer does not keep it from ending it. While
    an agreement is being performed the partner goes on with it, and she is asked how she is meanwhile; the answer comes
    before the end.
    """
    waiting = [
        referral
        for referral in pending_in(item)
        if referral.to_agency_id != item.agency_id and not _goes_on_beside(referral, item)
    ]
    named = "；".join(
        f"给{referral.to_agency.name}的转介“{WORKFLOWS['referral'].stop(referral.state).label}”，{_WAYS_ON[referral.state]}"
        for referral in waiting
    )
    return f"还有转介没有办完：{named}" if waiting else None


def _goes_on_beside(referral: Referral, case: Case) -> bool:
    stage = referral.stage
    return bool(stage and stage.ended and goes_on(stage) and case.state not in _NEAR_THE_END)


@rests_on("PI-23")
def case_goes_on(item: Any, actor: Any) -> str | None:
    """The case is still worked on: nobody takes on what is closed or has ended (PI-23)."""
    case: Case = item.case
    if case.running:
        return None
    state = WORKFLOWS[case.workflow].stop(case.state).label
    return f"这个案件已经{state}，不能再接收；请退回，仍需办理的由转出单位先重新打开案件"
