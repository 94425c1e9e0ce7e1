"""The facts of the station's letters to offices. The people of the case stand on them masked (WR-72, XF-30)."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.letter_annex import passed_with
from mediation.cases.masking import masked, masked_text
from mediation.cases.models import Case, Party
from mediation.cases.notice_forms import ANSWER_WAYS
from mediation.cases.notices import agreed_to_forward
from mediation.cases.on_paper import head, person_on_paper
from mediation.cases.queries import parties_of
from mediation.cases.record_forms import GROUNDS
from mediation.dates import day_in_words
from mediation.documents.facts_station import ForwardingLetter, SupervisionOpinion
from mediation.errors import Missing
from mediation.people.models import User
from mediation.web.feature import Offer
from mediation.workflow.history import steps_in
from mediation.workflow.models import StepTaken

THROUGH_US = "由本站转达"
# Of each letter: the step that resolves it, and what that step is called.
# A heading with nothing under it is no letter.
OF_THE_LETTER = "《中华人民共和国妇女权益保障法》第七十三条。"
LETTERS = {
    "supervision_opinion": ("supervise", "提出督促处理意见"),
    "forwarding_letter": ("forward", "转办"),
}


def supervision_opinion(case: Case, about: str, actor: User) -> SupervisionOpinion:
    """督促处理意见书 (F-27, WR-73) of the step ABOUT (its ref), or the newest. Raises Missing where nothing was resolved."""
    step = _resolved(case, "supervise", about, actor)
    told: dict[str, Any] = step.facts or {}
    return {
        "paper": {**head(case), "numbered_as": step.ref},
        "to": told.get("addressee"),
        "persons": _masked_applicants(case),
        "facts": masked_text(told.get("found_facts"), case),
        "law": masked_text(told.get("law_text"), case) or OF_THE_LETTER,
        "opinion": masked_text(told.get("opinion"), case),
        "answer_by": day_in_words(told.get("next_on")) or None,
        "contact": case.owner.name if case.owner else actor.name,
        "phone": case.agency.phone or None,
        "copies_to": told.get("copies_to"),
        "passed": passed_with(case, told.get("addressee") or "", before=step),
    }


def forwarding_letter(case: Case, about: str, actor: User) -> ForwardingLetter:
    """转办单 of the step ABOUT (its ref), or the newest; it names whoever agreed to it, nobody else. Raises Missing."""
    step = _resolved(case, "forward", about, actor)
    told: dict[str, Any] = step.facts or {}
    agreed = agreed_to_forward(case, told)
    named = agreed if told.get("named") else None
    people = [
        str(party.person.name) if party is named else masked(party) for party in parties_of(case, "applicant")
    ]
    channel = person_on_paper(named) if named else None
    return {
        "paper": {**head(case), "numbered_as": step.ref},
        "to": told.get("addressee"),
        "received_on": day_in_words(case.received_on),
        "person": "、".join(people) or None,
        "contact": (channel and (channel["contact"] or channel["phone"])) or THROUGH_US,
        "matter": "·".join(filter(None, (case.category_class, case.category_kind))),
        "summary": masked_text(told.get("forwarded_summary"), case, but=named),
        "request": masked_text(told.get("forwarded_request") or case.wishes, case, but=named),
        "ground": _ground(told, agreed),
        "answer_by": day_in_words(told.get("next_on")) or None,
        "officer": case.owner.name if case.owner else actor.name,
        "phone": case.agency.phone or None,
    }


def _ground(told: Mapping[str, Any], agreed: Party | None) -> str | None:
    """The ground in words; that she agreed is said with day and way, and only where that was recorded (PI-23)."""
    ground = told.get("ground", "")
    words = str(dict(GROUNDS).get(ground, ""))
    if ground == "consent":
        way = dict(ANSWER_WAYS).get(told.get("way", ""), "")
        words = f"{words}，{day_in_words(told['consented_on'])}{way}征得" if agreed else ""
    return words or None


def letter_papers(case: Case, actor: User) -> Iterator[Offer]:
    """Each letter that was resolved, told apart by its day and its addressee; before the first, which step writes it."""
    if "narrative" not in field_groups(actor, case):
        return
    for name, (trigger, title) in LETTERS.items():
        resolved = _steps(case, trigger)
        if not resolved and case.running:
            yield Offer(name, why_not=f"还没有登记，请先“{title}”")
        for step in resolved:
            detail = f"{day_in_words(step.happened_on)} {(step.facts or {}).get('addressee') or ''}".strip()
            yield Offer(name, step.ref, detail)


def _steps(case: Case, trigger: str) -> list[StepTaken]:
    return [step for step in steps_in(case.ref, trigger) if step.subject == case.ref]


def _resolved(case: Case, trigger: str, ref: str, actor: User) -> StepTaken:
    steps = [step for step in _steps(case, trigger) if ref in ("", step.ref)]
    if not steps or "narrative" not in field_groups(actor, case):
        raise Missing
    return steps[-1]


def _masked_applicants(case: Case) -> str | None:
    return "、".join(masked(party) for party in parties_of(case, "applicant")) or None
