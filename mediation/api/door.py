"""Who may call: a bearer token that holds, for what its scopes name, and not too often. Closed where nothing is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Response, current_app, g, request

from mediation.api import refusals
from mediation.api.models import PartnerToken
from mediation.api.tokens import SCOPES, delegate_of, token_of, used
from mediation.audit.log import STATION, Subject, record_alone
from mediation.db import db
from mediation.errors import Forbidden, Missing, Unknown
from mediation.people.program import SYSTEM, Delegate
from mediation.people.throttles import count_try, tries_at
from mediation.web.access import public

V = TypeVar("V", bound=Callable[..., Any])
CALLS = 120
GUESSES = 20
WINDOW = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEAST_REFUSAL = 400
OPERATION = 30
COUNTS = frozenset(10**power for power in range(7))
# In the place of the token where none was known: whoever guessed has no name.
NOBODY = "-"
TOO_OFTEN = "调用太频繁，请按 Retry-After 的秒数等待后再试。"
NO_TOKEN = "凭证不对、已到期或已停用。请向维权站的系统管理员核对。"


def for_scope(scope: str) -> Callable[[V], V]:
    """Mark a view as one that a token with SCOPE may call. It needs no sign-in of a person."""

    def marked(view: V) -> V:
        view.scope = scope  # type: ignore[attr-defined]
        return public(view)

    return marked


def check_token() -> None:
    """Before each call: the token, its rate, its scope. Raises Unknown, TooMany, Forbidden.

    A wrong token is counted by the address that it came from: there is no name at which to guess.
    """
    view = current_app.view_functions[request.endpoint or ""]
    scope: str | None = getattr(view, "scope", None)
    if scope is None:
        return
    token = token_of(_bearer())
    if token is None:
        count_try("api_guess", request.remote_addr or "", tries=GUESSES, window=WINDOW, sentence=TOO_OFTEN)
        raise Unknown(NO_TOKEN)
    g.partner_token = token
    count_try("api", token.ref, tries=CALLS, window=WINDOW, sentence=TOO_OFTEN)
    used(token)
    if scope not in token.scopes:
        raise Forbidden(f"这个凭证不能「{SCOPES[scope]}」，需要时请系统管理员另发。")


def caller() -> Delegate:
    """Who calls: the agency of the token. Raises Missing where no token was asked for."""
    return delegate_of(calling_token())


def calling_token() -> PartnerToken:
    """The token by which this call was let in. Raises Missing where none was asked for."""
    token: PartnerToken | None = g.get("partner_token")
    if token is None:
        raise Missing
    return token


def note_refusal(answer: Response) -> Response:
    """After each call: one that got nothing has its row in the record of refusals (`refusals` has the bound of it).

    The chain of the station has the first, the tenth, the hundredth … alike within an hour besides, each with its count.
    Neither the token nor anything that was sent stands in either.
    """
    if answer.status_code < LEAST_REFUSAL:
        return answer
    token: PartnerToken | None = g.get("partner_token")
    who = token.ref if token else NOBODY
    status = str(answer.status_code)
    db.session.rollback()
    operation = (request.endpoint or "").rpartition(".")[2][:OPERATION]
    refusals.keep(who, answer.status_code, operation=operation, origin=request.remote_addr or "")
    count = tries_at("api_refused", f"{who} {status}", window=HOUR)
    if count in COUNTS:
        actor = delegate_of(token) if token else SYSTEM
        subject = Subject(STATION, "partner_token", who)
        record_alone(
            "api.refused", actor=actor, subject=subject, fields=[f"status {status}", f"count {count}"]
        )
    return answer


def _bearer() -> str:
    way, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if way.lower() == "bearer" else ""
