"""What a conference rests on is gone: she took her consent back, or the case came to its end. Nobody has to think of it."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.cases.notices import told_no_more
from mediation.cases.rules import case_of
from mediation.cases.tasks import NEWS, NOTED, add_task
from mediation.conferences.models import UNDER_WAY, Conference
from mediation.conferences.queries import LINK
from mediation.db import db
from mediation.outbox.post import post
from mediation.people.program import SYSTEM
from mediation.workflow.engine import take
from mediation.workflow.words import Taken

WITHDRAWN = "withdrawn"
STOPPED = "本人撤回了同意，会商材料已停止提供；请告知参加单位停止使用"
NO_MORE = "一次个案会商的材料不再提供，请停止使用。"


def end_conferences(taken: Taken) -> None:
    """With the case every conference about it ends (PI-23)."""
    for conference in _under_way(case_of(taken.item)):
        take(conference, "end_with_ground", actor=SYSTEM)


def end_unagreed_conferences(taken: Taken) -> None:
    """A conference that rests on her consent ends where no guest is left who may hear of it. One guest alone is told to
    stop, and the owner hears of both (PI-15, PI-23)."""
    if taken.facts.get("answer", WITHDRAWN) != WITHDRAWN:
        return
    case = case_of(taken.item)
    db.session.flush()
    for conference in _under_way(case):
        cut = [guest for guest in conference.guests if told_no_more(case.id, guest.agency_id)]
        if conference.ground != "consent" or not cut:
            continue
        link = f"{LINK}{conference.ref}"
        if len(cut) == len(conference.guests):
            take(conference, "end_with_ground", actor=SYSTEM)
        else:
            for guest in cut:
                post("conference", NO_MORE, link=link, agency_id=guest.agency_id)
        add_task(case, NEWS, STOPPED, verb=NOTED, link=link, user_id=case.owner_id, urgent=True)


def _under_way(case: Case) -> Sequence[Conference]:
    query = select(Conference).where(Conference.case_id == case.id, Conference.state.in_(UNDER_WAY))
    return db.session.scalars(query.order_by(Conference.id)).all()
