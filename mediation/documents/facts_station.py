"""The facts of the station's own papers: registers, reports, letters to offices, notices to the person."""

from typing import TypedDict

from mediation.documents.facts import Base, Choice, Party, Word


class Person(TypedDict):
    """One of the two people of a case of violence. Where she lives is her contact address, never her home."""

    name: Word
    sex: Word
    age: int | None
    occupation: Word
    contact: Word


class ViolenceRecord(TypedDict):
    """家庭暴力个案登记表 (F-25, DV-07)."""

    paper: Base
    received_at: Word
    received_by: Word
    phone: Word
    nature: Word
    relation: Word
    survivor: Person
    children: Word
    respondent: Person
    history: Word
    kinds: list[Choice]
    happened: Word
    place: Word
    details: Word
    injured: list[Choice]
    injuries: Word
    detained: list[Choice]
    needs: Word
    handling: list[str]
    closing: Word
    referrals: list[str]


class Minor(TypedDict):
    """The child or the person without capacity for whom is reported (MIN-103: no home, no school)."""

    name: Word
    sex: Word
    born: Word
    age: int | None
    relation: Word


class MinorReport(TypedDict):
    """侵害未成年人案件强制报告单 (F-26, MIN-9). Who reported is not printed: it is kept secret."""

    paper: Base
    unit: str
    found_at: Word
    reported_at: Word
    minor: Minor
    situations: list[Choice]
    finding: Word
    measures: Word
    police: Word
    officer: Word
    others: list[Choice]
    opened: Word
    feedback: Word
    filed: Word


class IncapableReport(TypedDict):
    """无、限制民事行为能力人疑似遭受家庭暴力报告单 (F-26, DV-14, DV-R05). Who reported is not printed."""

    paper: Base
    unit: str
    found_at: Word
    reported_at: Word
    person: Minor
    capacity: list[Choice]
    kinds: list[Choice]
    finding: Word
    measures: Word
    police: Word
    officer: Word
    others: list[Choice]
    opened: Word
    feedback: Word


class Passed(TypedDict):
    """A line of an annex: a day, and what happened on it."""

    day: str
    what: str


class SupervisionOpinion(TypedDict):
    """督促处理意见书 (F-27, WR-73). The people of the case stand on it masked. `passed`: what passed with the office."""

    paper: Base
    to: Word
    persons: Word
    facts: Word
    law: Word
    opinion: Word
    answer_by: Word
    contact: Word
    phone: Word
    copies_to: Word
    passed: list[Passed]


class SafetyPlan(TypedDict):
    """安全计划, printed as a memo: her plan line by line, and nothing else."""

    paper: Base
    plan: Word


class PrivacyConsent(TypedDict):
    """个人信息处理单独同意书 (F-28). `guardians` may sign for a child under fourteen; whoever abuses never does.

    `guardian` is False where nobody signs for the person; `barred` where the only guardian is the other side (PI-31).
    """

    paper: Base
    handler: str
    phone: Word
    person: Word
    guardian: bool
    guardians: list[str]
    barred: bool
    receiver: Word
    receiver_phone: Word
    purpose: Word
    means: Word
    kinds: list[Choice]
    period: Word


class CounsellingConsent(TypedDict):
    """心理辅导知情同意书 (PI-PSY, PI-PSY2). Guardians as on PrivacyConsent; `counsellor` where one is assigned."""

    paper: Base
    provider: str
    phone: Word
    person: Word
    counsellor: Word
    guardian: bool
    guardians: list[str]
    barred: bool


class PetitionReply(TypedDict):
    """信访答复意见书 (XF-34), with the note on the review (XF-35). Without `reply` it is written by hand.

    In a case of violence it repeats no request: it is taken home.
    """

    paper: Base
    recipient: Word
    received_on: Word
    request: Word
    reply: Word
    review_by: Word
    officer: Word
    phone: Word


class AcceptanceNotice(TypedDict):
    """受理告知书. The days of petitions are told only where the matter is one (XF-23, XF-34)."""

    paper: Base
    recipient: Word
    received_on: Word
    accepted_on: Word
    request: Word
    officer: Word
    phone: Word
    petition: bool
    forwarded_on: Word
    sixty_days: Word  # the last day of the sixty, where they run
    violence: bool


class ForwardingLetter(TypedDict):
    """转办单 (XF-23, WR-73). Without her consent the person stands on it masked (XF-30, WR-72)."""

    paper: Base
    to: Word
    received_on: Word
    person: Word
    contact: Word
    matter: Word
    summary: Word
    request: Word
    ground: Word
    answer_by: Word
    officer: Word
    phone: Word


class SessionNotice(TypedDict):
    """到场通知: when and where one person is expected. `meeting`: what it is called to that person."""

    paper: Base
    recipient: Word
    meeting: Word
    arrives: Word
    until: Word
    place: Word
    address: Word
    waiting: Word
    officer: Word
    phone: Word
    apart: bool


class Course(TypedDict):
    """One stage that the case went through."""

    stage: str
    agency: str
    period: Word
    outcome: Word


class StationClosingReport(TypedDict):
    """结案报告 of the station. Stays inside."""

    paper: Base
    category: Word
    channel: Word
    received_on: Word
    closed_on: Word
    officer: Word
    applicants: list[Party]
    respondents: list[Party]
    story: Word
    wishes: Word
    danger: Word
    stages: list[Course]
    told: list[Choice]
    result: Word
    summary: Word
    follow_up: Word


class RequestCertificate(TypedDict):
    """投诉求助记录证明 (DV-20): what the station received, and nothing about whether it is true."""

    paper: Base
    person: Word
    received_at: Word
    recorded_at: Word
    channel: Word
    received_by: Word
    statement: Word
    wishes: Word
    corrections: int
    phone: Word


class ReferralReceipt(TypedDict):
    """转介接收单: what the receiver answered, for the sender's file (F-24)."""

    paper: Base
    slip: Word
    sender: str
    receiver: str
    received_on: Word
    accepted: bool
    returned: bool
    reason: Word
    officer: Word
    officer_phone: Word
    feedback_on: Word
    answer: Word


class Decided(TypedDict):
    """A decision: what, by whom, until when."""

    what: str
    who: str
    due: str


class ConferenceMinutes(TypedDict):
    """个案会商纪要. It goes to every agency at the table: the people of the case stand on it masked."""

    paper: Base
    time: Word
    place: Word
    host: str
    chair: Word
    present: list[str]
    absent: list[str]
    agenda: Word
    minutes: Word
    decisions: list[Decided]


class DisposalRow(TypedDict):
    """One file of 档案销毁清册: its number, what it is, its term, when the term began and from when it may go."""

    number: str
    kind: str
    term: str
    since: Word
    until: Word


class DisposalList(TypedDict):
    """档案销毁清册 (AR-1): no name and no matter of a case, for the list stays when the files are gone."""

    paper: Base
    rows: list[DisposalRow]
    appraisal: Word
    schedule_approval: Word
    proposer: Word
    approver: Word
    approved_on: Word


class DataAnswer(TypedDict):
    """个人信息请求答复书 (PI-45): what was decided, by which article, and what was done.

    `neutral`: whoever asks may not learn whether there is anything; then nothing is said but the article.
    """

    paper: Base
    recipient: Word
    received_on: Word
    about: Word
    outcome: Word
    neutral: bool
    ground: Word
    reason: Word
    done: Word
    officer: Word
    phone: Word


class Receiver(TypedDict):
    """Who was given data of the person, by her consent: which, when, and since when no longer."""

    agency: str
    kinds: str
    since: Word
    until: Word


class PersonalCopy(TypedDict):
    """个人信息副本 (PI-45): what is kept of one person, for this person. Nobody else is named, no secret stands in it."""

    paper: Base
    name: Word
    rows: list[tuple[Word, Word]]
    statement: Word
    wishes: Word
    purpose: Word
    period: Word
    receivers: list[Receiver]
    consents: list[str]
    corrections: int
    not_printed: list[str]
