"""How a case, its station and its people stand on a paper: never where somebody lives, only the channel they chose."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from mediation.cases.models import Case, Party
from mediation.cases.person_choices import ETHNICITIES
from mediation.dates import day_in_words, local, moment_in_words
from mediation.db import today
from mediation.documents import facts as papers
from mediation.documents import facts_aid as aid
from mediation.documents.dates import chinese_date
from mediation.law.calendar import age_on

SEXES = {"1": "男", "2": "女"}
ROLES = {"applicant": "申请人", "respondent": "被申请人", "child": "子女"}


def head(
    case: Case,
    *,
    number: str | None = None,
    committee: str | None = None,
    agency: str | None = None,
    on: str | None = None,
    dated: bool = True,
    holder: int | None = None,
) -> papers.Base:
    """Head and foot of a paper of CASE: by the agency that owns it, or AGENCY; of today, or ON (in Chinese words).

    What is dated by hand by those who sign it is not `dated`. A numbered paper is counted by HOLDER (id of an agency),
    else by the agency that owns the case.
    """
    return {
        "number": number,
        "agency": agency or case.agency.name,
        "committee": committee,
        "date": (on or chinese_date(today())) if dated else None,
        "checkpoint": None,
        "holder": holder or case.agency_id,
    }


def person_on_paper(party: Party, *, role: str = "", day: date | None = None) -> papers.Party:
    """A party as papers name it, with the age on DAY (today). What is not known is None: a blank to fill in by hand.

    The contact channel (联络地址 or 联络电话) is the only address or number that a paper carries (DV-10-4).
    """
    person, on = party.person, day or today()
    channel = person.contact_channel or None
    is_number = bool(channel) and sum(mark.isdigit() for mark in str(channel)) * 2 > len(str(channel))
    born = person.birth_date
    return {
        "role": role or ROLES.get(party.role, "当事人"),
        "name": person.name or None,
        "sex": SEXES.get(person.sex),
        "ethnicity": str(dict(ETHNICITIES).get(person.ethnicity, "")) or None,
        "age": age_on(born, on) if born and born <= on else None,
        "occupation": person.occupation or None,
        "phone": channel if is_number else None,
        "contact": None if is_number else channel,
    }


def person_for_both(party: Party, *, role: str = "", day: date | None = None) -> papers.Party:
    """A party on a paper that the other side reads, too.

    Of someone who has moved out, and of an applicant where there was violence, it bears no address and no number, not
    even the channel: letters go through the station (DV-10-4; 法发〔2022〕10号第4条).
    """
    row = person_on_paper(party, role=role, day=day)
    if party.person.moved_out or (party.side == "applicant" and party.case.violence):
        station = party.case.agency.name
        return {**row, "phone": "由维权站转达", "contact": f"由{station}转交"}
    return row


def applicant_on_paper(party: Party, *, role: str = "") -> aid.Applicant:
    """A party who hands a paper in. Who has moved out and chose no address has 见保密附件 for one (DV-10-4)."""
    person = person_on_paper(party, role=role)
    hidden = "见保密附件" if party.person.moved_out and not (person["contact"] or person["phone"]) else None
    return {
        **person,
        "contact": person["contact"] or hidden,
        "phone": person["phone"] or hidden,
        "born": chinese_date(party.person.birth) or None,
    }


def named_choices(known: Iterable[tuple[str, Any]], chosen: Collection[str]) -> list[papers.Choice]:
    """The boxes of a form from the choices of a field."""
    return [{"label": str(label), "chosen": code in chosen} for code, label in known]


def moment_on_paper(told: str | datetime | None) -> str | None:
    """A moment as papers write it, 「2026年3月5日 09:20」, from a moment or ISO text; a day where no minute is known."""
    text = local(told) if isinstance(told, datetime) else moment_in_words(told or "")
    return f"{day_in_words(text)} {text[11:16]}".strip() if text else None
