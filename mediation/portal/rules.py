"""What must hold before a step of a request from the public pages."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from mediation.cases.access import DESTROYED
from mediation.cases.models import OVER, Case
from mediation.cases.papers import secrets_of
from mediation.db import db
from mediation.documents.check import Kept
from mediation.errors import Incomplete
from mediation.intake.models import PortalRequest
from mediation.vault.sealed import Secret, found_in
from mediation.workflow.words import rests_on

ASKED = "asked_contact"
LOOKED_AT = 200


@rests_on("DV-13")
def no_violence_told(item: Any, actor: Any) -> str | None:
    """Nobody who tells of violence or danger is set aside (反家庭暴力法第13条), unless the same words came before."""
    request: PortalRequest = item
    set_aside = not request.urgent or _told_already(request)
    return None if set_aside else "本人说到了暴力或者危险，要登记，不能不登记"


def _told_already(request: PortalRequest) -> bool:
    """Whether the same words came to the station before and wait or are worked on: sent twice, or by a program."""
    query = (
        select(PortalRequest)
        .outerjoin(Case, Case.id == PortalRequest.case_id)
        .where(
            PortalRequest.agency_id == request.agency_id,
            PortalRequest.state.in_(("waiting", "taken_on")),
            PortalRequest.id < request.id,
            # What was destroyed cannot be read.
            or_(Case.id.is_(None), Case.state != DESTROYED),
        )
    )
    before = db.session.scalars(query.order_by(PortalRequest.id.desc()).limit(LOOKED_AT))
    return any(one.told == request.told for one in before)


def of_a_case(item: Any, actor: Any) -> str | None:
    """There is a case already: whoever sits at the desk opens nothing else."""
    request: PortalRequest = item
    return None if request.case else "还没有登记为案件，请先登记"


def case_over(item: Any, actor: Any) -> str | None:
    """The case that it became is closed or has ended otherwise."""
    request: PortalRequest = item
    over = request.case is not None and request.case.state in OVER
    return None if over else "还没有办完，办完后可以评价"


def contact_change_asked(item: Any, actor: Any) -> str | None:
    """She asked for another way to be reached, and nobody has answered it."""
    request: PortalRequest = item
    return None if asked_contact(request) else "本人没有要求改联系方式"


def asked_contact(request: PortalRequest) -> dict[str, Any]:
    """How she asked to be reached instead; empty where she did not, or it is settled."""
    asked: dict[str, Any] = (request.told or {}).get(ASKED) or {}
    return asked


def why_not_say(request: PortalRequest, text: str) -> Incomplete | None:
    """Why TEXT may not stand where somebody may look over her shoulder, or None (DV-10-4)."""
    kept = [*_told(request), *(secrets_of(request.case) if isinstance(request.case, Case) else ())]
    found = [f"{one.whose}的{one.what}" for one in kept if found_in(text, [one.value])]
    if not found:
        return None
    return Incomplete(
        f"答复里出现了保密信息（{'、'.join(dict.fromkeys(found))}），别人可能看到她的手机，请删去。",
        field="text",
        rules=("DV-10-4",),
    )


def _told(request: PortalRequest) -> Iterable[Kept]:
    """What she wrote about how to reach her, before there is a case."""
    for told in (request.told or {}, asked_contact(request)):
        for name, what in (("number", "安全联系电话"), ("code_word", "暗语")):
            if len(told.get(name) or "") > 2:
                yield Kept("求助人", what, Secret(told[name]))
