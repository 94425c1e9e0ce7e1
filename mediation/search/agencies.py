"""Agencies of the directory by a part of their name, their kind, or pinyin."""

from functools import cache

from mediation.people import queries as directory
from mediation.people.kinds import KINDS
from mediation.people.models import Agency, User
from mediation.search.queries import Found, Place, cut
from mediation.vault.folding import folded
from mediation.vault.readings import is_han, plain_latin, readings

_SHORTEST_PINYIN = 2


def agencies(text: str, *, actor: User, after: Place | None = None) -> Found:
    """The agencies at work, that of exactly this name first, then those whose name begins so."""
    wanted = folded(text)
    ranked = [
        (Place(rank, agency.id), agency)
        for agency in (branch.agency for branch in directory.tree(actor=actor))
        if wanted and (rank := _rank(agency, wanted)) is not None
    ]
    ranked.sort(key=lambda row: (row[0].rank, row[0].id))
    return cut([row for row in ranked if not after or (row[0].rank, row[0].id) > (after.rank, after.id)])


def _rank(agency: Agency, wanted: str) -> int | None:
    names = [folded(name) for name in (agency.name, agency.short_name) if name]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(wanted in name for name in (*names, folded(KINDS.get(agency.kind, "")))):
        return 2
    typed = plain_latin(wanted)
    if len(typed) >= _SHORTEST_PINYIN and typed.isascii() and _read_aloud(agency.name, typed):
        return 3
    return None


def _read_aloud(name: str, typed: str) -> bool:
    syllables = _syllables(name)
    whole = ("".join(syllables[start:]) for start in range(len(syllables)))
    return typed in "".join(syllable[0] for syllable in syllables) or any(
        text.startswith(typed) for text in whole
    )


@cache
def _syllables(name: str) -> tuple[str, ...]:
    """The likeliest reading of each character; names of agencies are public and few."""
    han = "".join(letter for letter in name if is_han(letter))
    return tuple(reading[0] for reading in readings(han, starts_name=False) if reading)
