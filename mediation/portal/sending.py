"""Send what was written on the public pages, and open it again with the code and the second secret.

A code has 80 bits and is shown once. What is wrong about a try is never said: no such code and a wrong secret are one
answer, for which the same is counted, read and computed.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from mediation.audit.log import Subject, record
from mediation.cases.access import DESTROYED
from mediation.db import atomic, db, new_ref, now
from mediation.documents.stamps import ALPHABET, GROUP, SIGNS, mark_from
from mediation.errors import Incomplete
from mediation.intake.models import PortalRequest
from mediation.people.models import Agency, User
from mediation.people.passwords import fits, hashed
from mediation.people.program import HERSELF, Program
from mediation.people.throttles import count_try
from mediation.portal.models import PortalVisit
from mediation.portal.tries import count_guess, forget_guess
from mediation.portal.visits import BUSY, begin, keyed, take_away
from mediation.vault.keys import destroy_key, new_key
from mediation.workflow.engine import start, take

QUESTIONS = ("q_hurt", "q_violence", "q_children")
SENDS_FROM = 60
STATION, SHUT = "federation", "shut"


def herself(request: PortalRequest) -> Program:
    """Who acts by the code: the person who wrote, upon this request."""
    return Program(role=HERSELF, ref=request.ref)


def over(request: PortalRequest) -> bool:
    """Whether the code opens nothing any longer: it was shut, its case was destroyed, or what was set aside erased."""
    destroyed = request.case is not None and request.case.state == DESTROYED
    return request.state == SHUT or destroyed or request.told_sealed is None


def station(host: str = "") -> Agency | None:
    """The station that takes in what comes by the public pages under the name HOST: the federation of the district that
    PORTAL_DISTRICTS (host name: GB/T 2260) says of it; under any other name the first one. None where there is none."""
    districts = current_app.config["PORTAL_DISTRICTS"]
    district = districts.get(urlsplit(f"//{host}").hostname or "")
    query = select(Agency).where(Agency.kind == STATION, Agency.active).order_by(Agency.id)
    if district:
        query = query.where(Agency.district == district)
    return next((one for one in db.session.scalars(query) if "help_request" in one.takes_on), None)


def in_danger(answers: Mapping[str, Any]) -> bool:
    """Whether any of the three questions was answered with yes."""
    return any(answers.get(name) == "yes" for name in QUESTIONS)


def send(
    visit: PortalVisit, answers: Mapping[str, Any], secret: str, *, asked_from: str, host: str = ""
) -> str:
    """The request is with the station of HOST; answers its code, in groups. The visit and what was typed in it are gone.

    Raises Incomplete where no station takes requests in or it was sent already, TooMany where one place sends sixty
    within an hour: many telephones share the address of their network.
    """
    count_try("portal_send", asked_from, tries=SENDS_FROM, window=timedelta(hours=1), sentence=BUSY)
    visit_id, draft = visit.id, drafted(answers, secret, host=host)
    with atomic():
        if (key_id := take_away(visit_id)) is None:
            raise Incomplete("已经发送过了，没有再发一次。")
        code = receive(draft, answers)
    destroy_key(key_id)
    return code


def receive(draft: PortalRequest, answers: Mapping[str, Any]) -> str:
    """Put a drafted request with the station, within a unit of work; answers its code, which is kept nowhere."""
    code = _new_code()
    draft.code_hash = keyed(code)
    facts = {name: answers.get(name, "unknown") for name in QUESTIONS}
    start(draft, actor=herself(draft), facts={**facts, "told_online": dict(answers)})
    return in_groups(code)


def drafted(answers: Mapping[str, Any], secret: str, *, host: str = "") -> PortalRequest:
    """The request before it is with the station of HOST; not in the session. Raises Incomplete."""
    agency = station(host)
    if agency is None:
        raise Incomplete("这里现在不能网上求助，请打 12338。")
    request = PortalRequest(
        ref=new_ref(),
        key_id=new_key("case"),
        agency_id=agency.id,
        received_at=now(),
        urgent=in_danger(answers),
        secret_hash=hashed(secret),
    )
    request.told = dict(answers)
    return request


def give_new_code(
    request: PortalRequest, told: Mapping[str, Any], *, actor: User, key: str | None
) -> str | None:
    """Another code and secret in place of the old ones; answers the code, in groups, which is kept nowhere.

    None where this very submission gave one already. Raises OutOfTurn, Forbidden.
    """
    code, facts = coded(told)
    return in_groups(code) if take(request, "give_new_code", actor=actor, facts=facts, key=key) else None


def coded(told: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A new code, and the facts with what is kept of it and of the secret that she typed."""
    code = _new_code()
    return code, {**told, "new_code": keyed(code), "new_secret": hashed(told["new_secret"])}


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))


def in_groups(code: str) -> str:
    """As it is written down."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def open_with(code: str, secret: str, *, asked_from: str) -> str | None:
    """The token of a visit to the request, or None where the code or the secret is wrong. Raises TooMany."""
    named = keyed(mark_from(code))
    count_guess(named, asked_from)
    request = db.session.scalar(select(PortalRequest).where(PortalRequest.code_hash == named))
    right = fits(request.secret_hash if request else None, secret)
    if request is None or not right or over(request):
        return None
    forget_guess(named, asked_from)
    token = begin(asked_from=asked_from, request=request)
    with atomic():
        subject = Subject(request.chain, request.kind, request.ref)
        record("portal_request.open", actor=herself(request), subject=subject)
    return token
