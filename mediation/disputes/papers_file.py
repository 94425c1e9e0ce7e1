"""The facts of the papers that open, fill and close the mediator's file (F-02 to F-05, F-14)."""

from typing import Any

from sqlalchemy import select

from mediation.cases.models import Case, Stage
from mediation.cases.queries import may_read_minutes
from mediation.cases.work import Session
from mediation.dates import local
from mediation.db import db, today
from mediation.disputes.on_paper import (
    committee_head,
    dispute_of,
    mediation_of,
    mediators_of,
    names_on,
    party_on_paper,
    recorder_of,
    refuse,
)
from mediation.disputes.paper_rules import (
    never_accepted,
    why_no_application,
    why_no_closing,
    why_no_registration,
)
from mediation.disputes.papers import neutral_reason, others_present, period
from mediation.disputes.queries import (
    EFFECTIVE,
    at_the_table,
    file_number_of,
    newest_agreement,
    newest_request,
)
from mediation.disputes.words import ORIGINS
from mediation.documents import facts as papers
from mediation.documents import facts_mediation as forms
from mediation.documents.dates import chinese_date
from mediation.errors import Missing
from mediation.people.models import User
from mediation.workflow.history import newest

OUTSIDE = frozenset({"visit", "phone"})


def mediation_application(case: Case, about: str, actor: User) -> forms.Application:
    """人民调解申请书 of the mediation ABOUT. Raises Missing, Incomplete."""
    stage = mediation_of(case, about, actor)
    refuse(why_no_application(stage), "PM-17")
    request = newest_request(stage)
    assert request
    sides = {
        side: [party for party in at_the_table(case) if party.side == side]
        for side in ("applicant", "respondent")
    }
    return {
        "paper": committee_head(stage, number=None, dated=False),
        "applicants": [party_on_paper(party, today()) for party in sides["applicant"]],
        "respondents": [party_on_paper(party, today()) for party in sides["respondent"]],
        "facts": request.dispute_facts,
        "demands": [line.strip() for line in str(request.demands or "").splitlines() if line.strip()],
        "applied_on": chinese_date(request.happened_on),
    }


def mediation_registration(case: Case, about: str, actor: User) -> forms.MediationRegistration:
    """人民调解受理登记表 of the mediation ABOUT, once all have agreed. Raises Missing, Incomplete."""
    stage = mediation_of(case, about, actor)
    refuse(why_no_registration(stage), "PM-17")
    request, accepted = newest_request(stage), _told(stage, "accept")
    assert request
    return {
        "paper": committee_head(stage, number=None, dated=False),
        "registered_on": chinese_date(accepted.get("pm_registered_on")) or None,
        "own_motion": request.origin == "committee",
        "applicants": names_on(case, "applicant"),
        "respondents": names_on(case, "respondent"),
        "dispute": dispute_of(stage),
        "sources": sources_of(stage),
        "facts": request.dispute_facts,
        "parties": [party_on_paper(party, today()) for party in at_the_table(case)],
        "registrar": accepted.get("registrar"),
    }


def investigation(case: Case, about: str, actor: User) -> forms.Investigation:
    """人民调解调查记录 of a visit or a call (ABOUT: its ref), or to be filled in by hand (ref of the stage). Raises
    Missing."""
    session = db.session.scalar(select(Session).where(Session.ref == about, Session.case_id == case.id))
    if session is None:
        stage = mediation_of(case, about, actor)
        return {
            "paper": committee_head(stage, number=None, dated=False),
            "time": None,
            "place": None,
            "participants": [],
            "asked": [],
            "lines": None,
            "investigators": mediators_of(stage),
            "recorder": recorder_of(stage),
        }
    if session.form not in OUTSIDE or not may_read_minutes(session, actor=actor):
        raise Missing
    attended = session.attended if isinstance(session.attended, dict) else {}
    present = attended.get("parties", [])
    return {
        "paper": committee_head(session.stage, number=None, dated=False),
        "time": period(session.held_on, attended.get("until", "")),
        "place": session.place,
        "participants": [*others_present(case, present), *attended.get("guests", [])],
        "asked": [party.person.called for party in at_the_table(case) if party.id in present],
        "lines": session.minutes,
        "investigators": mediators_of(session.stage),
        "recorder": recorder_of(session.stage) or session.author.name,
    }


def evidence(case: Case, about: str, actor: User) -> forms.Evidence:
    """The list of evidence of the mediation ABOUT, with rows to be filled in by hand. Raises Missing."""
    stage = mediation_of(case, about, actor)
    return {
        "paper": committee_head(stage, number=None, dated=False),
        "dispute": dispute_of(stage),
        "parties": names_on(case, "applicant", "respondent"),
        "exhibits": [],
    }


def closing_report(case: Case, about: str, actor: User) -> forms.ClosingReport:
    """结案报告表 of the mediation ABOUT, once it has ended. Raises Missing, Incomplete."""
    stage = mediation_of(case, about, actor)
    refuse(why_no_closing(stage), "PM-27")
    request = newest_request(stage)
    return {
        "paper": committee_head(stage, number=None),
        "file_number": file_number_of(stage),
        "handler": stage.assignee.name if stage.assignee else None,
        "received_on": chinese_date(_told(stage, "accept").get("pm_registered_on")) or None,
        "closed_on": chinese_date(local(stage.ended_at)[:10]) if stage.ended_at else None,
        "parties": [party_on_paper(party, today()) for party in at_the_table(case)],
        "sources": sources_of(stage),
        "dispute": dispute_of(stage),
        "facts": request.dispute_facts if request else None,
        "result": result_of(stage),
    }


def sources_of(stage: Stage) -> list[papers.Choice]:
    """The boxes of 案件来源, with the one that is known ticked."""
    request = newest_request(stage)
    return [
        {"label": str(words), "chosen": bool(request and request.origin == code)} for code, words in ORIGINS
    ]


def result_of(stage: Stage) -> str:
    """How it ended, in neutral words: the agreement and its number, or the end without one."""
    agreement = newest_agreement(stage)
    if agreement is None or agreement.state not in EFFECTIVE:
        return f"{neutral_reason(stage)}，{'没有受理' if never_accepted(stage) else '终止调解'}。"
    kind = "口头协议" if agreement.oral else "书面协议"
    return f"双方达成{kind}（编号：{agreement.number_text}），{chinese_date(agreement.effective_on)}生效。"


def _told(stage: Stage, trigger: str) -> dict[str, Any]:
    row = newest(stage.ref, trigger)
    return dict(row.facts or {}) if row else {}
