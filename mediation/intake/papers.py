"""The facts of the papers of a request: the register sheet, what is told on taking it on or not, and its certificate."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.models import Case, Party
from mediation.cases.notice_rules import notices_in
from mediation.cases.on_paper import head, moment_on_paper, person_on_paper
from mediation.cases.page import CHANNELS, DANGER, contact_rule
from mediation.cases.person_choices import MARITAL
from mediation.cases.queries import parties_of
from mediation.cases.rules import HARASSMENT
from mediation.cases.work import Assessment
from mediation.dates import day_in_words
from mediation.db import db
from mediation.documents.facts import Answer, HarassmentResult, RefusalNotice, Registration
from mediation.documents.facts_station import AcceptanceNotice, PetitionReply, RequestCertificate
from mediation.errors import Missing
from mediation.people.models import User
from mediation.web.feature import Offer
from mediation.workflow.history import newest, steps_in, told_in
from mediation.workflow.models import Clock

ANSWERS = {"yes": "是", "no": "否", "unknown": "不清楚"}
REGISTERED_IN = ("one_stop", "help_request")
QUESTIONS = {
    "q_hurt": "现在有人受伤，或马上有危险",
    "q_violence": "有过打骂、威胁、跟踪或限制自由",
    "q_children": "孩子、老人或其他人有危险",
}


def registration(case: Case, about: str, actor: User) -> Registration:
    """来访来电登记表 of the case (XF-WF). Raises Missing."""
    _refuse_partners(case, actor)
    applicants = parties_of(case, "applicant")
    begun = newest(case.ref, "start")
    received = str((begun.facts or {}).get("received_at") or "") if begun else ""
    return {
        "paper": head(case, number=case.register_number),
        "channel": CHANNELS.get(case.channel, case.channel),
        "received_at": local_or_day(received, case.received_on),
        "received_by": db.session.get_one(User, begun.actor_id).name if begun and begun.actor_id else None,
        "category": "·".join(filter(None, (case.category_class, case.category_kind))),
        "people": len(applicants) or None,
        "marital": _marital(applicants),
        "applicants": [_registered(party) for party in applicants],
        "respondents": [_registered(party) for party in parties_of(case, "respondent")],
        "children": _children(case),
        "safe_contact": contact_rule(applicants[0]) if applicants else None,
        "narrative": case.summary,
        "wishes": case.wishes,
        "danger": _answers(case),
        "danger_level": DANGER.get(case.danger),
        "proposal": None,
    }


def _registered(party: Party) -> Any:
    """A person as the register names them: who gave no name stands there as somebody without one."""
    return {**person_on_paper(party), "name": party.person.called}


def _children(case: Case) -> str | None:
    rows = [party.person for party in case.parties if party.role == "child"]
    born = [f"（{day_in_words(child.birth)}生）" if child.birth else "" for child in rows]
    return "；".join(f"{child.called}{when}" for child, when in zip(rows, born, strict=True)) or None


def refusal_notice(case: Case, about: str, actor: User) -> RefusalNotice:
    """不予受理告知书: the reason, and where else to go. Raises Missing where none was set down."""
    _refuse_partners(case, actor)
    # Cases of earlier years were declined in one step.
    drafted = newest(case.ref, "draft_refusal") or newest(case.ref, "decline")
    if drafted is None:
        raise Missing
    told: dict[str, Any] = drafted.facts or {}
    return {
        "paper": head(case),
        "recipient": _named(case),
        "request": case.wishes or case.summary,
        "received_on": day_in_words(case.received_on),
        "reason": told.get("reason_text"),
        "ground": "《信访工作条例》第二十三条" if told.get("reason") == "not_competent" else None,
        "elsewhere": told.get("where_to_go"),
        "phone": case.agency.phone or None,
    }


def acceptance_notice(case: Case, about: str, actor: User) -> AcceptanceNotice:
    """受理告知书, once the request was accepted. Raises Missing.

    The fifteen days are told of a petition (XF-23), never where violence was named: that is helped at once. The sixty
    days are told only where they run (XF-34).
    """
    _refuse_partners(case, actor)
    begun = [stage for stage in case.stages if stage.workflow == "help_request"]
    steps = {stage.ref: newest(stage.ref, "accept") for stage in begun if about in ("", stage.ref)}
    stage = next((stage for stage in reversed(begun) if steps.get(stage.ref)), None)
    accepted = steps[stage.ref] if stage else None
    if accepted is None or stage is None:
        raise Missing
    told: dict[str, Any] = accepted.facts or {}
    officer, forwarded = case.owner or stage.assignee, newest(case.ref, "forward")
    return {
        "paper": {**head(case), "numbered_as": stage.ref},
        "recipient": _named(case),
        "received_on": day_in_words(case.received_on),
        "accepted_on": day_in_words(told.get("accepted_on") or accepted.happened_on),
        "request": None if case.violence else case.wishes or case.category_kind or case.category_class,
        "officer": officer.name if officer else None,
        "phone": case.agency.phone or None,
        "petition": not case.violence and bool(told_in(case.ref, "petition_received_on")),
        "forwarded_on": day_in_words(forwarded.happened_on) if forwarded else None,
        "sixty_days": None if case.violence else _sixty_days(case),
        "violence": case.violence,
    }


def petition_reply(case: Case, about: str, actor: User) -> PetitionReply:
    """信访答复意见书 with the note on the review (XF-34, XF-35); what was not answered yet is left to the pen. Raises
    Missing."""
    _refuse_partners(case, actor)
    answered = newest(case.ref, "close")
    told: dict[str, Any] = (answered.facts or {}) if answered else {}
    replies = [(row.facts or {}).get("reply") for row in steps_in(case.ref, "answer")]
    return {
        "paper": head(case),
        "recipient": _named(case),
        "received_on": day_in_words(case.received_on),
        "request": None if case.violence else case.wishes or case.category_kind or case.category_class,
        "reply": next((reply for reply in reversed(replies) if reply), None) or told.get("summary"),
        "review_by": None,
        "officer": case.owner.name if case.owner else None,
        "phone": case.agency.phone or None,
    }


def request_certificate(case: Case, about: str, actor: User) -> RequestCertificate:
    """投诉求助记录证明 (DV-20): the words that the station received, and when. Raises Missing.

    It says of nothing that it happened (法释〔2022〕17号第9条).
    """
    _refuse_partners(case, actor)
    begun = newest(case.ref, "start")
    if begun is None:
        raise Missing
    received = str((begun.facts or {}).get("received_at") or "")
    told = (begun.facts or {}).get("summary")
    return {
        "paper": head(case, number=case.register_number),
        "person": _named(case),
        "received_at": local_or_day(received, case.received_on),
        "recorded_at": moment_on_paper(begun.recorded_at),
        "channel": CHANNELS.get(case.channel, case.channel),
        "received_by": db.session.get_one(User, begun.actor_id).name if begun.actor_id else None,
        "statement": case.summary or told,
        "wishes": case.wishes,
        "corrections": sum(row.workflow in REGISTERED_IN for row in steps_in(case.ref, "correct")),
        "phone": case.agency.phone or None,
    }


def request_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The register sheet and the certificate always; the notices after the step that they tell of."""
    if "narrative" not in field_groups(actor, case):
        return
    yield Offer("registration")
    accepted = [step for step in steps_in(case.ref, "accept") if step.workflow == "help_request"]
    for step in accepted:
        yield Offer("acceptance_notice", step.subject)
    if not accepted and case.running:
        yield Offer("acceptance_notice", why_not="还没有受理，请先“受理”")
    if told_in(case.ref, "petition_received_on") and case.state != "declined":
        yield Offer("petition_reply")
    if case.state == "declined" or (case.state == "help_request" and newest(case.ref, "draft_refusal")):
        yield Offer("refusal_notice")
    if case.category_kind == HARASSMENT:
        yield Offer("harassment_result")
    yield Offer("request_certificate")


def _named(case: Case) -> str | None:
    names = [party.person.name for party in parties_of(case, "applicant") if party.person.name]
    return "、".join(names) or None


def _sixty_days(case: Case) -> str | None:
    """The last day of the sixty, from the clock that runs."""
    clock = db.session.scalars(select(Clock).where(Clock.subject == case.ref, Clock.rule == "XF-34")).first()
    return day_in_words(clock.statutory_last) if clock else None


def harassment_result(case: Case, about: str, actor: User) -> HarassmentResult:
    """性骚扰投诉处理结果告知书: what was done about the complaint (WR-23). Raises Missing where there was none."""
    _refuse_partners(case, actor)
    if case.category_kind != HARASSMENT:
        raise Missing
    told = [row.facts or {} for row in steps_in(case.ref, "inform")]
    results = [facts.get("note") for facts in told if "harassment_result" in notices_in(facts)]
    names = [party.person.name for party in parties_of(case, "applicant") if party.person.name]
    return {
        "paper": head(case),
        "recipient": "、".join(names) or None,
        "received_on": day_in_words(case.received_on),
        "result": results[-1] if results else None,
        "phone": case.agency.phone or None,
    }


def local_or_day(received: str, day: str) -> str:
    """The minute in which the request came in, or the day, if no more is known."""
    minute = f" {received[11:16]}" if received[:10] == day else ""
    return f"{day_in_words(day)}{minute}"


def _answers(case: Case) -> list[Answer]:
    query = select(Assessment).where(
        Assessment.case_id == case.id, Assessment.instrument == "three_questions"
    )
    asked = db.session.scalars(query.order_by(Assessment.id)).first()
    answers = (asked.answers or {}) if asked else {}
    return [
        {"question": question, "answer": ANSWERS.get(answers.get(name, ""))}
        for name, question in QUESTIONS.items()
    ]


def _marital(applicants: list[Party]) -> str | None:
    """Of one person alone: a box for several would not say whose it is."""
    known = dict(MARITAL).get(applicants[0].person.marital) if len(applicants) == 1 else None
    return str(known) if known else None


def _refuse_partners(case: Case, actor: User) -> None:
    if "narrative" not in field_groups(actor, case):
        raise Missing
