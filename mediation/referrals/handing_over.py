"""What the referrals of a case handed over to the agency of the person who asks (offered to `cases.handed_over`)."""

from collections.abc import Iterator

from sqlalchemy import select

from mediation.cases.handed_over import Handed
from mediation.cases.models import Case
from mediation.cases.queries import parties_of
from mediation.db import db
from mediation.people.models import User
from mediation.referrals.models import Referral
from mediation.referrals.queries import ground_gone, package_open


def handed(case: Case, actor: User) -> Iterator[Handed]:
    """One for each stage that ACTOR's agency took on by a referral.

    It is for whoever consented, alone; without consent as the ground, for every applicant (as the package has it).
    """
    query = select(Referral).where(
        Referral.case_id == case.id,
        Referral.to_agency_id == actor.agency_id,
        Referral.stage_id.is_not(None),
    )
    for referral in db.session.scalars(query.order_by(Referral.id)):
        stage_id, kinds = referral.stage_id, referral.data_kinds if package_open(referral) else ()
        if stage_id is not None:
            yield Handed(stage_id, _whose(case, referral), frozenset(kinds), ground_gone(referral))


def _whose(case: Case, referral: Referral) -> frozenset[int]:
    if referral.ground == "consent" and referral.party_id:
        return frozenset({referral.party_id})
    return frozenset(party.id for party in parties_of(case, "applicant"))
