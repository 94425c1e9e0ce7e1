"""The facts of the paper that goes to liaison officers. No case, no person of one, no small number."""

from typing import TypedDict

from mediation.documents.facts import Base, Word


class Line(TypedDict):
    """One figure of the month."""

    group: str
    label: str
    told: str


class BulletinPaper(TypedDict):
    """信息通报, or the invitation to a meeting (工作例会)."""

    paper: Base
    heading: str
    month: str
    to: list[str]
    text: Word
    held_at: Word
    place: Word
    agenda: Word
    figures: list[Line]
    phone: Word
