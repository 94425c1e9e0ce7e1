"""Cases that nobody at their station can give to somebody, for all who may are tied: whoever stands above is asked.

The leader reads no case. What is told is that there is one, and what to do: another supervisor, or another station.
"""

from sqlalchemy import select

from mediation.cases.access import DESTROYED, may_open, not_tied
from mediation.cases.models import OVER, Case
from mediation.cases.ties import Tie
from mediation.db import db
from mediation.people.models import User

MAY_ASSIGN = ("supervisor", "caseworker")
MOST = 200


def orphans(actor: User) -> int:
    """How many running cases without an owner nobody at ACTOR's agency can assign; for its leader, to others none. Not
    those to which the leader is tied too: they do not exist for them."""
    if actor.role != "leader":
        return 0
    tied = select(Tie.case_id).where(Tie.user_id.is_not(None))
    query = select(Case).where(
        Case.agency_id == actor.agency_id,
        Case.owner_id.is_(None),
        Case.state.not_in(OVER | {DESTROYED}),
        Case.id.in_(tied),
        not_tied(actor),
    )
    cases = db.session.scalars(query.order_by(Case.id.desc()).limit(MOST)).all()
    return sum(not _anybody(case) for case in cases)


def _anybody(case: Case) -> bool:
    query = select(User).where(User.agency_id == case.agency_id, User.active, User.role.in_(MAY_ASSIGN))
    return any(may_open(case, actor=one) for one in db.session.scalars(query))
