"""The facts that each paper takes.

A paper takes plain words, dates as Chinese words and money in fen, all chosen by the feature that prints
it. A fact that is not known is None and becomes a ruled blank to be filled in by hand. `contact` and
`phone` are always the contact channel (联络地址、联络电话), never where a person lives (DV-10-4); an
address under seal is not a fact of a paper.
"""

from typing import NotRequired, TypedDict

Word = str | None


class Base(TypedDict):
    """The head and the foot that every paper has."""

    number: Word  # document number of its form, or None before it is numbered
    agency: str  # the station or federation that issues it
    committee: Word  # the people's mediation committee, on its papers
    date: Word  # 「2026年3月5日」
    checkpoint: Word  # short form of the last audit checkpoint
    holder: NotRequired[int]  # id of the agency in whose run a numbered paper is counted
    numbered_as: NotRequired[str]  # ref of what the number belongs to, where several copies share one


class Party(TypedDict):
    """A person on a paper."""

    role: str  # 申请人、被申请人、当事人一……
    name: Word
    sex: Word
    ethnicity: Word
    age: int | None
    occupation: Word
    phone: Word
    contact: Word


class Choice(TypedDict):
    """A box on a form, ticked or not."""

    label: str
    chosen: bool


class Answer(TypedDict):
    """A question and what was answered."""

    question: str
    answer: Word


class Turn(TypedDict):
    """What one person said in a session."""

    who: str
    said: str


class Obligation(TypedDict):
    """What one side owes under an agreement. `amount_fen` is None for an act that is not a payment."""

    debtor: str
    creditor: str
    what: str
    amount_fen: int | None
    due: Word


class Registration(TypedDict):
    """来访来电登记表 (XF-WF); violence has a form of its own (F-25)."""

    paper: Base
    channel: Word
    received_at: Word
    received_by: Word
    category: Word
    people: int | None
    marital: Word
    applicants: list[Party]
    respondents: list[Party]
    children: Word
    safe_contact: Word
    narrative: Word
    wishes: Word
    danger: list[Answer]
    danger_level: Word
    proposal: Word


class RightsNotice(TypedDict):
    """当事人权利义务告知书 (PM-QG33, PM-23, JC-FEE)."""

    paper: Base
    parties: list[Party]
    dispute: Word


class MediationRecord(TypedDict):
    """人民调解记录. A separate session (`separate`) names only the side that was there."""

    paper: Base
    time: Word
    place: Word
    separate: bool
    open_to_public: bool
    parties: list[Party]
    participants: list[str]
    mediators: list[str]
    recorder: Word
    turns: list[Turn]
    result: Word


class Agreement(TypedDict):
    """人民调解协议书 (PM-29). `copies` is the number of parties plus one."""

    paper: Base
    parties: list[Party]
    facts: Word
    clauses: list[str]
    obligations: list[Obligation]
    performance: Word
    copies: int | None
    mediators: list[str]
    recorder: Word
    on_divorce: NotRequired[bool]  # a clause holds only if the marriage ends (PM-DIV)


class Subject(TypedDict):
    """The person referred."""

    name: Word
    sex: Word
    born: Word
    id_number: Word
    phone: Word
    contact: Word
    safe_contact: Word


class ReferralSlip(TypedDict):
    """转介单 with its receipt. `link`: the address at which a receiver without an account answers, never with its code."""

    paper: Base
    sender: str
    receiver: Word
    liaison: Word
    liaison_phone: Word
    file_ref: Word
    matter: Word
    manner: Word
    purpose: Word
    person: Subject
    condition: Word
    companions: Word
    summary: Word
    needs: list[Choice]
    urgency: list[Choice]
    consent: Word
    enclosures: list[str]
    answer_by: Word
    link: Word
    sent_by: Word


class TerminationNotice(TypedDict):
    """终止调解告知书 (PM-26), a copy for each party. `violence` tells of the protection order.

    On the copy of whoever is said to be violent it is always False.
    """

    paper: Base
    parties: list[Party]
    dispute: Word
    reason: Word
    accepted: bool
    court: Word
    limitation: Word
    violence: bool


class Notice(TypedDict):
    """A notice with a text of its own: 人身安全保护令告知书, 法律援助告知书."""

    paper: Base
    recipient: Word
    court: Word
    legal_aid: Word
    phone: Word


class ReferralConsent(TypedDict):
    """转介单独同意书 (PI-23)."""

    paper: Base
    person: Word
    receiver: Word
    receiver_phone: Word
    purpose: Word
    means: Word
    period: Word
    kinds: list[Choice]
    phone: Word
    guardian: bool
    guardians: list[str]
    barred: bool


class HarassmentResult(TypedDict):
    """性骚扰投诉处理结果告知书."""

    paper: Base
    recipient: Word
    received_on: Word
    result: Word
    phone: Word


class RefusalNotice(TypedDict):
    """不予受理告知书."""

    paper: Base
    recipient: Word
    request: Word
    received_on: Word
    reason: Word
    ground: Word
    elsewhere: Word
    phone: Word
