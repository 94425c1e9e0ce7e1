"""The facts of the papers that go to a court or to the police: no minutes, no account, no offer (PM-CT4)."""

from typing import Any

from mediation.cases.models import Case, Party, Stage
from mediation.cases.on_paper import SEXES, person_for_both
from mediation.cases.person_choices import ETHNICITIES
from mediation.cases.queries import sessions_of
from mediation.db import today
from mediation.disputes.models import Agreement, MediationRequest
from mediation.disputes.on_paper import (
    committee_head,
    dispute_of,
    mediation_of,
    mediators_of,
    names_on,
    refuse,
)
from mediation.disputes.paper_rules import (
    last_day_to_confirm,
    missed_day,
    never_accepted,
    why_no_confirmation,
    why_no_end_table,
    why_no_proof,
    why_no_reply,
)
from mediation.disputes.papers import agreement_of, neutral_reason
from mediation.disputes.queries import EFFECTIVE, at_the_table, newest_agreement, newest_request, unmet
from mediation.documents import facts as papers
from mediation.documents import facts_court as forms
from mediation.documents.dates import chinese_date
from mediation.people.models import User
from mediation.workflow.history import newest

INDOORS = frozenset({"joint", "separate"})
REASONS = {
    "party": "当事人不再继续调解",
    "mediator": "调解不成",
    "sham": "不适宜调解",
    "danger": "不适宜调解",
}
ENDINGS = ("当事人不再继续调解", "调解不成", "不适宜调解", "超过调解期限", "其他")
KINDS = {"court_delegated": "委派（立案前）", "court_entrusted": "委托（立案后）"}
VERBS = {"court_delegated": "委派", "court_entrusted": "委托", "police": "移交"}
PROCEDURES = ("适宜小额诉讼程序", "适宜简易程序", "适宜普通程序", "不提建议")
LIMITS = {"court_delegated": "30日", "ordinary": "15日", "summary": "7日"}


def delegation_reply(case: Case, about: str, actor: User) -> forms.DelegationReply:
    """调解结果回函 of the mediation ABOUT. For the police it tells agreed from performed (PM-PSB). Raises Missing,
    Incomplete."""
    stage = mediation_of(case, about, actor)
    refuse(why_no_reply(stage), "PM-CT3", "PM-CT4")
    agreement, request = _standing(stage), newest_request(stage)
    assert request
    return {
        "paper": committee_head(stage, number=None),
        "recipient": None,
        "case_number": request.paper_number or None,
        "received_on": _received_on(stage),
        "kind": VERBS.get(_origin(stage), "转来"),
        "parties": names_on(case, "applicant", "respondent"),
        "dispute": dispute_of(stage),
        "sessions": sessions_in_words(stage),
        "agreed": agreement is not None,
        "agreement_number": agreement.number_text if agreement else None,
        "effective_on": chinese_date(agreement.effective_on) if agreement else None,
        "performed": not unmet(agreement) if agreement else None,
        "ended_on": _ended_on(stage),
        "reason": None if agreement else neutral_reason(stage),
        "accepted": not never_accepted(stage),
        "enclosures": _enclosures(stage, agreement),
        "contact": stage.assignee.name if stage.assignee else None,
        "phone": stage.agency.phone or None,
    }


def delegation_end(case: Case, about: str, actor: User) -> forms.DelegationEnd:
    """终止调解情况表 of the mediation ABOUT. Raises Missing, Incomplete."""
    stage = mediation_of(case, about, actor)
    refuse(why_no_end_table(stage), "PM-CT3", "PM-CT4")
    origin, stopped, request = _origin(stage), newest(stage.ref, "stop"), newest_request(stage)
    assert request
    reason = REASONS.get((stopped.facts or {}).get("who", ""), "其他") if stopped else "其他"
    return {
        "paper": committee_head(stage, number=None),
        "recipient": None,
        "case_number": request.paper_number or None,
        "received_on": _received_on(stage),
        "kinds": _boxes(KINDS.values(), KINDS.get(origin)),
        "limit": _limit(stage),
        "parties": names_on(case, "applicant", "respondent"),
        "dispute": dispute_of(stage),
        "sessions": sessions_in_words(stage),
        "ended_on": _ended_on(stage),
        "reasons": _boxes(ENDINGS, reason),
        "procedure": _boxes(PROCEDURES, None),
        "mediators": mediators_of(stage),
    }


def confirmation_application(case: Case, about: str, actor: User) -> forms.Confirmation:
    """司法确认申请书 of the agreement ABOUT, of all together (JC-205). Raises Missing; Incomplete, saying which of the
    conditions does not hold."""
    agreement = agreement_of(case, about, actor)
    refuse(why_no_confirmation(agreement), "JC-205", "JC-NO", "JC-MAT")
    last = last_day_to_confirm(agreement)
    return {
        "paper": committee_head(agreement.stage, number=None, dated=False),
        "petitioners": [_petitioner(party) for party in at_the_table(case)],
        "organisation": agreement.stage.agency.name,
        "dispute": dispute_of(agreement.stage),
        "agreement_number": agreement.number_text,
        "agreed_on": chinese_date(agreement.reached_on),
        "effective_on": chinese_date(agreement.effective_on),
        "last_day": chinese_date(last) if last else None,
        "late": missed_day(agreement) is not None,
        "court": _court(agreement),
    }


def confirmation_contact(case: Case, about: str, actor: User) -> forms.SealedContact:
    """The sheet on which one party writes number and address for the court alone; ABOUT is the agreement. It bears no
    name, so that each party takes one. Raises Missing, Incomplete."""
    agreement = agreement_of(case, about, actor)
    refuse(why_no_confirmation(agreement), "JC-205", "JC-NO", "JC-MAT")
    return {
        "paper": committee_head(agreement.stage, number=None, dated=False),
        "name": None,
        "agreement_number": agreement.number_text,
        "court": _court(agreement),
    }


def mediation_proof(case: Case, about: str, actor: User) -> forms.MediationProof:
    """调解组织主持调解的证明 of the agreement ABOUT (JC-MAT). Raises Missing, Incomplete."""
    agreement = agreement_of(case, about, actor)
    refuse(why_no_proof(agreement), "JC-MAT")
    stage = agreement.stage
    held = [row for row in sessions_of(stage) if row.took_place and row.form in INDOORS]
    request = newest_request(stage)
    return {
        "paper": committee_head(stage, number=None),
        "organisation": stage.agency.name,
        "dispute_number": (request.paper_number if request else "") or agreement.number_text,
        "parties": names_on(case, "applicant", "respondent"),
        "dispute": dispute_of(stage),
        "mediators": mediators_of(stage),
        "sessions": "、".join(chinese_date(row.held_on[:10]) for row in held) or None,
        "places": "、".join(dict.fromkeys(str(row.place) for row in held if row.place)) or None,
        "agreement_number": agreement.number_text,
        "effective_on": chinese_date(agreement.effective_on),
        "court": _court(agreement),
    }


def sessions_in_words(stage: Stage) -> str:
    """When and how often they met; never what was said (PM-CT4)."""
    held = [row for row in sessions_of(stage) if row.took_place]
    if never_accepted(stage):
        return "本件没有受理，没有组织调解活动。"
    if not held:
        return "受理后未能组织调解活动。"
    days = "、".join(dict.fromkeys(chinese_date(row.held_on[:10]) for row in held))
    return f"受理后于{days}共组织调解{len(held)}次。"


def _enclosures(stage: Stage, agreement: Agreement | None) -> list[str]:
    """What goes with the reply: nothing where nothing began."""
    if agreement:
        return ["调解协议复印件"] if not agreement.oral else []
    return [] if never_accepted(stage) else ["终止调解情况表"]


def _received_on(stage: Stage) -> str | None:
    """The day on which the material of the court was signed for."""
    told = newest(stage.ref, "record_request")
    signed = (told.facts or {}).get("court_material_signed_on") if told else None
    return chinese_date(str(signed)[:10]) if signed else None


def _origin(stage: Stage) -> str:
    request: MediationRequest | None = newest_request(stage)
    return request.origin if request else ""


def _limit(stage: Stage) -> str | None:
    told = newest(stage.ref, "record_request")
    procedure = (told.facts or {}).get("court_procedure") if told else None
    return LIMITS.get(_origin(stage)) or LIMITS.get(str(procedure))


def _ended_on(stage: Stage) -> str | None:
    stopped = newest(stage.ref, "stop", "decline", "withdraw")
    told = (stopped.facts or {}) if stopped else {}
    return chinese_date(told.get("mediation_ended_on") or (stopped.happened_on if stopped else None)) or None


def _standing(stage: Stage) -> Agreement | None:
    agreement = newest_agreement(stage)
    return agreement if agreement and agreement.state in EFFECTIVE else None


def _court(agreement: Agreement) -> str | None:
    """The court that has the application already."""
    return next((row.court for row in reversed(agreement.confirmations) if row.court), None)


def _petitioner(party: Party) -> forms.Petitioner:
    """Both sign one paper: of someone in danger, number and address are handed in apart, under seal (JC-MAT)."""
    person, row = party.person, person_for_both(party, day=today())
    sealed = person.moved_out or party.case.violence
    return {
        "name": person.name or None,
        "sex": SEXES.get(person.sex),
        "ethnicity": str(dict(ETHNICITIES).get(person.ethnicity, "")) or None,
        "born": chinese_date(person.birth) or None,
        # The number is written in by hand, by its owner: a form under seal is not opened for a paper.
        "id_number": None,
        "contact": row["contact"],
        "phone": row["phone"],
        "sealed": bool(sealed),
    }


def _boxes(labels: Any, chosen: str | None) -> list[papers.Choice]:
    return [{"label": label, "chosen": label == chosen} for label in labels]
