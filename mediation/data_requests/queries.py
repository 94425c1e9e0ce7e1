"""Read data requests: those who see the case whole. To others there is none."""

from collections.abc import Sequence

from sqlalchemy import and_, false, or_, select, true

from mediation.cases.access import NO_CONTENT, field_groups, visible_to
from mediation.cases.models import Case
from mediation.cases.queries import find_case
from mediation.data_requests.models import DataRequest
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User

WAITING = ("received", "deciding", "carrying_out", "to_answer")
MOST = 50


def requests_in(case: Case, *, actor: User) -> Sequence[DataRequest]:
    """Those of a case, the newest first."""
    if "narrative" not in field_groups(actor, case):
        return []
    query = select(DataRequest).where(DataRequest.case_id == case.id).order_by(DataRequest.id.desc())
    return db.session.scalars(query).all()


def request_in(case: Case, ref: str, actor: User) -> DataRequest | None:
    """The request of a case by its ref, or None."""
    return next((one for one in requests_in(case, actor=actor) if one.ref == ref), None)


def find_request(ref: str, *, actor: User) -> DataRequest:
    """The request, for those who see its case whole. Raises Missing."""
    found = db.session.scalar(select(DataRequest).where(DataRequest.ref == ref))
    if found is None or request_in(find_case(found.chain, actor=actor), ref, actor) is None:
        raise Missing
    return found


def waiting_for(actor: User) -> Sequence[DataRequest]:
    """Those that wait for the owner of the case, or, where it has none, for a caseworker of the agency; the oldest first."""
    if actor.role in NO_CONTENT:
        return []
    query = (
        select(DataRequest)
        .join(Case, Case.id == DataRequest.case_id)
        .where(
            DataRequest.state.in_(WAITING),
            Case.id.in_(visible_to(actor).with_only_columns(Case.id)),
            Case.agency_id == actor.agency_id,
            or_(
                Case.owner_id == actor.id,
                and_(Case.owner_id.is_(None), true() if actor.role == "caseworker" else false()),
            ),
        )
    )
    return db.session.scalars(query.order_by(DataRequest.id).limit(MOST)).all()
