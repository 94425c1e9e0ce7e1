"""A code for somebody whose case did not come by the public pages: she looks, writes and stops contact as others do."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.models import Case
from mediation.db import atomic, new_ref, now
from mediation.intake.models import PortalRequest
from mediation.people.models import User
from mediation.portal.queries import herself_in, request_of
from mediation.portal.sending import coded, in_groups
from mediation.vault.keys import new_key
from mediation.workflow.engine import WORKFLOWS, start, take, why_not

OPEN = "open_at_desk"


def may_open_for(case: Case, *, actor: User) -> bool:
    """Whether ACTOR may give the person of CASE a code: there is none yet, the case goes on, and the step is ACTOR's."""
    if not case.running or herself_in(case) is None or request_of(case, actor=actor) is not None:
        return False
    return why_not(drafted_for(case), WORKFLOWS["portal_request"].start, actor) is None


def drafted_for(case: Case, *, key_id: str = "") -> PortalRequest:
    """The request as the desk begins it: nothing is told in it. Not in the session."""
    draft = PortalRequest(
        ref=new_ref(), key_id=key_id, agency_id=case.agency_id, case=case, received_at=now(), urgent=False
    )
    if key_id:
        draft.told = {}
    return draft


def open_for(case: Case, told: Mapping[str, Any], *, actor: User, key: str | None) -> str | None:
    """The code, in groups, which is kept nowhere; None where she has one already. Raises Forbidden."""
    code, facts = coded(told)
    draft = drafted_for(case, key_id=new_key("case"))
    draft.code_hash, draft.secret_hash = facts["new_code"], facts["new_secret"]
    with atomic():
        if request_of(case, actor=actor) is not None:
            return None
        start(draft, actor=actor)
        take(draft, OPEN, actor=actor, facts=facts, key=key)
    return in_groups(code)
