"""What the steps of a request from the public pages bring about."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.enrolling import keep_contact
from mediation.cases.models import Case
from mediation.cases.persons import Person
from mediation.cases.silence import heard
from mediation.cases.tasks import add_task, finish_tasks
from mediation.errors import Incomplete
from mediation.intake.models import PortalRequest
from mediation.intake.registering import register
from mediation.outbox.post import post
from mediation.portal.forms import WAYS_ASKED
from mediation.portal.queries import herself_in, waits_for_answer
from mediation.portal.rules import ASKED, asked_contact, why_not_say
from mediation.portal.visits import end_visits_to
from mediation.workflow.words import Taken

INBOX = "/requests"
MESSAGE, MATERIAL, STOPPED, CONTACT = (
    "portal_message", "portal_material", "portal_no_contact", "portal_contact",
)  # fmt: skip
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
    if asked_contact(request):
        _ask_to_check(request, case)


def _applicant(told: Mapping[str, Any], person: str | None) -> dict[str, Any]:
    """Somebody known already, somebody with a name, or knowingly nobody's name."""
    if person:
        return {"person": person}
    return {"name": told["name"]} if told.get("name") else {"anonymous": True}


def contact_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The safe contact as the case keeps it; 「不联系」 is a whole answer."""
    if told.get("may_contact") != "yes":
        return {"no_contact": True}
    return _told_of_texts({name: told[name] for name in WAYS_ASKED if told.get(name)})


def _told_of_texts(said: Mapping[str, Any]) -> dict[str, Any]:
    # The page said what a text message shows, at the choice itself.
    return {**said, "sms_told": True} if "sms" in said.get("ways", ()) else dict(said)


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
    """From now on nobody contacts her, and another way that she asked for before is asked for no more."""
    request: PortalRequest = taken.item
    _rest_contact(request)
    _drop_asked(request)
    if request.case:
        _task(request.case, STOPPED, "本人在网上要求不再联系她，请看联系方式", "查看")


def keep_asked_contact(taken: Taken) -> None:
    """How she wants to be reached from now on waits for the worker; the old way stays, or rests at once if it is unsafe."""
    request: PortalRequest = taken.item
    request.told = {**(request.told or {}), ASKED: dict(taken.facts["asked_contact"])}
    if taken.facts.get("old_unsafe"):
        _rest_contact(request)
    if request.case:
        _ask_to_check(request, request.case)


def change_to_asked_contact(taken: Taken) -> None:
    """The worker made sure of it: she is reached as both say now. What was not said anew of word and dangers stays."""
    request: PortalRequest = taken.item
    if request.case and (party := herself_in(request.case)):
        said = _told_of_texts(taken.facts["asked_contact"])
        keep_contact(party.person, {**_never_dropped(party.person), **said})
    request.told = {**(request.told or {}), "may_contact": "yes"}
    drop_asked_contact(taken)


def put_new_code(taken: Taken) -> None:
    """The old code and the old secret open nothing any more, and whoever has her page open with them has not.

    Raises Incomplete where the code was not made by the page that shows it.
    """
    request, told = taken.item, taken.facts
    if not told.get("new_code"):
        raise Incomplete("请从“换发网上编号”的按钮进入，编号才能显示出来。")
    request.code_hash, request.secret_hash = told["new_code"], told["new_secret"]
    end_visits_to(request)


def drop_asked_contact(taken: Taken) -> None:
    """It is settled, and nobody waits for it."""
    request: PortalRequest = taken.item
    _drop_asked(request)
    if request.case:
        finish_tasks(request.case, CONTACT)


def _drop_asked(request: PortalRequest) -> None:
    request.told = {name: value for name, value in (request.told or {}).items() if name != ASKED}


def _rest_contact(request: PortalRequest) -> None:
    """Nobody contacts her; her word on the telephone and what must never be done stay."""
    request.told = {**(request.told or {}), "may_contact": "no"}
    if request.case and (party := herself_in(request.case)):
        keep_contact(party.person, {"no_contact": True, **_never_dropped(party.person)})


def _never_dropped(person: Person) -> dict[str, Any]:
    known = person.safe_contact
    return {"code_word": known.code_word, "never": known.never} if known else {}


def _task(case: Case, kind: str, text: str, verb: str, link: str = "") -> None:
    add_task(case, kind, text, verb=verb, link=link, user_id=case.owner_id, urgent=True)


def _ask_for_answer(request: PortalRequest, case: Case) -> None:
    finish_tasks(case, MESSAGE)
    _task(case, MESSAGE, "本人在网上留言，请看了答复", "答复", f"/cases/{case.ref}/{request.ref}/answer")


def _ask_to_check(request: PortalRequest, case: Case) -> None:
    finish_tasks(case, CONTACT)
    link = f"/cases/{case.ref}/{request.ref}/confirm_contact"
    _task(case, CONTACT, "本人在网上要求改联系方式，请核实是不是本人", "核实", link)
