"""The foot of a finished paper: by which code it can be checked, and the picture that a telephone reads.

The code is the beginning of a hash over the paper, under the key of its case: who holds the paper has it, nobody can
guess it, and who holds a copy of the database cannot try names until one fits.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from markupsafe import Markup

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing in it is taken for something else
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
SIGNS = 16
GROUP = 4


@dataclass(frozen=True)
class Stamp:
    """What is added to the facts when a paper is typeset. A `sample` is marked as one and carries no code."""

    mark: str = ""
    address: str = ""
    sample: bool = False

    @property
    def code(self) -> str:
        """The mark in groups of four, as it is read out on the telephone."""
        return "-".join(self.mark[start : start + GROUP] for start in range(0, len(self.mark), GROUP))

    @property
    def picture(self) -> Markup:
        """The QR of the bare address and the mark, as a drawing within the page; nothing without an address."""
        if not self.mark or not self.address:
            return Markup()
        return drawn(f"{self.address}?{urlencode({'code': self.mark})}")


def drawn(address: str) -> Markup:
    """The QR of an ADDRESS, as a drawing within the page that takes the size of what is around it."""
    squares = segno.make(address, error="m", micro=False)
    # A drawing of squares: no text of anybody's is in it.
    return Markup(squares.svg_inline(scale=1, border=0, omitsize=True))


PLAIN = Stamp()
SAMPLE = Stamp(sample=True)


def mark_of(ref: str, html: str, key: bytes) -> str:
    """The mark of the paper REF (its random ref) that reads HTML: 80 bits of HMAC-SHA-256 under the KEY of its case."""
    number = int.from_bytes(hmac.digest(key, f"mark\n{ref}\n{html}".encode(), "sha256")[:10], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SIGNS)))


def mark_from(typed: str) -> str:
    """A mark as somebody typed it, with or without hyphens, O for 0 and I or L for 1."""
    signs = "".join(sign for sign in typed.upper().translate(LOOKALIKES) if sign in ALPHABET)
    return signs if len(signs) == SIGNS else ""
