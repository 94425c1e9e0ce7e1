"""Marks: what two rows about the same human being, home or number have in common, as keyed hashes.

Equal marks mean the same identity number, telephone, home, or name with its day of birth; without the index key they
tell nothing. The conflict engine and the quiet repeat signal compare them and nothing else, so that neither opens a row.
"""

import re
from typing import Any

from mediation.cases.persons import Person
from mediation.vault.folding import folded
from mediation.vault.secret import Secret
from mediation.vault.tokens import blind_index
from mediation.vault.traces import place_of

# An address without a number of a house is a street, where everybody lives.
_SHORTEST_ADDRESS = 6
# 8号3单元502, 8号楼3单元502室: what stands between the numbers of a home is written as people like.
_PARTS = re.compile("[号楼幢栋座单元层室门-]+")
# The first byte of a mark says of what it is.
HOME = b"h"
_A_DAY = len("2000-01-01")


def marks_from(
    *,
    name: Any = None,
    birth: str | None = None,
    id_number: Any = None,
    phones: tuple[Any, ...] = (),
    home: Any = None,
) -> frozenset[bytes]:
    """The marks of what is known: texts or Secrets; what is empty or says too little gives none."""
    found = [_mark(b"i", "mark id_number", _plain(id_number))]
    found += [_mark(b"p", "mark_phone", _plain(phone)) for phone in phones]
    found.append(_mark(HOME, "mark address", _address(_plain(home))))
    if birth and len(birth) == _A_DAY and name:
        found.append(_mark(b"n", "mark name and birth", f"{folded(_plain(name))} {birth}"))
    return frozenset(mark for mark in found if mark)


def marks_of(person: Person) -> frozenset[bytes]:
    """The marks of a person as the row and the record of safe contact have them now."""
    contact = person.safe_contact
    # A telephone that others use, too, is the mark of a home: whoever shares it is near enough.
    phones = (person.phone, contact.number if contact else None)
    return marks_from(
        name=person.name, birth=person.birth, id_number=person.id_number, phones=phones, home=person.residence
    )


def workplace_mark(text: str) -> bytes | None:
    """The mark of an employer that is no agency here."""
    return _mark(b"w", "mark workplace", text)


def of_home(mark: bytes) -> bool:
    """Whether a mark is one of a home, which several people share."""
    return mark.startswith(HOME)


def of_one_person(mark: bytes) -> bool:
    """Whether a mark is one of a single human being: identity number, or name and day of birth."""
    return mark[:1] in (b"i", b"n")


def _mark(kind: bytes, column: str, text: str) -> bytes | None:
    try:
        return kind + blind_index(column, text)
    except ValueError:
        return None


def _plain(value: Any) -> str:
    return value.reveal() if isinstance(value, Secret) else str(value or "")


def _address(text: str) -> str:
    place = place_of(folded(text)) if text else ""
    numbered = any(letter.isdecimal() for letter in place)
    return _PARTS.sub("-", place).strip("-") if len(place) >= _SHORTEST_ADDRESS and numbered else ""


def surname_of(name: str) -> str:
    """The family name: two characters where it is a compound one."""
    return name[:2] if name[:2] in COMPOUND else name[:1]


COMPOUND = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "夏侯",
        "司徒",
        "端木",
        "南宫",
    )
)
