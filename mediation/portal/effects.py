"""What the steps of a request from the public pages bring about."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.enrolling import keep_contact
from mediation.cases.models import Case, Party
from mediation.cases.silence import heard
from mediation.cases.tasks import add_task, finish_tasks
from mediation.intake.models import PortalRequest
from mediation.intake.registering import register
from mediation.outbox.post import post
from mediation.portal.queries import waits_for_answer
from mediation.portal.rules import why_not_say
from mediation.workflow.words import Taken

INBOX = "/requests"
MESSAGE, MATERIAL, STOPPED = "portal_message", "portal_material", "portal_no_contact"
_CONTACT = ("ways", "number", "others_phone", "hours", "who_may_answer", "code_word")
_TOLD = ("q_hurt", "q_violence", "q_children", "summary", "wishes", "privacy_consent")


def announce_request(taken: Taken) -> None:
    """A neutral message to the station."""
    request: PortalRequest = taken.item
    post("portal", "收到一份网上求助，请登记。", link=f"{INBOX}/{request.ref}", agency_id=request.agency_id)


def register_request(taken: Taken) -> None:
    """The case, from what she wrote and what the worker chose. Its time limits run from the minute of receipt."""
    request: PortalRequest = taken.item
    told: Mapping[str, Any] = request.told or {}
    case = register(
        {
            **{name: told[name] for name in _TOLD if told.get(name)},
            "channel": "online",
            "received_at": request.received_at,
            "category_class": taken.facts["category_class"],
            "category_kind": taken.facts.get("category_kind", ""),
            "applicants": [_applicant(told, taken.facts.get("person"))],
            "contact": contact_of(told),
        },
        actor=taken.actor,
    )
    request.case = case
    if waits_for_answer(request):
        _ask_for_answer(request, case)


def _applicant(told: Mapping[str, Any], person: str | None) -> dict[str, Any]:
    """Somebody known already, somebody with a name, or knowingly nobody's name."""
    if person:
        return {"person": person}
    return {"name": told["name"]} if told.get("name") else {"anonymous": True}


def contact_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The safe contact as the case keeps it; 「不联系」 is a whole answer."""
    if told.get("may_contact") != "yes":
        return {"no_contact": True}
    said = {name: told[name] for name in _CONTACT if told.get(name)}
    # The page said what a text message shows, at the choice itself.
    return {**said, "sms_told": True} if "sms" in said.get("ways", ()) else said


def keep_secrets_out(taken: Taken) -> None:
    """What she reads on her telephone gives nothing away. Raises Incomplete."""
    if refusal := why_not_say(taken.item, taken.facts["text"]):
        raise refusal


def settle_messages(taken: Taken) -> None:
    """What waited for an answer waits no longer."""
    request: PortalRequest = taken.item
    if request.case:
        finish_tasks(request.case, MESSAGE)


def tell_of_message(taken: Taken) -> None:
    """The owner finds it in 今日工作; before there is a case, it stands with the request."""
    request: PortalRequest = taken.item
    if request.case:
        heard(request.case)
        _ask_for_answer(request, request.case)


def tell_of_material(taken: Taken) -> None:
    """The owner looks at what came."""
    request: PortalRequest = taken.item
    if request.case:
        heard(request.case)
        _task(request.case, MATERIAL, "本人从网上补交了材料，请查看", "查看")


def stop_contact(taken: Taken) -> None:
    """From now on nobody contacts her; her word on the telephone and what must never be done stay."""
    request: PortalRequest = taken.item
    request.told = {**(request.told or {}), "may_contact": "no"}
    if request.case and (party := _herself(request.case)):
        known = party.person.safe_contact
        kept = {"code_word": known.code_word, "never": known.never} if known else {}
        keep_contact(party.person, {"no_contact": True, **kept})
        _task(request.case, STOPPED, "本人在网上要求不再联系她，请看联系方式", "查看")


def _herself(case: Case) -> Party | None:
    return next((party for party in case.parties if party.role == "applicant"), None)


def _task(case: Case, kind: str, text: str, verb: str, link: str = "") -> None:
    add_task(case, kind, text, verb=verb, link=link, user_id=case.owner_id, urgent=True)


def _ask_for_answer(request: PortalRequest, case: Case) -> None:
    finish_tasks(case, MESSAGE)
    _task(case, MESSAGE, "本人在网上留言，请看了答复", "答复", f"/cases/{case.ref}/{request.ref}/answer")
