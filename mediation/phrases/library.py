"""Read and change the phrases: everybody keeps their own, the head of an agency those of all."""

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import or_, select

from mediation.audit.log import STATION, Subject, record
from mediation.cases.access import NO_CONTENT
from mediation.db import atomic, db, new_ref, now
from mediation.errors import Forbidden, Incomplete, Missing
from mediation.people.models import User
from mediation.phrases.models import Phrase
from mediation.vault.keys import new_key

LONGEST = 200
# More than this nobody looks through while somebody waits on the line.
MOST = 60
KEEPERS = frozenset({"supervisor", "liaison"})
ADD, DROP = "phrase.add", "phrase.drop"
_NUMBER_OF_SOMEBODY = re.compile(r"\d(?:[\s-]?\d){6,}")


def may_write(actor: User) -> bool:
    """Whether ACTOR writes in cases at all."""
    return actor.role not in NO_CONTENT


def keeps_for_all(actor: User) -> bool:
    """Whether ACTOR keeps the phrases of the agency."""
    return actor.role in KEEPERS


def phrases_for(actor: User) -> Sequence[Phrase]:
    """The own phrases, then those of the agency, each in the order in which they were written."""
    if not may_write(actor):
        return []
    mine = or_(Phrase.user_id == actor.id, Phrase.user_id.is_(None))
    query = select(Phrase).where(Phrase.agency_id == actor.agency_id, mine, ~Phrase.dropped)
    return db.session.scalars(query.order_by(Phrase.user_id.is_(None), Phrase.id)).all()


def add_phrase(text: str, *, for_all: bool, actor: User) -> Phrase:
    """One more. Raises Forbidden, and Incomplete for one that is there already, too many, or a number of somebody."""
    if not may_write(actor) or (for_all and not keeps_for_all(actor)):
        raise Forbidden("全单位的常用语由本单位负责人或联络员维护。")
    if _NUMBER_OF_SOMEBODY.search(unicodedata.normalize("NFKC", text)):
        raise Incomplete("常用语里不要写电话、证件号，也不要写个案情况和姓名。", field="text")
    with atomic() as session:
        known = [phrase for phrase in phrases_for(actor) if (phrase.user_id is None) == for_all]
        if any(phrase.text == text for phrase in known):
            raise Incomplete("已经有这一句。", field="text")
        if len(known) >= MOST:
            raise Incomplete(f"最多{MOST}句，请先删去不用的。", field="text")
        row = Phrase(
            ref=new_ref(), key_id=new_key("program"), agency_id=actor.agency_id,
            user_id=None if for_all else actor.id, made_by_id=actor.id, made_at=now(), dropped=False,
        )  # fmt: skip
        row.text = text
        session.add(row)
        record(ADD, actor=actor, subject=Subject(STATION, "phrase", row.ref))
    return row


def drop_phrase(ref: str, *, actor: User) -> None:
    """It is offered no longer. Raises Missing for one of somebody else, or of all where ACTOR does not keep them."""
    phrase = next((phrase for phrase in phrases_for(actor) if phrase.ref == ref), None)
    if phrase is None or (phrase.user_id is None and not keeps_for_all(actor)):
        raise Missing
    with atomic():
        phrase.dropped = True
        record(DROP, actor=actor, subject=Subject(STATION, "phrase", phrase.ref))
