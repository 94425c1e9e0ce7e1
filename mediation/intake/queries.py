"""Did she come before? Read what ACTOR may know of already."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.audit.log import record_read
from mediation.cases.access import field_groups, visible_to, whole_to
from mediation.cases.models import Case, Party
from mediation.cases.persons import Person, PersonToken
from mediation.cases.queries import came_before, known_person
from mediation.cases.searching import count_search, term_of
from mediation.db import db
from mediation.errors import Missing
from mediation.people.models import User
from mediation.vault.tokens import query_tokens

_NUMBER = re.compile(r"\(?(\d{4})\)?(\D*?)维字第(\d{1,9})号?|(\d{4})[-/](\d{1,9})")


@dataclass(frozen=True)
class Hit:
    """A person who answers to what was looked for, and the case in which they have a part."""

    case: Case
    party: Party


def look_up(text: str, *, actor: User) -> Sequence[Hit]:
    """Who of that name, number or pinyin has a part in a case that ACTOR may open, newest first. Logged, and counted.

    Raises TooMany after thirty searches within a minute.
    """
    if text:
        count_search(actor)
    found = [
        Hit(case, party)
        for case in came_before(actor=actor, name=text)
        if "narrative" in field_groups(actor, case)
        for party in case.parties
        if party.person_id in _answering(case, text)
    ]
    if text:
        shown = sorted({hit.case.ref for hit in found})
        record_read("intake.look_up", actor=actor, shown=shown, term=term_of(text))
    return found


def _answering(case: Case, text: str) -> set[int]:
    """The ids of the persons of CASE who have all tokens of TEXT, in one of the ways to read it."""
    rows = db.session.execute(
        select(PersonToken.person_id, PersonToken.token).where(
            PersonToken.person_id.in_([party.person_id for party in case.parties])
        )
    ).all()
    kept: dict[int, set[bytes]] = {}
    for person_id, token in rows:
        kept.setdefault(person_id, set()).add(token)
    ways = query_tokens(text)
    return {person_id for person_id, tokens in kept.items() if any(way <= tokens for way in ways)}


def person_known(ref: str, *, actor: User) -> Person | None:
    """The person, if ACTOR may see who it is; None for anything else that a browser may send."""
    try:
        return known_person(ref, actor=actor)
    except Missing:
        return None


def numbered(text: str) -> tuple[int, int] | None:
    """Year and number of a register number as it is typed, or None."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if not found:
        return None
    return (int(found[1]), int(found[3])) if found[1] else (int(found[4]), int(found[5]))


def case_numbered(text: str, *, actor: User) -> Case | None:
    """The case with that register number, if ACTOR may open it.

    TEXT is （2026）青维字第0012号, or 2026-12 for one of the own station.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if not found:
        return None
    year, name, number = (found[1], found[2], found[3]) if found[1] else (found[4], "", found[5])
    rows: Sequence[Any] = db.session.scalars(
        visible_to(actor).where(whole_to(actor), Case.number_year == int(year), Case.number == int(number))
    ).all()
    return next((row for row in rows if row.station.short_name == (name or actor.agency.short_name)), None)
