"""填报卡: what a system that cannot be joined to this one asks for, in its order, from what was sent along.

Nothing is taken from the case: what the person agreed to send is what may be typed into somebody else's system (PI-23).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediation.dates import day_in_words
from mediation.db import SHANGHAI
from mediation.law.lined import Entry, Lined, read_lined
from mediation.referrals.models import Referral
from mediation.referrals.package import contact_told

FILE = "copy_cards.yaml"
NOT_SENT = "没有随单提供"
FIELDS = frozenset({"name", "label", "for", "stages", "fields"})


@dataclass(frozen=True)
class Card:
    """One outside system: the kinds of agency that work in it, the stages it is for, its fields as (label, source)."""

    name: str
    label: str
    kinds: tuple[str, ...]
    stages: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


CARDS: dict[str, Card] = {}


def load(cards: Mapping[str, Card]) -> None:
    """Take what was read. Called once, by create_app."""
    CARDS.clear()
    CARDS.update(cards)


def read(folder: Path) -> dict[str, Card]:
    """Every card by its name. Raises BadFile with file and line where a field names no source."""
    path = folder / FILE
    whole = Entry.of(path, 1, read_lined(path), {"cards"})
    cards = [_card(Entry.of(path, row.line, row, FIELDS)) for row in whole.items("cards", Lined)]
    return {card.name: card for card in cards}


def _card(entry: Entry) -> Card:
    fields = []
    for row in entry.items("fields", Lined):
        line = Entry.of(entry.path, row.line, row, {"label", "from"})
        fields.append((line.text("label"), line.word("from", SOURCES)))
    stages = entry.items("stages")
    return Card(entry.text("name"), entry.text("label"), entry.items("for"), stages, tuple(fields))


def cards_for(referral: Referral) -> list[Card]:
    """The systems in which the receiver of this slip does this work."""
    return [
        card
        for card in CARDS.values()
        if referral.to_agency.kind in card.kinds and (not card.stages or referral.stage_wanted in card.stages)
    ]


def rows(card: Card, referral: Referral) -> list[tuple[str, str]]:
    """Label and text of each field; empty text where the slip did not bring it."""
    return [(label, SOURCES[source](referral, referral.package or {})) for label, source in card.fields]


def _of_people(group: str, field: str) -> Callable[[Referral, Mapping[str, Any]], str]:
    def told(_referral: Referral, package: Mapping[str, Any]) -> str:
        found = [row[field] for row in package.get(group, []) if row.get(field)]
        return "、".join(dict.fromkeys(found))

    return told


def _text(group: str) -> Callable[[Referral, Mapping[str, Any]], str]:
    return lambda _referral, package: str(package.get(group, ""))


def _asked(field: str) -> Callable[[Referral, Mapping[str, Any]], str]:
    return lambda _referral, package: str(package.get("request", {}).get(field, ""))


def _children(_referral: Referral, package: Mapping[str, Any]) -> str:
    return "；".join("，".join(row.values()) for row in package.get("children", []))


SOURCES: dict[str, Callable[[Referral, Mapping[str, Any]], str]] = {
    "applicant_name": _of_people("identity", "name"),
    "applicant_sex": _of_people("identity", "sex"),
    "applicant_birth": _of_people("identity", "birth"),
    "applicant_channel": _of_people("contact", "channel"),
    "applicant_phone": _of_people("phone", "phone"),
    "contact_rule": lambda _referral, package: contact_told(package),
    "respondent_name": _of_people("other_side", "name"),
    "relation": _of_people("other_side", "relation"),
    "children": _children,
    "narrative": _text("narrative"),
    "wishes": _text("wishes"),
    "danger": _text("danger"),
    "stage": _asked("stage"),
    "purpose": _asked("purpose"),
    "urgency": _asked("urgency"),
    "needs": _asked("needs"),
    "ground": _asked("ground"),
    "note": _asked("note"),
    "sender": lambda referral, _package: referral.from_agency.name,
    "slip_number": lambda referral, _package: referral.slip_number,
    "sent_on": lambda referral, _package: day_in_words(referral.sent_at.astimezone(SHANGHAI).date()) or "",
}
