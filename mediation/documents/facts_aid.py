"""The facts of the papers that a person hands to a legal-aid centre or a court.

No identity number is a fact of them: whoever signs writes it by hand. `contact` and `phone` of a party are the contact
channel (联络地址), as everywhere (DV-10-4).
"""

from typing import TypedDict

from mediation.documents.facts import Base, Choice, Party, Word


class Applicant(Party):
    """A person who applies, with the day of birth as far as it is known."""

    born: Word


class Agent(TypedDict):
    """Who acts for somebody: a lawyer, a relative, an agency."""

    name: Word
    unit: Word
    phone: Word
    relation: Word


class LegalAidApplication(TypedDict):
    """法律援助申请表 (F-20). `exempt`: no condition of means, so means are not on the paper at all (LA-32)."""

    paper: Base
    centre: Word
    applicant: Applicant
    education: Word
    health: Word
    groups: list[Choice]
    agent: Agent | None
    matter: Word
    story: Word
    claim: Word
    standing: list[Choice]
    bases: list[Choice]
    exempt: bool


class MeansStatement(TypedDict):
    """法律援助申请人经济困难状况说明表 (F-21). What she earns is written by her own hand and kept nowhere."""

    paper: Base
    centre: Word
    applicant: Applicant
    matter: Word
    waived: bool  # exempt from verification, not from the condition (LA-42)


class PowerOfAttorney(TypedDict):
    """授权委托书 (F-22). Special powers are named one by one (Civil Procedure Law art. 62)."""

    paper: Base
    principal: Applicant
    agent: Agent
    opponent: Word
    matter: Word
    entrusted: Word
    general: bool
    powers: list[Choice]
    until: Word


class Measure(TypedDict):
    """A protective measure that is asked for, and how far it is to reach."""

    label: str
    chosen: bool
    scope: Word


class OnBehalf(TypedDict):
    """Who applies for the person at risk, and on which ground (PO-23, PO-23B)."""

    unit: Word
    relation: Word
    ground: Word
    will: Word


class Accused(TypedDict):
    """The respondent as the application names him: enough to be told apart. An address is written by hand."""

    name: Word
    sex: Word
    born: Word


class ProtectionOrderApplication(TypedDict):
    """人身安全保护令申请书 (F-23, PO-27): neither a lawsuit nor a police record is asked for."""

    paper: Base
    court: Word
    applicants: list[Applicant]
    on_behalf: OnBehalf | None
    respondents: list[Accused]
    relations: list[Choice]
    bases: list[Choice]
    measures: list[Measure]
    other_measures: list[Measure]
    story: Word
    evidence: list[Choice]
