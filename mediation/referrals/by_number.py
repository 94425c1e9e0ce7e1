"""The case that came with a slip: by the number of the slip a partner calls it."""

from sqlalchemy import ColumnElement, false, select

from mediation.cases.models import Case
from mediation.cases.register_numbers import slip_number
from mediation.people.models import Agency, User
from mediation.referrals.models import Referral
from mediation.referrals.queries import known_referrals


def brought_by(text: str, actor: User) -> ColumnElement[bool]:
    """The cases of the referrals of that number, as far as TEXT tells it, of which ACTOR may know."""
    told = slip_number(text)
    if told is None:
        return false()
    known = known_referrals(actor).where(Referral.number == told.number)
    if told.year:
        known = known.where(Referral.number_year == told.year)
    if told.station:
        known = known.where(
            Referral.from_agency_id.in_(select(Agency.id).where(Agency.short_name == told.station))
        )
    return Case.id.in_(known.with_only_columns(Referral.case_id))
