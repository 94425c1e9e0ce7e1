"""Whose cases were read in a time, for the breach of an account or a device (P33): numbers, never names.

Who may be told, and how, stands in the case: the contact is made by the safe way alone (P9).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mediation.audit.log import STATION, Subject, record
from mediation.audit.models import ReadEntry
from mediation.cases.models import Case
from mediation.db import atomic, db
from mediation.people.models import User
from mediation.people.program import SYSTEM

AT_A_TIME = 500
NO_CONTACT = "本人要求不联系，等她来时当面说"
SAFE_WAY = "只按案件里的安全联系方式联系"
RENEW = "安全联系方式没有向本人核实，先不要联系"


@dataclass(frozen=True)
class Affected:
    """One case: its number, how often it was opened and how often it stood in a list, and whether she may be contacted."""

    number: str
    ref: str
    opened: int
    listed: int
    contact: str


def affected(since: datetime, until: datetime, *, login: str = "") -> list[Affected]:
    """The cases that were shown from SINCE up to UNTIL, to one account or to anybody; most opened first. It is logged."""
    opened, listed = _shown(since, until, login)
    found = []
    refs = sorted(opened.keys() | listed.keys())
    for at in range(0, len(refs), AT_A_TIME):
        query = select(Case).where(Case.ref.in_(refs[at : at + AT_A_TIME]))
        found += [_line(case, opened, listed) for case in db.session.scalars(query)]
    with atomic():
        record("audit.affected", actor=SYSTEM, subject=Subject(STATION, "audit", STATION))
    return sorted(found, key=lambda one: (-one.opened, -one.listed, one.number))


def _shown(since: datetime, until: datetime, login: str) -> tuple[Counter[str], Counter[str]]:
    query = select(ReadEntry.subject, ReadEntry.shown).where(ReadEntry.at >= since, ReadEntry.at <= until)
    if login:
        users = select(User.ref).where(func.lower(User.login) == login.lower())
        query = query.where(ReadEntry.actor.in_(users))
    opened: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    for subject, shown in db.session.execute(query):
        if subject:
            opened[subject] += 1
        listed.update(set(shown or ()) - {subject})
    return opened, listed


def _line(case: Case, opened: Counter[str], listed: Counter[str]) -> Affected:
    contacts = [party.person.safe_contact for party in case.parties if party.side == "applicant"]
    allowed = [contact for contact in contacts if contact is not None and contact.allowed]
    how = SAFE_WAY if any(one.confirmed_at for one in allowed) else RENEW if allowed else NO_CONTACT
    return Affected(case.register_number, case.ref, opened[case.ref], listed[case.ref], how)
