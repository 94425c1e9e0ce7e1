"""The facts of the station's letters to offices. The people of the case stand on them masked (WR-72, XF-30)."""

from collections.abc import Iterator
from typing import Any

from mediation.cases.access import field_groups
from mediation.cases.masking import masked, masked_text
from mediation.cases.models import Case
from mediation.cases.on_paper import head, person_on_paper
from mediation.cases.queries import parties_of
from mediation.cases.record_forms import GROUNDS
from mediation.dates import day_in_words
from mediation.documents.facts_station import ForwardingLetter, SupervisionOpinion
from mediation.errors import Missing
from mediation.people.models import User
from mediation.workflow.history import newest

THROUGH_US = "由本站转达"


def supervision_opinion(case: Case, about: str, actor: User) -> SupervisionOpinion:
    """督促处理意见书 (F-27, WR-73) as it was resolved last. Raises Missing where nothing was."""
    told = _told(case, "supervise", actor)
    return {
        "paper": head(case),
        "to": told.get("addressee"),
        "persons": _masked_applicants(case),
        "facts": masked_text(told.get("found_facts"), case),
        "law": masked_text(told.get("law_text"), case),
        "opinion": masked_text(told.get("opinion"), case),
        "answer_by": day_in_words(told.get("next_on")) or None,
        "contact": case.owner.name if case.owner else actor.name,
        "phone": case.agency.phone or None,
        "copies_to": told.get("copies_to"),
    }


def forwarding_letter(case: Case, about: str, actor: User) -> ForwardingLetter:
    """转办单 of what was forwarded last; with her name only where she agreed to it. Raises Missing."""
    told = _told(case, "forward", actor)
    named, applicants = bool(told.get("named")), parties_of(case, "applicant")
    channels = [person_on_paper(party) for party in applicants]
    known = [channel["contact"] or channel["phone"] for channel in channels]
    names = "、".join(str(party.person.name) for party in applicants if party.person.name)
    text = (lambda value: value) if named else (lambda value: masked_text(value, case))
    return {
        "paper": head(case),
        "to": told.get("addressee"),
        "received_on": day_in_words(case.received_on),
        "person": (names or None) if named else _masked_applicants(case),
        "contact": "、".join(filter(None, known)) or THROUGH_US if named else THROUGH_US,
        "matter": "·".join(filter(None, (case.category_class, case.category_kind))),
        "summary": text(told.get("forwarded_summary")),
        "request": text(told.get("forwarded_request") or case.wishes),
        "ground": dict(GROUNDS).get(told.get("ground", "")),
        "answer_by": day_in_words(told.get("next_on")) or None,
        "officer": case.owner.name if case.owner else actor.name,
        "phone": case.agency.phone or None,
    }


def printable_letters(case: Case, actor: User) -> Iterator[tuple[str, str]]:
    """The letters that were resolved."""
    for trigger, name in (("supervise", "supervision_opinion"), ("forward", "forwarding_letter")):
        if newest(case.ref, trigger):
            yield name, ""


def _told(case: Case, trigger: str, actor: User) -> dict[str, Any]:
    step = newest(case.ref, trigger)
    if step is None or "narrative" not in field_groups(actor, case):
        raise Missing
    return dict(step.facts or {})


def _masked_applicants(case: Case) -> str | None:
    return "、".join(masked(party) for party in parties_of(case, "applicant")) or None
