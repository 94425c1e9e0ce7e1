"""The facts of the papers of a referral: 转介单 (F-24) and the separate consent (F-28, PI-23)."""

from collections.abc import Iterator
from typing import Any

from flask import current_app

from mediation.cases.guardians import signers_for
from mediation.cases.models import Case
from mediation.cases.on_paper import head
from mediation.dates import day_in_words, local, moment_in_words
from mediation.db import db
from mediation.documents.facts import Base, Choice, ReferralConsent, ReferralSlip, Subject
from mediation.documents.facts_station import ReferralReceipt
from mediation.errors import Missing
from mediation.law.rules import Law
from mediation.law.time_limits import length
from mediation.people.models import User
from mediation.referrals.consents import consent_withdrawn
from mediation.referrals.kinds import (
    DATA_KINDS,
    GROUNDS,
    NEEDS,
    RESULTS,
    RETURN_REASONS,
    SHORT_MANNERS,
    STAGES,
    URGENCIES,
    words,
)
from mediation.referrals.links import link_of, token_of
from mediation.referrals.materials import named_in
from mediation.referrals.models import Referral
from mediation.referrals.queries import receives, referrals_of
from mediation.referrals.telling_once import NAME, readable
from mediation.web.feature import Offer
from mediation.web.outside import own_address
from mediation.workflow import clocks
from mediation.workflow.facts import plain
from mediation.workflow.history import newest
from mediation.workflow.models import StepTaken

WITHDREW = "本人已撤回同意，内容不再提供。"


def referral_slip(case: Case, ref: str, actor: User) -> ReferralSlip:
    """What was frozen. A number or an address under seal is filled in by hand, if at all; where she has withdrawn her
    consent, nothing of it is handed out once more (PI-23)."""
    referral = _of(case, ref, actor)
    withdrawn = consent_withdrawn(referral)
    package: dict[str, Any] = {} if withdrawn else referral.package or {}
    return {
        "paper": _base(referral),
        "sender": referral.from_agency.name,
        "receiver": referral.to_agency.name,
        "liaison": referral.sent_by.name,
        "liaison_phone": referral.from_agency.phone or None,
        "file_ref": referral.ref[:8].upper(),
        "matter": words(STAGES, referral.stage_wanted) or "整个案件",
        "manner": SHORT_MANNERS.get(referral.manner),
        "purpose": package.get("request", {}).get("purpose"),
        "person": _person(package),
        "condition": None,
        "companions": package["children"][0]["count"] if package.get("children") else None,
        "summary": WITHDREW if withdrawn else _told_once(package),
        "needs": _choices(NEEDS, referral.needs),
        "urgency": _choices(URGENCIES, [referral.urgency]),
        "consent": words(GROUNDS, referral.ground),
        "enclosures": [row["material"] for row in named_in(package)],
        "answer_by": _answer_by(referral),
        "link": _address(referral) or None,
        "sent_by": referral.sent_by.name,
    }


def referral_consent(case: Case, ref: str, actor: User) -> ReferralConsent:
    """The sheet on which the person consents to this receiver, this purpose and these fields alone."""
    referral = _of(case, ref, actor)
    return {
        "paper": _base(referral),
        "person": referral.party.person.called if referral.party else None,
        "receiver": referral.to_agency.name,
        "receiver_phone": referral.to_agency.phone or None,
        "purpose": (referral.package or {}).get("request", {}).get("purpose"),
        "means": "本系统转介单或纸质转介单",
        "period": f"至{day_in_words(referral.expires_on)}" if referral.expires_on else "至本次转介办结",
        "kinds": _choices(DATA_KINDS, referral.data_kinds),
        "phone": referral.from_agency.phone or None,
        **signers_for(referral.party),
    }


def referral_receipt(case: Case, ref: str, actor: User) -> ReferralReceipt:
    """转介接收单: what the receiver answered so far; before that, for its pen. For both agencies. Raises Missing."""
    found = [one for one in referrals_of(case, actor=actor) if one.ref == ref or not ref]
    if not found:
        raise Missing
    referral = found[0]
    accepted = newest(referral.ref, "accept", "accept_on_paper")
    returned = newest(referral.ref, "send_back", "return_on_paper")
    answered = newest(referral.ref, "answer", "answer_on_paper")
    first = newest(referral.ref, "sign_for") or accepted or returned
    return {
        "paper": head(case, agency=referral.to_agency.name, dated=False),
        "slip": referral.slip_number,
        "sender": referral.from_agency.name,
        "receiver": referral.to_agency.name,
        "received_on": day_in_words(first.happened_on) if first else None,
        "accepted": bool(accepted) and not returned,
        "returned": bool(returned),
        "reason": _return_reason(returned),
        "officer": _officer(accepted),
        "officer_phone": referral.to_agency.phone or None,
        "feedback_on": day_in_words(answered.happened_on) if answered else None,
        "answer": _answer(answered),
    }


def referral_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The receipt of each referral for both agencies; the slip, and the consent where it rests on one, for its sender."""
    for referral in referrals_of(case, actor=actor):
        detail = f"{referral.slip_number} {referral.to_agency.name}"
        if not receives(referral, actor):
            yield Offer("referral_slip", referral.ref, detail)
            if referral.ground == "consent":
                yield Offer("referral_consent", referral.ref, detail)
        yield Offer("referral_receipt", referral.ref, detail)
        if readable(referral, actor):
            yield Offer(NAME, referral.ref, detail)


def _answer_by(referral: Referral) -> str:
    """Until when it is accepted or returned, how soon answered: as the urgency of this slip asks (HR-DECIDE, HR-ANSWER)."""
    law: Law = current_app.extensions["law"]
    decided = law.limit("HR-DECIDE").due(referral.sent_at, clocks.holidays(), choice=referral.urgency)
    answer = length(law.limit("HR-ANSWER").chosen(referral.urgency))
    return f"请于{moment_in_words(str(plain(decided.conservative)))}前接收或退回，接收后{answer}内回复"


def _told_once(package: dict[str, Any]) -> str | None:
    """Her story and what she wants as they were sent, and what was asked and told already: nobody asks her again."""
    asked = "；".join(package.get("asked", []))
    lines = (
        package.get("narrative"),
        package.get("wishes"),
        asked and f"此前已问过、告知过（请不要让本人重复）：{asked}。",
    )
    return "\n".join(filter(None, lines)) or None


def _return_reason(step: StepTaken | None) -> str | None:
    told: dict[str, Any] = (step.facts or {}) if step else {}
    return "：".join(filter(None, (words(RETURN_REASONS, told.get("reason")), told.get("note")))) or None


def _officer(step: StepTaken | None) -> str | None:
    told: dict[str, Any] = (step.facts or {}) if step else {}
    user = db.session.get(User, told["assignee"]) if told.get("assignee") else None
    return user.name if user else told.get("answered_by")


def _answer(step: StepTaken | None) -> str | None:
    told: dict[str, Any] = (step.facts or {}) if step else {}
    return "：".join(filter(None, (words(RESULTS, told.get("result")), told.get("note")))) or None


def _address(referral: Referral) -> str:
    """Where the receiver answers by a link; the code that opens it is never on the same paper."""
    link, own = link_of(referral), own_address().rstrip("/")
    token = token_of(link) if link and own else ""
    return f"{own}/r/{token}" if token else ""


def _of(case: Case, ref: str, actor: User) -> Referral:
    """The referral that is printed: the one named, or the newest. Only its sender prints. Raises Missing."""
    found = [one for one in referrals_of(case, actor=actor) if not receives(one, actor)]
    named = [one for one in found if one.ref == ref] if ref else found[:1]
    if not named:
        raise Missing
    return named[0]


def _base(referral: Referral) -> Base:
    sent = day_in_words(local(referral.sent_at)[:10])
    return head(referral.case, number=referral.slip_number, agency=referral.from_agency.name, on=sent)


def _person(package: dict[str, Any]) -> Subject:
    who: dict[str, str] = next(iter(package.get("identity", [])), {})
    contact: dict[str, str] = next(iter(package.get("contact", [])), {})
    return {
        "name": who.get("name"),
        "sex": who.get("sex"),
        "born": who.get("birth"),
        "id_number": None,
        "phone": None,
        "contact": contact.get("channel"),
        "safe_contact": contact.get("rule"),
    }


def _choices(known: list[tuple[str, Any]], chosen: list[str]) -> list[Choice]:
    return [{"label": str(label), "chosen": code in chosen} for code, label in known]
