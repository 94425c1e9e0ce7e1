"""The facts of the papers that go with a referral."""

from typing import TypedDict

from mediation.documents.facts import Base, Word


class ToldOnce(TypedDict):
    """免重复询问单: what she has told and answered once, taken word for word from the package that was sent."""

    paper: Base
    slip: Word
    sender: str
    receiver: str
    matter: Word
    name: Word
    safe_contact: Word
    told_on: Word
    story: Word
    wishes: Word
    asked: list[str]
    phone: Word
