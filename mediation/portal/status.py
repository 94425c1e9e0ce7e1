"""What the page of her request says, and what she does there. No name, no address, no agency but the one she wrote to."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mediation.attachments.adding import bring_herself, read_in
from mediation.audit.log import Subject
from mediation.dates import day_in_words, local
from mediation.db import SHANGHAI, atomic, db, now
from mediation.errors import Incomplete
from mediation.intake.models import PortalRequest
from mediation.people.throttles import count_try
from mediation.portal import forms
from mediation.portal.booked import next_booked
from mediation.portal.queries import herself_in, lookers, messages_of
from mediation.portal.rules import asked_contact, case_over
from mediation.portal.sending import herself
from mediation.web.forms import NoQuestions
from mediation.workflow.engine import logged_refusal, take
from mediation.workflow.history import newest
from mediation.workflow.models import Clock

MOST_FILES = 5
ACTS, HOUR = 30, timedelta(hours=1)
OFTEN = "今天说得很多了，请过一会儿再写，或者打电话。"
FORMS: dict[str, Any] = {
    "write": forms.WriteForm,
    "files": forms.FilesForm,
    "rate": forms.RatingForm,
    "stop": NoQuestions,
    "change": forms.ContactChangeForm,
}
TRIGGERS = {
    "write": "write", "files": "bring", "rate": "rate", "stop": "stop_contact", "change": "ask_contact_change",
}  # fmt: skip
# The time limits that end with an answer to her: told in writing what becomes of it, and the end of the matter.
ANSWERED_BY = ("XF-23", "XF-34")
HOTLINE = "12338"
STAGES = {
    "waiting": "已经收到，等工作人员登记。",
    "set_aside": "没有另外登记。同样的内容以前收到过的，合在那一件里办。有疑问，请打下面的电话问。",
    "help_request": "已经登记，工作人员正在了解情况。",
    "legal_aid": "正在办法律援助。",
    "mediation": "正在调解。不愿意调解，可以随时说不。",
    "counselling": "正在做心理辅导。",
    "follow_up": "事情办得差不多了，会再问问您的情况。",
    "closed": "已经办完。还有事，可以留言，也可以再来。",
    "archived": "已经办完。还有事，可以留言，也可以再来。",
    "declined": "没有受理，理由会告诉您。不同意的，请打下面的电话问。",
    "withdrawn": "已经按您的意思撤回。想再办，随时可以再来。",
    "transferred": "已经转给别的单位办，工作人员会当面告诉您是哪个单位。",
}


def shown(request: PortalRequest) -> dict[str, Any]:
    """The page of the request as plain values."""
    case = request.case
    agency = case.agency if case else request.agency
    return {
        "stage": STAGES.get(case.state if case else request.state, STAGES["help_request"]),
        "received": local(request.received_at),
        "phone": agency.phone or HOTLINE,
        "hours": agency.hours,
        "booked": next_booked(case, herself_in(case)) if case else "",
        "next": _next_day(request),
        "messages": messages_of(request),
        "lookers": lookers(request),
        "contact": _may_contact(request),
        "asked_contact": bool(asked_contact(request)),
        "may_write": request.state != "set_aside",
        "may_change": request.state != "set_aside" and case_over(request, None) is not None,
        "may_bring": case is not None,
        "may_rate": case_over(request, None) is None and newest(request.ref, "rate") is None,
    }


def _may_contact(request: PortalRequest) -> bool:
    """As the case has it now, whoever changed it; before there is a case, as she wrote it."""
    party = herself_in(request.case) if request.case else None
    if party is None:
        return (request.told or {}).get("may_contact") == "yes"
    return bool(party.person.safe_contact and party.person.safe_contact.allowed)


def _next_day(request: PortalRequest) -> str:
    """The day until which she is answered at the latest."""
    if request.case is None:
        return ""
    running = select(Clock.due_at).where(
        Clock.chain == request.case.ref,
        Clock.state == "running",
        Clock.rule.in_(ANSWERED_BY),
        Clock.due_at >= now(),
    )
    due = db.session.scalars(running.order_by(Clock.due_at).limit(1)).first()
    return day_in_words(due.astimezone(SHANGHAI).date()) if due else ""


def do(
    request: PortalRequest, go: str, facts: Mapping[str, Any], files: Sequence[bytes], *, key: str | None
) -> None:
    """One step of hers, with the files that come along: all of it or nothing. Sent twice, it is one.

    Raises OutOfTurn, Incomplete, TooMany after thirty within an hour.
    """
    her = herself(request)
    count_try("portal_act", request.ref, tries=ACTS, window=HOUR, sentence=OFTEN)
    accepted = list(read_in(_bounded(files))) if go == "files" else []
    told = {name: value for name, value in facts.items() if name != "files"}
    subject = Subject(request.chain, request.kind, request.ref)
    with logged_refusal(f"portal_request.{TRIGGERS[go]}", actor=her, subject=subject), atomic():
        if take(request, TRIGGERS[go], actor=her, facts=told, key=key) and request.case:
            bring_herself(request.case, accepted, by=her)


def _bounded(files: Sequence[bytes]) -> Sequence[bytes]:
    if not files:
        raise Incomplete("请先选照片或 PDF。", field="files")
    if len(files) > MOST_FILES:
        raise Incomplete(f"一次最多交{MOST_FILES}个文件。", field="files")
    return files
