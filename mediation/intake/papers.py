"""The facts of 受理登记表 and 不予受理告知书."""

from typing import Any

from sqlalchemy import select

from mediation.cases.access import field_groups
from mediation.cases.models import Case
from mediation.cases.on_paper import head, person_on_paper
from mediation.cases.page import CHANNELS, DANGER, contact_rule
from mediation.cases.queries import parties_of
from mediation.cases.rules import HARASSMENT
from mediation.cases.work import Assessment
from mediation.dates import day_in_words
from mediation.db import db
from mediation.documents.facts import Answer, HarassmentResult, RefusalNotice, Registration, Violence
from mediation.errors import Missing
from mediation.people.models import User
from mediation.workflow.history import newest, steps_in

ANSWERS = {"yes": "是", "no": "否", "unknown": "不清楚"}
QUESTIONS = {
    "q_hurt": "现在有人受伤，或马上有危险",
    "q_violence": "有过打骂、威胁、跟踪或限制自由",
    "q_children": "孩子、老人或其他人有危险",
}


def registration(case: Case, about: str, actor: User) -> Registration:
    """受理登记表 of the case; with the section on violence where violence was named (F-25). Raises Missing."""
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
        "applicants": [person_on_paper(party) for party in applicants],
        "respondents": [person_on_paper(party) for party in parties_of(case, "respondent")],
        "safe_contact": contact_rule(applicants[0]) if applicants else None,
        "narrative": case.summary,
        "wishes": case.wishes,
        "danger": _answers(case),
        "danger_level": DANGER.get(case.danger),
        "proposal": None,
        "violence": _violence(case) if case.violence else None,
    }


def refusal_notice(case: Case, about: str, actor: User) -> RefusalNotice:
    """不予受理告知书: the reason, and where else to go. Raises Missing where nothing was declined."""
    _refuse_partners(case, actor)
    declined = newest(case.ref, "decline")
    if declined is None:
        raise Missing
    told: dict[str, Any] = declined.facts or {}
    names = [party.person.name for party in parties_of(case, "applicant") if party.person.name]
    return {
        "paper": head(case),
        "recipient": "、".join(names) or None,
        "request": case.wishes or case.summary,
        "received_on": day_in_words(case.received_on),
        "reason": told.get("reason_text"),
        "ground": "《信访工作条例》第二十三条" if told.get("reason") == "not_competent" else None,
        "elsewhere": told.get("where_to_go"),
        "phone": case.agency.phone or None,
    }


def harassment_result(case: Case, about: str, actor: User) -> HarassmentResult:
    """性骚扰投诉处理结果告知书: what was done about the complaint (WR-23). Raises Missing where there was none."""
    _refuse_partners(case, actor)
    if case.category_kind != HARASSMENT:
        raise Missing
    told = [row.facts or {} for row in steps_in(case.ref, "inform")]
    results = [facts.get("note") for facts in told if facts.get("notice") == "harassment_result"]
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


def _violence(case: Case) -> Violence:
    """What is known is in the narrative; the rest of F-25 is filled in by hand."""
    respondents = parties_of(case, "respondent")
    return {
        "relation": respondents[0].relation if respondents else None,
        "history": None,
        "kinds": [{"label": kind, "chosen": False} for kind in ("身体", "精神", "性", "经济控制")],
        "happened": None,
        "place": None,
        "details": None,
        "injuries": None,
        "police": None,
        "needs": case.wishes,
        "handling": None,
    }


def _refuse_partners(case: Case, actor: User) -> None:
    if "narrative" not in field_groups(actor, case):
        raise Missing
