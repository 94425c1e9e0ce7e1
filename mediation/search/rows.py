"""What was found, in words for the page."""

from typing import Any

from mediation.cases import page
from mediation.cases.access import field_groups
from mediation.cases.handed_over import shown_parties
from mediation.cases.models import Case, Party
from mediation.cases.names import REPORTER
from mediation.dates import local
from mediation.documents.models import Document
from mediation.documents.papers import PAPERS
from mediation.people.models import User
from mediation.search.queries import parts_of

# Of one person so many cases stand in the line; the case itself leads to the others.
MOST_CASES = 5
SEX = {"1": "男", "2": "女"}


def case_row(case: Case, *, actor: User) -> dict[str, Any]:
    """One case, as every list shows it."""
    return {"identity": page.identity(case, actor=actor), "received_on": case.received_on, "ref": case.ref}


def person_rows(people: list[Party], *, actor: User) -> list[dict[str, Any]]:
    """Each person with the cases in which ACTOR is shown that they have a part."""
    parts = parts_of(people, actor=actor)
    return [_person_row(party, parts.get(party.person_id, []), actor) for party in people]


def _person_row(party: Party, parts: list[Party], actor: User) -> dict[str, Any]:
    shown = [part for part in parts if _is_shown(part, actor)][:MOST_CASES]
    whole = "narrative" in field_groups(actor, party.case)
    return {
        "name": party.person.called,
        "about": "　".join(
            text for text in (SEX.get(party.person.sex, ""), party.person.birth if whole else "") if text
        ),
        "parts": [
            {
                "role": page.ROLES.get(part.role, part.role),
                "identity": page.identity(part.case, actor=actor),
                "ref": part.case.ref,
            }
            for part in shown
        ],
    }


def _is_shown(part: Party, actor: User) -> bool:
    if part.role == REPORTER and "narrative" not in field_groups(actor, part.case):
        return False
    return any(one.id == part.id for one in shown_parties(part.case, actor=actor))


def paper_row(found: tuple[Document, Case], *, actor: User) -> dict[str, Any]:
    """One paper: its form, its number, and whose case it belongs to."""
    document, case = found
    return {
        "ref": document.ref,
        "title": PAPERS[document.name].title,
        "number": document.number.text if document.number else "",
        "made": local(document.made_at),
        "identity": page.identity(case, actor=actor),
        "case": case.ref,
    }
