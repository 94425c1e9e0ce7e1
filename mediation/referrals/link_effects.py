"""What a step brings about with the links of a referral."""

from sqlalchemy import update

from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.referrals.models import Referral, ReferralLink
from mediation.workflow.words import Taken


def keep_link(taken: Taken) -> None:
    """The new link, as hashes; the one before it opens nothing any more. Raises Incomplete without the hashes."""
    item: Referral = taken.item
    told = {name: taken.facts.get(name) for name in ("link", "token_hash", "code_hash")}
    if not all(told.values()):
        raise Incomplete("请从转介单页面开通链接。")
    end_links(taken)
    db.session.add(
        ReferralLink(
            ref=told["link"],
            referral_id=item.id,
            token_hash=told["token_hash"],
            code_hash=told["code_hash"],
            issued_by_id=taken.actor.id,
            issued_at=now(),
        )
    )
    db.session.flush()


def end_links(taken: Taken) -> None:
    """No link of the referral opens any more."""
    open_ones = update(ReferralLink).where(
        ReferralLink.referral_id == taken.item.id, ReferralLink.ended_at.is_(None)
    )
    db.session.execute(open_ones.values(ended_at=now()))
