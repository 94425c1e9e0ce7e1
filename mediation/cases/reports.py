"""The facts of the station's records about a case: violence, the report for a child, the consent to use of data."""

from collections.abc import Iterator
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.danger_forms import OTHER_BODIES, SITUATIONS
from mediation.cases.guardians import signers_for
from mediation.cases.models import Case, Party
from mediation.cases.notice_forms import DATA_KINDS
from mediation.cases.on_paper import SEXES, head, moment_on_paper, named_choices, person_on_paper
from mediation.cases.queries import parties_of
from mediation.cases.record_forms import VIOLENCE_KINDS, YES_NO, YES_NO_UNKNOWN
from mediation.cases.stepping import title_of
from mediation.dates import day_in_words, local
from mediation.db import db, today
from mediation.documents.dates import chinese_date
from mediation.documents.facts_station import Minor, MinorReport, Person, PrivacyConsent, ViolenceRecord
from mediation.errors import Missing
from mediation.law.calendar import age_on
from mediation.people.models import Agency, User
from mediation.web.feature import Offer
from mediation.workflow.history import newest, steps_in

ADULT = 18
# What was done for her, as far as the register of violence tells it: not who called or noted something.
HANDLED = frozenset(
    {
        "assess_danger", "reassess_danger", "inform", "report_minor", "plan_safety", "report_to_police",
        "report_upwards", "register_warning", "enter_shelter", "leave_shelter", "file_order", "make_order",
        "refuse_order", "extend_order", "record_breach", "supervise", "forward", "triage",
    }
)  # fmt: skip
MEANS = "记录、保存、查看，供承办人员办理本事项"
NOBODY: Person = {"name": None, "sex": None, "age": None, "occupation": None, "contact": None}


def violence_record(case: Case, about: str, actor: User) -> ViolenceRecord:
    """家庭暴力个案登记表 (F-25) of what she told; what she did not tell stays open. Raises Missing."""
    _whole(case, actor)
    if not case.violence:
        raise Missing
    step, begun = newest(case.ref, "record_violence"), newest(case.ref, "start")
    told: dict[str, Any] = (step.facts or {}) if step else {}
    received = str((begun.facts or {}).get("received_at") or "") if begun else ""
    survivors, respondents = parties_of(case, "applicant"), parties_of(case, "respondent")
    return {
        "paper": head(case, number=case.register_number, dated=False),
        "received_at": moment_on_paper(received or case.received_on),
        "received_by": _name(begun.actor_id) if begun else None,
        "phone": case.agency.phone or None,
        "nature": case.category_kind or "家庭暴力",
        "relation": respondents[0].relation if respondents else None,
        "survivor": _person(survivors),
        "children": _children(case),
        "respondent": _person(respondents),
        "history": told.get("violence_history"),
        "kinds": named_choices(VIOLENCE_KINDS, told.get("violence_kinds", [])),
        "happened": told.get("violence_when"),
        "place": told.get("violence_district"),
        "details": told.get("violence_details") or case.summary,
        "injured": named_choices(YES_NO, [told.get("injured", "")]),
        "injuries": told.get("violence_injuries"),
        "detained": named_choices(YES_NO_UNKNOWN, [told.get("detained", "")]),
        "needs": told.get("violence_needs") or case.wishes,
        "handling": [
            f"{day_in_words(row.happened_on)}{title_of(row)}" for row in steps_in(case.ref, *HANDLED)
        ],
        "closing": _closing(case),
        "referrals": list(_referrals(case)),
    }


def minor_report(case: Case, about: str, actor: User) -> MinorReport:
    """强制报告单 (F-26) of the newest report for a child. Raises Missing where there is none.

    It names the unit and not the worker (MIN-9: what identifies the reporter is kept secret), the child and not where it
    lives or learns (MIN-103).
    """
    _whole(case, actor)
    step = newest(case.ref, "report_minor")
    told: dict[str, Any] = (step.facts or {}) if step else {}
    child = next((party for party in case.parties if party.id == told.get("party")), None)
    if step is None or child is None or _grown(child):
        raise Missing
    found = told.get("minor_risk_found_at") or told.get("dv_incapable_found_at")
    unit = db.session.get(Agency, step.agency_id) if step.agency_id else None
    return {
        "paper": head(case, dated=False),
        "unit": unit.name if unit else case.agency.name,
        "found_at": moment_on_paper(found),
        "reported_at": moment_on_paper(told.get("police_reported_at")),
        "minor": _minor(child),
        "situations": named_choices(SITUATIONS, told.get("situations", [])),
        "finding": told.get("finding"),
        "measures": told.get("measures_taken"),
        "police": told.get("station"),
        "officer": told.get("officer"),
        "others": named_choices(OTHER_BODIES, told.get("other_bodies", [])),
        "opened": day_in_words(told.get("police_case_opened_on")) or None,
        "feedback": day_in_words(told.get("police_feedback_on")) or None,
        "filed": day_in_words(told.get("filed_with_authority_on")) or None,
    }


def privacy_consent(case: Case, about: str, actor: User) -> PrivacyConsent:
    """个人信息处理单独同意书 (F-28) as it was recorded last; before that, for the pen. Raises Missing.

    A guardian who is the other side never signs (PI-31).
    """
    _whole(case, actor)
    step = newest(case.ref, "record_privacy_consent")
    told: dict[str, Any] = (step.facts or {}) if step else {}
    applicants = parties_of(case, "applicant")
    asked = next((party for party in case.parties if party.id == told.get("party")), None)
    party = asked or (applicants[0] if applicants else None)
    receiver = db.session.get(Agency, told["receiver"]) if told.get("receiver") else None
    return {
        "paper": head(case),
        "handler": case.agency.name,
        "phone": case.agency.phone or None,
        "person": party.person.name if party else None,
        **signers_for(party),
        "receiver": receiver.name if receiver else None,
        "receiver_phone": (receiver.phone or None) if receiver else None,
        "purpose": told.get("purpose") or "办理您向本单位提出的求助事项",
        "means": "书面提供" if receiver else MEANS,
        "kinds": named_choices(DATA_KINDS, told.get("data_kinds", [])),
        "period": day_in_words(told.get("expires_on"))
        or "至本事项办结归档，法律、行政法规另有规定的从其规定",
    }


def record_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The consent always; the others after what they tell of."""
    if "narrative" not in field_groups(actor, case):
        return
    if case.violence:
        yield Offer("violence_record")
    if any(True for _child in _reported_children(case)):
        yield Offer("minor_report")
    elif any(party.role == "child" for party in case.parties):
        yield Offer("minor_report", why_not="还没有登记，请先“登记强制报告”")
    yield Offer("privacy_consent")


def _whole(case: Case, actor: User) -> None:
    if "narrative" not in field_groups(actor, case):
        raise Missing


def _reported_children(case: Case) -> Iterator[Party]:
    step = newest(case.ref, "report_minor")
    told: dict[str, Any] = (step.facts or {}) if step else {}
    return (party for party in case.parties if party.id == told.get("party") and not _grown(party))


def _grown(party: Party) -> bool:
    born = party.person.birth_date
    return bool(born and born <= today() and age_on(born, today(), birthday_counts=True) >= ADULT)


def _minor(party: Party) -> Minor:
    person = person_on_paper(party)
    return {
        "name": person["name"],
        "sex": SEXES.get(party.person.sex),
        "born": chinese_date(party.person.birth) or None,
        "age": person["age"],
        "relation": party.relation or None,
    }


def _person(parties: list[Party]) -> Person:
    """The first of one side, by her contact address."""
    if not parties:
        return NOBODY
    known = person_on_paper(parties[0])
    return {
        "name": known["name"],
        "sex": known["sex"],
        "age": known["age"],
        "occupation": known["occupation"],
        "contact": known["contact"] or known["phone"],
    }


def _children(case: Case) -> str | None:
    """How many and how old; their names and schools are not on it (MIN-103)."""
    children = [person_on_paper(party)["age"] for party in case.parties if party.role == "child"]
    if not children:
        return None
    ages = "、".join("不详" if age is None else f"{age}岁" for age in children)
    return f"{len(children)}人（{ages}）"


def _closing(case: Case) -> str | None:
    step = newest(case.ref, "close", "withdraw", "transfer")
    return f"{day_in_words(step.happened_on)}{title_of(step)}" if step else None


def _referrals(case: Case) -> Iterator[str]:
    for step in steps_in(case.ref, "start"):
        receiver = db.session.get(Agency, (step.facts or {}).get("to") or 0)
        if step.workflow == "referral" and receiver is not None:
            yield f"{day_in_words(local(step.recorded_at)[:10])}转介{receiver.name}"


def _name(user_id: int | None) -> str | None:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else None
