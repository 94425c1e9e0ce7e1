"""The record of calls that got nothing: each one, but never more than the disk can bear.

The rule: of one caller (a token; without one, an address) EACH calls of a kind within an hour have a row of their own, and
ALL rows within an hour altogether; whatever comes beyond is counted at the newest row of its kind (`more`). KEPT rows
stay, the oldest go first: a few megabytes, whatever an attacker does. The chain of the station keeps the first, tenth,
hundredth … of an hour besides (`door`), and those stay for good. Neither the token nor anything that was sent is kept.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from mediation.api.models import ApiRefusal, PartnerToken
from mediation.api.tokens import ISSUERS
from mediation.audit.log import hold
from mediation.db import atomic, db, now
from mediation.errors import Forbidden
from mediation.people.models import Agency, User

HOUR = timedelta(hours=1)
EACH = 30
ALL = 1000
KEPT = 20_000
SWEEP_EVERY = 100
PAGE = 50
LONGEST = 45


def keep(who: str, status: int, *, operation: str, origin: str) -> None:
    """One call that got nothing: WHO (ref of a token) was refused with STATUS at OPERATION, from the address ORIGIN."""
    origin = origin[:LONGEST]
    with atomic() as session:
        hold("api refusals")
        alike = (ApiRefusal.who == who, ApiRefusal.status == status, ApiRefusal.origin == origin)
        if _within_an_hour(*alike) < EACH and _within_an_hour() < ALL:
            row = ApiRefusal(at=now(), who=who, status=status, operation=operation, origin=origin)
            session.add(row)
            session.flush()
            _sweep(row.id)
        else:
            _count(alike)


def refusals(*, actor: User, before: int | None = None) -> Sequence[tuple[ApiRefusal, str, str]]:
    """The record, newest first, PAGE + 1 at most, each with agency and label of its token. Raises Forbidden."""
    if actor.role not in ISSUERS:
        raise Forbidden("调用记录由系统管理员查看。")
    query = (
        select(ApiRefusal, func.coalesce(Agency.name, ""), func.coalesce(PartnerToken.label, ""))
        .outerjoin(PartnerToken, PartnerToken.ref == ApiRefusal.who)
        .outerjoin(Agency, Agency.id == PartnerToken.agency_id)
    )
    if before:
        query = query.where(ApiRefusal.id < before)
    rows = db.session.execute(query.order_by(ApiRefusal.id.desc()).limit(PAGE + 1))
    return [(row, agency, label) for row, agency, label in rows]


def _within_an_hour(*alike: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(ApiRefusal).where(ApiRefusal.at > now() - HOUR, *alike)
    return db.session.scalar(query) or 0


def _count(alike: tuple[ColumnElement[bool], ...]) -> None:
    """At the newest row of its kind; where it has none, for the hour is full, at the newest of all."""
    newest = db.session.scalar(select(func.max(ApiRefusal.id)).where(*alike))
    newest = newest or db.session.scalar(select(func.max(ApiRefusal.id)))
    db.session.execute(update(ApiRefusal).where(ApiRefusal.id == newest).values(more=ApiRefusal.more + 1))


def _sweep(number: int) -> None:
    if number % SWEEP_EVERY == 0:
        db.session.execute(delete(ApiRefusal).where(ApiRefusal.id <= number - KEPT))
