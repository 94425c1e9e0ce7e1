"""Read the follow-ups of a case."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.db import db
from mediation.follow_up.models import FollowUp


def follow_ups_of(case: Case) -> Sequence[FollowUp]:
    """Every follow-up, in the order in which they were recorded."""
    return db.session.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)).all()


def found_unsafe(case: Case) -> FollowUp | None:
    """The last follow-up in which she was not safe, or was hurt again, unless a later one reached her and she was safe."""
    for row in reversed(follow_ups_of(case)):
        if row.safe == "no" or row.violence_again:
            return row
        if row.safe == "yes":
            return None
    return None
