"""Whether what was done by the public pages was done by somebody who had sent a request there."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from mediation.audit.findings import Finding
from mediation.audit.models import AuditEntry
from mediation.audit.verify import Tick
from mediation.cases.models import Case
from mediation.db import db
from mediation.intake.models import PortalRequest
from mediation.people.program import HERSELF

_ENTRY: Any = AuditEntry.__table__


def requests_match_the_log(tick: Tick) -> Iterator[Finding]:
    """Entries of somebody without an account who never sent that request, or in a case that it did not become."""
    query = (
        select(_ENTRY.c.chain, _ENTRY.c.sequence, PortalRequest.ref, Case.ref)
        .outerjoin(PortalRequest, PortalRequest.ref == _ENTRY.c.actor)
        .outerjoin(Case, Case.id == PortalRequest.case_id)
        .where(_ENTRY.c.actor_role == HERSELF)
        .order_by(_ENTRY.c.chain, _ENTRY.c.sequence)
    )
    for chain, sequence, request, case in db.session.execute(query):
        tick()
        if request is None or chain not in (request, case):
            yield Finding(chain, sequence, "求助人本人的记录没有对应的网上求助")
