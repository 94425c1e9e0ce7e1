"""Answers on paper, which the sender registers for a receiver without an account."""

from typing import Any

from mediation.db import SHANGHAI
from mediation.errors import Incomplete
from mediation.referrals.handed_in import origin_told
from mediation.referrals.models import Referral
from mediation.workflow.words import Taken, rests_on


@rests_on("WR-73", "XF-23B")
def answers_on_paper(item: Any, _actor: Any) -> str | None:
    """Whoever hands a dispute over does not accept it for the station: it would be in no register, and nobody would
    know of it."""
    referral: Referral = item
    return "维权站自己在系统里签收、接收、退回和回复，不能替它登记" if origin_told(referral) else None


def not_before_sending(taken: Taken) -> None:
    """No paper answers what was not sent yet. Raises Incomplete."""
    referral: Referral = taken.item
    sent = referral.sent_at.astimezone(SHANGHAI).date().isoformat()
    said = taken.happened_on[:10]
    if said < sent[: len(said)]:
        raise Incomplete(f"转介单是{sent}发出的，答复不会更早，请核对日期。", field="happened_on")
