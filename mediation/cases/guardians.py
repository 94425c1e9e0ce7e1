"""Who may sign for a person who cannot consent alone: never the other side (PI-31, LA-40)."""

from collections.abc import Iterable
from typing import TypedDict

from sqlalchemy import select

from mediation.cases.marks import of_one_person
from mediation.cases.models import Party
from mediation.cases.person_choices import INCAPABLE
from mediation.cases.ties import PersonMark
from mediation.db import db, today
from mediation.law.calendar import age_on

CONSENTS_FROM = 14
BARRED = "这位监护人就是对方，或者与对方有关系，不能代为同意、接收告知或者参加；请按法定职责或者紧急情形办理并写明理由"
NOT_ASKED = "还没有问清这位监护人是不是对方、与对方有没有关系，问清以前不能代为同意、接收告知或者参加"


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
        if why_barred(one) is None
    ]
    names = [str(one.person.name) for one in allowed if one.person.name]
    return {"guardian": True, "guardians": names, "barred": not allowed and bool(other_side)}


def why_barred(party: Party, parties: Iterable[Party] | None = None) -> str | None:
    """Why PARTY consents, is told and comes for nobody in their care: they are the other side or near it, or nobody asked
    whether they are (P26). None for whoever may, and for those who speak for the other side itself, on its behalf."""
    everybody = party.case.parties if parties is None else parties
    respondents = [one for one in everybody if one.side == "respondent"]
    if party.represents_id in {one.id for one in respondents} and party.side != "respondent":
        return None
    if party.role == "guardian" and party.linked != "no":
        return BARRED if party.linked == "yes" else NOT_ASKED
    if party.linked in ("yes", "unknown"):
        return BARRED
    if party.side == "respondent" or party.role not in ("guardian", "representative", "applicant"):
        return None
    shared = _marks([party]) & _marks(respondents)
    # She lived with him: of whoever asks for help it counts alone that she is another human being.
    near = shared if party.side != "applicant" else {mark for mark in shared if of_one_person(mark)}
    return BARRED if near else None


def _marks(parties: list[Party]) -> set[bytes]:
    ids = [party.person_id for party in parties]
    return set(db.session.scalars(select(PersonMark.mark).where(PersonMark.person_id.in_(ids))))


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
