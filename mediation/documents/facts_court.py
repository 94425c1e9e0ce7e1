"""The facts of the papers of mediation that go to a court or to the police.

None of them takes minutes, an account of the dispute or what anybody offered: nothing said at the table may be used
against whoever said it (PM-CT4; 法释〔2016〕14号第22条).
"""

from typing import TypedDict

from mediation.documents.facts import Base, Choice, Word


class DelegationReply(TypedDict):
    """调解结果回函 (F-15): what became of what was handed over. `performed`: None where that was not asked."""

    paper: Base
    recipient: Word
    case_number: Word
    kind: Word
    received_on: Word
    parties: Word
    dispute: Word
    sessions: Word
    agreed: bool
    agreement_number: Word
    effective_on: Word
    performed: bool | None
    ended_on: Word
    reason: Word
    accepted: bool
    enclosures: list[str]
    contact: Word
    phone: Word


class DelegationEnd(TypedDict):
    """终止调解情况表 (F-15)."""

    paper: Base
    recipient: Word
    case_number: Word
    kinds: list[Choice]
    received_on: Word
    limit: Word
    parties: Word
    dispute: Word
    sessions: Word
    ended_on: Word
    reasons: list[Choice]
    procedure: list[Choice]
    mediators: list[str]


class Petitioner(TypedDict):
    """One of those who ask the court together. `sealed`: number, address and telephone go to the court apart."""

    name: Word
    sex: Word
    ethnicity: Word
    born: Word
    id_number: Word
    contact: Word
    phone: Word
    sealed: bool


class Confirmation(TypedDict):
    """司法确认申请书 (F-16; JC-205), of all parties together."""

    paper: Base
    petitioners: list[Petitioner]
    organisation: Word
    dispute: Word
    agreement_number: Word
    agreed_on: Word
    effective_on: Word
    last_day: Word
    late: bool
    court: Word


class SealedContact(TypedDict):
    """One party's own particulars for the court, filled in by hand and handed in under seal (JC-MAT)."""

    paper: Base
    name: Word
    agreement_number: Word
    court: Word


class MediationProof(TypedDict):
    """调解组织主持调解的证明 (F-17; 民诉法解释第354条)."""

    paper: Base
    organisation: Word
    dispute_number: Word
    parties: Word
    dispute: Word
    mediators: list[str]
    sessions: Word
    places: Word
    agreement_number: Word
    effective_on: Word
    court: Word
