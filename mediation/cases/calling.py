"""Whether a person may be called at this moment, on which number, and if not, why not. Silence means no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from mediation.cases.access import field_groups
from mediation.cases.models import Case, Party
from mediation.cases.page import STALE_AFTER, WAYS
from mediation.cases.persons import Person, SafeContact
from mediation.cases.queries import parties_of
from mediation.db import SHANGHAI
from mediation.people.models import User
from mediation.vault.secret import Secret

_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
_SATURDAY = 5
# She named no hours: nobody rings at night. The station's own hours; the law names none (DV-10-4).
_USUAL = time(8), time(20)
USUAL_HOURS = "没有登记时段，按8:00—20:00"
NO_HOURS = "本人没有说时段，只在8:00—20:00打电话"
# Who of the agency of the case speaks with her; its registrar keeps the dossier.
_CALLERS = frozenset({"intake_worker", "caseworker", "supervisor"})


@dataclass(frozen=True)
class SafeNumber:
    """What somebody who is about to call has before her eyes: the number, and all that she said of it."""

    name: str
    number: str
    of_register: bool
    rule: list[tuple[str, str]]


def may_call(case: Case, actor: User) -> bool:
    """Whether ACTOR is one of those who speak with her: the owner, and who works on it at the agency of the case.

    Never a partner: what they may know of it stands in their package (PI-23).
    """
    if "contact" not in field_groups(actor, case):
        return False
    return case.owner_id == actor.id or actor.role in _CALLERS


def calls(case: Case, at: datetime, *, excepted: bool = False) -> list[tuple[Party, str | None]]:
    """The applicants of CASE, each with why nobody may call them at the moment AT, or None. Nobody of the other side."""
    return [
        (party, why_not_call(party.person, at, excepted=excepted)) for party in parties_of(case, "applicant")
    ]


def safe_numbers(case: Case, at: datetime, *, excepted: bool = False) -> Iterator[SafeNumber]:
    """The numbers on which applicants of CASE may be called at the moment AT. Opens what is sealed: only for `may_call`,
    and with an entry of the reading."""
    for party, refusal in calls(case, at, excepted=excepted):
        contact, number = party.person.safe_contact, _number(party.person)
        if refusal is None and contact and number:
            yield SafeNumber(party.person.called, number.reveal(), not contact.number, _rule(contact))


def why_not_call(person: Person, at: datetime, *, excepted: bool = False) -> str | None:
    """Why nobody may call PERSON at the moment AT, in one sentence without a number; None if it is safe.

    EXCEPTED: a reason was given for the hour and for the age of her answer; all else that she said still holds.
    """
    contact = person.safe_contact
    if contact is None:
        return "没有登记安全联系方式"
    if not contact.allowed:
        return "本人要求不联系"
    if not excepted and at - contact.confirmed_at > STALE_AFTER:
        return f"安全联系方式超过{STALE_AFTER.days}天没有确认，请先当面确认"
    if "phone" not in contact.ways:
        return "本人没有同意打电话，只用" + "、".join(WAYS.get(way, way) for way in contact.ways)
    if contact.others_phone:
        return "留下的是别人的电话，不能回拨"
    if not _number(person):
        return "没有登记可以拨打的号码，请先“更新安全联系方式”"
    return None if excepted else _why_not_now(contact, at)


def _number(person: Person) -> Secret | None:
    """The number she named as safe; where she said that she may be called and named no other, the one she gave."""
    contact = person.safe_contact
    return (contact.number if contact else None) or person.phone


def _rule(contact: SafeContact) -> list[tuple[str, str]]:
    """What she said of calling, line by line; what she did not say is said too, where guessing would harm."""
    lines = [
        ("可以打的时段", contact.hours or USUAL_HOURS),
        ("谁接听时可以说话", contact.who_may_answer or "只和本人说话"),
        ("暗语", contact.code_word or "没有约定暗语"),
        ("能不能说明是哪个单位", "可以" if contact.may_say_who else "不可以，先不要说"),
        ("绝不能做的", contact.never or ""),
    ]
    return [(label, words) for label, words in lines if words]


def _why_not_now(contact: SafeContact, at: datetime) -> str | None:
    hours, local = contact.hours, at.astimezone(SHANGHAI)
    now = local.time()
    if not hours:
        return None if _USUAL[0] <= now <= _USUAL[1] else NO_HOURS
    if "工作日" in hours and local.weekday() >= _SATURDAY:
        return f"今天不在本人同意的时段（{hours}）"
    spans = [_span(found) for found in _HOURS.findall(hours)]
    if not all(spans) or not spans:
        return f"请先核对本人写明的时段（{hours}）"
    if any(span and span[0] <= now <= span[1] for span in spans):
        return None
    return f"现在不在本人同意的时段（{hours}）"


def _span(found: tuple[str, str, str, str]) -> tuple[time, time] | None:
    try:
        return time(int(found[0]), int(found[1])), time(int(found[2]), int(found[3]))
    except ValueError:
        return None
