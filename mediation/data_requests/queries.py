"""Read data requests: those who see the case whole. To others there is none."""

from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.queries import find_case
from mediation.data_requests.models import DataRequest
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User


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
