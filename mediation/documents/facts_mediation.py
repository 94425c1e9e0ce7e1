"""The facts of the papers of mediation, beside those of facts.py. The same holds: no home, a blank for what is missing."""

from typing import TypedDict

from mediation.documents.facts import Base, Choice, Obligation, Party, Word


class Application(TypedDict):
    """人民调解申请书 (F-02): who asks whom to the table, and for what."""

    paper: Base
    applicants: list[Party]
    respondents: list[Party]
    facts: Word
    demands: list[str]
    applied_on: Word


class MediationRegistration(TypedDict):
    """人民调解受理登记表 (F-03). `own_motion`: the committee acts of itself; None where that is not known yet."""

    paper: Base
    registered_on: Word
    own_motion: bool | None
    applicants: Word
    respondents: Word
    dispute: Word
    sources: list[Choice]
    facts: Word
    parties: list[Party]
    registrar: Word


class Investigation(TypedDict):
    """人民调解调查记录 (F-04)."""

    paper: Base
    time: Word
    place: Word
    participants: list[str]
    asked: list[str]
    lines: Word
    investigators: list[str]
    recorder: Word


class Exhibit(TypedDict):
    """One row of the list of evidence."""

    name: str
    source: Word
    pages: Word


class Evidence(TypedDict):
    """人民调解证据材料 with its list (F-05)."""

    paper: Base
    dispute: Word
    parties: Word
    exhibits: list[Exhibit]


class OralAgreement(TypedDict):
    """人民调解口头协议登记表 (F-08; PM-28, PM-30): what the mediator writes down, filled in like the agreement."""

    paper: Base
    parties: list[Party]
    facts: Word
    clauses: list[str]
    obligations: list[Obligation]
    performance: Word
    reached_on: Word
    mediators: list[str]
    recorder: Word


class Visit(TypedDict):
    """人民调解回访记录 (F-09; PM-HF)."""

    paper: Base
    parties: Word
    agreement_number: Word
    purpose: Word
    visited_on: Word
    way: Word
    found: Word
    visitor: Word


class ClosingReport(TypedDict):
    """结案报告表 (F-14)."""

    paper: Base
    file_number: Word
    handler: Word
    received_on: Word
    closed_on: Word
    parties: list[Party]
    sources: list[Choice]
    dispute: Word
    facts: Word
    result: Word
