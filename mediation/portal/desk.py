"""What the station sees of a request: its row in 今日工作, its page, and the block on the page of the case."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediation.cases.models import Case
from mediation.cases.next_steps import step_entries
from mediation.cases.today import row
from mediation.dates import local
from mediation.db import SHANGHAI, today
from mediation.intake.models import PortalRequest
from mediation.intake.queries import Hit, look_up
from mediation.people.models import User
from mediation.people.program import HERSELF
from mediation.portal import forms
from mediation.portal.at_the_desk import OPEN, may_open_for
from mediation.portal.effects import INBOX
from mediation.portal.flow import in_words
from mediation.portal.queries import messages_of, nobodys, request_of, waiting_for, waits_for_answer
from mediation.portal.rules import asked_contact
from mediation.web.feature import Panel
from mediation.web.forms import Choices
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import newest

TITLE = "网上求助"
TEN = 10
# Its page shows the code, once.
NEW_CODE = "give_new_code"


def rows(actor: User) -> list[dict[str, Any]]:
    """What waits, each with the one button; due on the day of receipt. Beyond TEN one row stands for the others: whoever
    floods the station hides no other work."""
    if number := nobodys(actor):
        return [_row_of_nobody(number)]
    waiting = waiting_for(actor)
    return [*map(_row, waiting[:TEN]), *([_row_of_others(waiting[TEN:])] if waiting[TEN:] else [])]


def _row(request: PortalRequest) -> dict[str, Any]:
    url = f"{INBOX}/{request.ref}"
    return row(
        request.ref,
        {"name": TITLE, "url": url},
        f"{local(request.received_at)} 收到，请先看安全，再登记",
        str(WORKFLOWS["portal_request"].step("take_on", "waiting").label),
        f"{url}/take_on",
        danger="high" if request.urgent else "",
        urgent=request.urgent or waits_for_answer(request),
        due=request.received_at.astimezone(SHANGHAI).date(),
        stage=TITLE,
    )


def _row_of_nobody(number: int) -> dict[str, Any]:
    what = f"有 {number} 份网上求助，本站能登记的人都要回避，请马上另派人，或者请上级妇联接手"
    url = "/supervision"
    return row("", {"name": TITLE, "url": url}, what, "查看", url, due=today(), stage=TITLE, urgent=True)


def _row_of_others(requests: Sequence[PortalRequest]) -> dict[str, Any]:
    urgent = any(request.urgent for request in requests)
    return row(
        requests[0].ref,
        {"name": TITLE, "url": INBOX},
        "还有等登记的网上求助，请逐件看",
        "查看",
        INBOX,
        danger="high" if urgent else "",
        urgent=urgent,
        due=min(request.received_at for request in requests).astimezone(SHANGHAI).date(),
        stage=TITLE,
    )


def listed(actor: User) -> list[dict[str, Any]]:
    """The inbox."""
    return [
        {"url": f"{INBOX}/{request.ref}", "at": local(request.received_at), "urgent": request.urgent}
        for request in waiting_for(actor)
    ]


def shown(request: PortalRequest, *, actor: User) -> dict[str, Any]:
    """The page of one request: what she wrote, what was said both ways, what can be done."""
    return {
        "at": local(request.received_at),
        "urgent": request.urgent,
        "state": str(WORKFLOWS["portal_request"].stop(request.state).label),
        "told": in_words(request.told or {}),
        "asked_contact": bool(asked_contact(request)),
        "messages": messages_of(request),
        "steps": _steps(request, actor, f"{INBOX}/{request.ref}"),
    }


def panel(case: Case, actor: User) -> Panel | None:
    """网上留言 on the page of the case, for whoever sees it whole."""
    request = request_of(case, actor=actor)
    if request is None:
        return _without_code(case, actor)
    rated = newest(request.ref, "rate")
    steps = _steps(request, actor, f"/cases/{case.ref}/{request.ref}")
    given = {
        "messages": messages_of(request),
        "waits": waits_for_answer(request),
        "asked_contact": bool(asked_contact(request)),
        "rated": _rating(rated.facts or {}) if rated else None,
        "steps": steps,
    }
    return Panel("网上留言", "portal/panel.html", given, order=45)


def _without_code(case: Case, actor: User) -> Panel | None:
    """Where she has no code yet: the way to give her one, at the end of the page."""
    if not may_open_for(case, actor=actor):
        return None
    step = WORKFLOWS["portal_request"].step(OPEN, "waiting")
    entry = {"label": str(step.label), "url": f"{INBOX}/of/{case.ref}", "reason": None}
    return Panel("网上查询", "portal/panel_closed.html", {"step": entry}, order=92)


def item(case: Case, ref: str, actor: User) -> PortalRequest | None:
    """The request of the case under this ref, for its steps."""
    found = request_of(case, actor=actor)
    return found if found and found.ref == ref else None


def told_before(item: Any, trigger: str, actor: User) -> Mapping[str, Any]:
    """How she asked to be reached, in the form of whoever makes sure of it with her."""
    fills = isinstance(item, PortalRequest) and trigger == "confirm_contact"
    return asked_contact(item) if fills else {}


def choices(request: PortalRequest, *, actor: User) -> Choices:
    """What the forms of a request offer: who is known already by the name or the number that she wrote."""
    return lambda word: _known(request, actor) if word == "came before" else []


def _known(request: PortalRequest, actor: User) -> list[tuple[str, str]]:
    told = request.told or {}
    words = {told[name] for name in ("name", "number") if told.get(name)}
    hits = [hit for word in sorted(words) for hit in look_up(word, actor=actor)]
    return list({hit.party.person.ref: (hit.party.person.ref, _hit(hit)) for hit in hits}.values())


def _hit(hit: Hit) -> str:
    return f"{hit.party.person.called}（{hit.case.register_number}）"


def _steps(request: PortalRequest, actor: User, url: str) -> list[dict[str, Any]]:
    """Those of the station; hers are no business of the worker."""
    own = {step.trigger for step in WORKFLOWS["portal_request"].steps() if step.by != (HERSELF,)} - {OPEN}
    steps = [step for step in step_entries(request, actor=actor, url=url) if step["trigger"] in own]
    own_page = {"url": f"{INBOX}/{request.ref}/new-code"}
    return [{**step, **own_page} if step["trigger"] == NEW_CODE else step for step in steps]


def _rating(facts: Mapping[str, Any]) -> tuple[str, str]:
    return str(dict(forms.MARKS).get(str(facts.get("mark")), "")), str(facts.get("words") or "")
