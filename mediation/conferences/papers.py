"""The facts of 个案会商纪要. The people of the case stand on it masked: it goes to every agency at the table."""

from collections.abc import Iterator
from typing import Any

from mediation.cases.masking import masked_text
from mediation.cases.models import Case
from mediation.cases.on_paper import head, moment_on_paper
from mediation.conferences.queries import conferences_of
from mediation.dates import day_in_words
from mediation.documents.facts_station import ConferenceMinutes, Decided
from mediation.errors import Missing
from mediation.people.models import User
from mediation.web.feature import Offer

PRINTABLE = ("held", "ended", "closed")


def conference_minutes(case: Case, about: str, actor: User) -> ConferenceMinutes:
    """The minutes of the conference ABOUT (its ref), or the newest that was held. Raises Missing."""
    held = [item for item in conferences_of(case, actor=actor) if item.state in PRINTABLE]
    item = next((one for one in held if about in ("", one.ref)), None)
    if item is None:
        raise Missing
    return {
        "paper": head(case),
        "time": moment_on_paper(item.meets_at),
        "place": item.place,
        "host": item.case.agency.name,
        "chair": item.called_by.name,
        "present": [_present(guest) for guest in item.guests if guest.came],
        "absent": [guest.agency.name for guest in item.guests if guest.came is False],
        "agenda": masked_text(item.agenda, case),
        "minutes": masked_text(item.minutes, case),
        "decisions": [_decided(one, case) for one in item.decisions],
    }


def conference_papers(case: Case, actor: User) -> Iterator[Offer]:
    """The minutes of each conference that was held, told apart by its day."""
    for item in conferences_of(case, actor=actor):
        if item.state in PRINTABLE:
            yield Offer("conference_minutes", item.ref, moment_on_paper(item.meets_at) or "")


def _present(guest: Any) -> str:
    return f"{guest.agency.name}（{guest.who}）" if guest.who else guest.agency.name


def _decided(one: Any, case: Case) -> Decided:
    return {
        "what": masked_text(one.what, case) or "",
        "who": one.agency.name + (f"（{one.user.name}）" if one.user else ""),
        "due": day_in_words(one.due_on),
    }
