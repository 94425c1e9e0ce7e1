"""The numbers on which a person may be called or written to at this moment, for whoever is about to do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mediation.cases.access import field_groups
from mediation.cases.contact_lock import DOING, USUAL_HOURS, value_for, why_not_contact, why_not_reach
from mediation.cases.models import Case, Party
from mediation.cases.persons import Person, SafeContact
from mediation.cases.queries import parties_of
from mediation.people.models import User

# Who of the agency of the case speaks with her; its registrar keeps the dossier.
_CALLERS = frozenset({"intake_worker", "caseworker", "supervisor"})
# What is shown; a text message is sent by the program, which shows no number for it.
SHOWN = {"phone": "安全电话", "wechat": "微信号"}


@dataclass(frozen=True)
class SafeNumber:
    """What somebody who is about to call has before her eyes: the number, and all that she said of it."""

    name: str
    way: str
    number: str
    of_register: bool
    rule: list[tuple[str, str]]

    @property
    def dial(self) -> str:
        """What a telephone dials; empty where nothing is dialled: a name on WeChat, an extension."""
        kept = "".join(sign for sign in self.number if sign not in " -()（）")
        return kept if self.way == "phone" and kept.removeprefix("+").isdecimal() else ""


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
        (party, why_not_reach(party, "phone", at, excepted=excepted))
        for party in parties_of(case, "applicant")
    ]


def shown_ways(case: Case, at: datetime, *, excepted: bool = False) -> list[str]:
    """What of the applicants may be shown at the moment AT, in words: 「安全电话」, 「微信号」."""
    people = parties_of(case, "applicant")
    return [
        what for way, what in SHOWN.items() if any(_barred(one, way, at, excepted) is None for one in people)
    ]


def safe_numbers(case: Case, at: datetime, *, excepted: bool = False) -> Iterator[SafeNumber]:
    """The numbers, and names on WeChat, by which applicants of CASE may be reached at the moment AT. Opens what is
    sealed: only for `may_call`, and with an entry of the reading."""
    for party in parties_of(case, "applicant"):
        for way in SHOWN:
            contact, number = party.person.safe_contact, value_for(party.person, way)
            if _barred(party, way, at, excepted) is None and contact and number:
                of_register = way == "phone" and not contact.number
                yield SafeNumber(party.person.called, way, number.reveal(), of_register, _rule(contact))


def refusals(case: Case, at: datetime, *, excepted: bool = False) -> list[tuple[str, str, str]]:
    """Who may not be contacted now: name, what must not be done (打电话, 用微信), why. Of ways that she chose, and of
    the telephone always."""
    found = []
    for party in parties_of(case, "applicant"):
        contact = party.person.safe_contact
        for way in SHOWN:
            chosen = way == "phone" or bool(contact and way in contact.ways)
            if chosen and (why := _barred(party, way, at, excepted)):
                found.append((party.person.called, DOING[way], why))
    return found


def why_not_call(person: Person, at: datetime) -> str | None:
    """Why nobody may call PERSON at the moment AT, by what they said; None if it is safe."""
    return why_not_contact(person, "phone", at)


def _barred(party: Party, way: str, at: datetime, excepted: bool) -> str | None:
    # The reason that was given is one for a call.
    return why_not_reach(party, way, at, excepted=excepted and way == "phone")


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
