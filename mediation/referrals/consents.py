"""What the person answered to sharing with a receiver, and whether a referral still rests on it (PI-15, PI-23)."""

from sqlalchemy import Select, and_, or_, select

from mediation.cases.work import Consent
from mediation.db import db
from mediation.referrals.models import Referral

WITHDRAWN = "withdrawn"


def consent_withdrawn(referral: Referral) -> bool:
    """Whether the person has withdrawn since what the referral rests on.

    A later yes to less does not open again what was sent before: it must cover all of it.
    """
    if referral.ground != "consent" or referral.party_id is None:
        return False
    newest = newest_consent(referral.case_id, referral.party_id, referral.to_agency_id)
    if newest is None:
        return False
    if newest.answer != "agreed" or newest.withdrawn_on is not None:
        return True
    covered = set(referral.data_kinds) <= set(newest.data_kinds)
    return not covered and _withdrew_since(referral)


def newest_consent(case_id: int, party_id: int, receiver_id: int) -> Consent | None:
    """What the person last answered to sharing with this receiver. A withdrawal that names no receiver is for all."""
    query = _answers(case_id, party_id, receiver_id).order_by(Consent.id.desc())
    return db.session.scalars(query.limit(1)).first()


def _withdrew_since(referral: Referral) -> bool:
    query = _answers(referral.case_id, referral.party_id or 0, referral.to_agency_id)
    since = query.where(Consent.recorded_at >= referral.sent_at, Consent.answer != "agreed")
    return db.session.scalars(since.limit(1)).first() is not None


def _answers(case_id: int, party_id: int, receiver_id: int) -> Select[Consent]:
    to_all = and_(Consent.receiver_id.is_(None), Consent.answer == WITHDRAWN)
    return select(Consent).where(
        Consent.case_id == case_id,
        Consent.party_id == party_id,
        or_(Consent.receiver_id == receiver_id, to_all),
        Consent.kind.in_(("referral", "privacy")),
    )
