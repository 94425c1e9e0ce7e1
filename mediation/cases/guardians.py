"""Who may sign for a person who cannot consent alone: never the other side (PI-31, LA-40)."""

from typing import TypedDict

from mediation.cases.models import Party
from mediation.cases.person_choices import INCAPABLE
from mediation.db import today
from mediation.law.calendar import age_on

CONSENTS_FROM = 14


class Signers(TypedDict):
    """What the foot of a consent has for guardians: see documents/facts_station.py."""

    guardian: bool
    guardians: list[str]
    barred: bool


def signers_for(party: Party | None) -> Signers:
    """The guardians who may sign for PARTY; none for somebody of fourteen (PI-31, PIPL art. 31).

    A guardian on the respondent's side, or who speaks for that side, is not among them. `barred`: there is nobody else.
    """
    if party is None or not _needs_guardian(party):
        return {"guardian": False, "guardians": [], "barred": False}
    other_side = {one.id for one in party.case.parties if one.side == "respondent"}
    allowed = [
        one
        for one in party.case.parties
        if one.id not in other_side and one.represents_id not in other_side and _may_be(one, party)
    ]
    names = [str(one.person.name) for one in allowed if one.person.name]
    return {"guardian": True, "guardians": names, "barred": not allowed and bool(other_side)}


def _may_be(one: Party, ward: Party) -> bool:
    """Named as the guardian of the ward; or, of a child in the case of its parents, the one who asks for help."""
    if one.id == ward.id:
        return False
    named = one.role in ("guardian", "representative") and one.represents_id in (ward.id, None)
    return named or (ward.role == "child" and one.role == "applicant")


def _needs_guardian(party: Party) -> bool:
    born = party.person.birth_date
    if INCAPABLE in (party.person.special or ()):
        return True
    if born is None:
        return party.role == "child"
    return born <= today() and age_on(born, today(), birthday_counts=True) < CONSENTS_FROM
