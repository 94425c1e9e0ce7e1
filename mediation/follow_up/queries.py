"""Read the follow-ups of a case."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.db import db
from mediation.follow_up.models import FollowUp


def follow_ups_of(case: Case) -> Sequence[FollowUp]:
    """Every follow-up, in the order in which they were recorded."""
    return db.session.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)).all()
