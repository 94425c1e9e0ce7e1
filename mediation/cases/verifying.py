"""Is this paper ours, and does it still hold? Answered to whoever has it in hand, and with nothing but that."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select

from mediation.db import db
from mediation.documents.models import Document
from mediation.documents.stamps import mark_from
from mediation.law.calendar import local_day
from mediation.people.throttles import count_try

TRIES = 30
WINDOW = timedelta(minutes=1)
TOO_MANY = "核对次数过多，请一分钟后再试。"


@dataclass(frozen=True)
class Verdict:
    """`genuine`, `superseded` (a later one replaces it), `void` (none does), `numbered` (its number is still to be typed) or
    `unknown`; when it was printed and on how many pages."""

    word: Literal["genuine", "superseded", "void", "numbered", "unknown"]
    printed_on: date | None = None
    pages: int | None = None


UNKNOWN, NUMBERED = Verdict("unknown"), Verdict("numbered")


def verify(code: str, number: str, *, asked_from: str) -> Verdict:
    """What the code at the foot of a paper, with its number if it bears one, says of it.

    A wrong number with a right code is as unknown as a wrong code; without its number, which a scanned code does not carry,
    nothing is said but that it bears one. Raises TooMany after thirty questions a minute from
    one address.
    """
    count_try("verify", asked_from, tries=TRIES, window=WINDOW, sentence=TOO_MANY)
    mark = mark_from(code)
    document = db.session.scalar(select(Document).where(Document.mark == mark)) if mark else None
    if document is None:
        return UNKNOWN
    own = document.number.text if document.number else ""
    if own and not _bare(number):
        return NUMBERED
    if _bare(own) != _bare(number):
        return UNKNOWN
    return Verdict(_standing(document), local_day(document.made_at), document.pages)


def _standing(document: Document) -> Literal["genuine", "superseded", "void"]:
    """A paper that no longer holds was replaced, if another of its kind on the same thing holds."""
    if document.superseded_at is None:
        return "genuine"
    same = select(Document.id).filter_by(
        chain=document.chain, name=document.name, about=document.about, superseded_at=None
    )
    return "superseded" if db.session.scalars(same.limit(1)).first() else "void"


def _bare(number: str) -> str:
    """A number as it is compared: without width, brackets and spaces, for they are typed in many ways."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", number).casefold() if sign.isalnum())
