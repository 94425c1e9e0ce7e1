"""The facts of the station's records about a case: violence, the consent to use of data."""

from collections.abc import Iterator
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.guardians import signers_for
from mediation.cases.models import Case, Party
from mediation.cases.notice_forms import DATA_KINDS
from mediation.cases.on_paper import head, moment_on_paper, named_choices, person_on_paper
from mediation.cases.queries import parties_of
from mediation.cases.record_forms import VIOLENCE_KINDS, YES_NO, YES_NO_UNKNOWN
from mediation.cases.told import title_of
from mediation.dates import day_in_words, local
from mediation.db import db
from mediation.documents.facts_station import Person, PrivacyConsent, ViolenceRecord
from mediation.errors import Missing
from mediation.people.models import Agency, User
from mediation.web.feature import Offer
from mediation.workflow.history import newest, steps_in

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


def privacy_consent(case: Case, about: str, actor: User) -> PrivacyConsent:
    """个人信息处理单独同意书 (F-28) as it was recorded last; before that, or taken back, for the pen. Raises Missing.

    A guardian who is the other side never signs (PI-31).
    """
    _whole(case, actor)
    step = newest(case.ref, "record_privacy_consent")
    told: dict[str, Any] = (step.facts or {}) if step else {}
    # What was taken back is no sheet to sign.
    told = {} if told.get("answer") == "withdrawn" else told
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
    """The consent always, the record of violence where violence was named."""
    if "narrative" not in field_groups(actor, case):
        return
    if case.violence:
        yield Offer("violence_record")
    yield Offer("privacy_consent")


def _whole(case: Case, actor: User) -> None:
    if "narrative" not in field_groups(actor, case):
        raise Missing


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
