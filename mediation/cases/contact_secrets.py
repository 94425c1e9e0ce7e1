"""What of a person no paper may show, and what none may show that the other side gets."""

from collections.abc import Iterator

from sqlalchemy import select

from mediation.cases.models import Case, Party
from mediation.cases.work import Session
from mediation.db import db
from mediation.documents.check import Kept
from mediation.documents.paper import Reader
from mediation.vault.sealed import Secret, found_in

SECRETS = {
    "phone": "电话",
    "residence": "现住址",
    "workplace": "工作单位",
    "school": "学校",
    "id_number": "证件号码",
}
# A shorter word (您好, 母亲) stands in every paper.
SHORTEST = 3
REACHES_THE_OTHER_SIDE: frozenset[Reader] = frozenset({"both", "respondent"})
# Letters to offices that nobody chose for her: what is passed on and copied there is out of our hands.
LETTERS = frozenset({"supervision_opinion", "forwarding_letter"})
# Kept inside, but read and signed by whoever was there: the other side, or a relative who tells him.
SIGNED_BY_WHO_WAS_THERE = frozenset({"mediation_record", "investigation", "visit_record"})
ROLES = {
    "applicant": "申请人",
    "respondent": "被申请人",
    "child": "子女",
    "representative": "代理人",
    "guardian": "监护人",
    "relative": "亲属",
    "witness": "证人",
    "reporter": "举报人",
}


def secrets_of_person(party: Party) -> Iterator[Kept]:
    """Where PARTY lives, works and learns, by what number, and by what word on the telephone; whole numbers of papers.

    A safe number that the person chose to have on papers (it stands in `contact_channel`) is no secret.
    """
    whose = ROLES.get(party.role, "当事人")
    for field, label in SECRETS.items():
        if value := getattr(party.person, field):
            yield Kept(whose, label, value)
    contact = party.person.safe_contact
    if contact is None:
        return
    if contact.number and not found_in(party.person.contact_channel or "", [contact.number]):
        yield Kept(whose, "安全联系电话", contact.number)
    if contact.wechat and len(contact.wechat.reveal()) >= SHORTEST:
        yield Kept(whose, "微信号", contact.wechat)
    if contact.code_word and len(contact.code_word) >= SHORTEST:
        yield Kept(whose, "暗语", Secret(contact.code_word))


def kept_from_other_side(case: Case, name: str, reader: Reader, about: str = "") -> Iterator[Kept]:
    """Who answers her telephone tells where she is: it stands on no paper that the other side gets (DV-10-4), nor in a
    letter that it may get to see, nor in a record that others sign; in the record of a talk with her alone it may.
    """
    signed = name in SIGNED_BY_WHO_WAS_THERE and not _with_her_alone(about)
    if reader not in REACHES_THE_OTHER_SIDE and name not in LETTERS and not signed:
        return
    for party in case.parties:
        contact = party.person.safe_contact if party.side != "respondent" else None
        if contact and contact.who_may_answer and len(contact.who_may_answer) >= SHORTEST:
            yield Kept(ROLES.get(party.role, "当事人"), "接听电话的人", Secret(contact.who_may_answer))


def _with_her_alone(about: str) -> bool:
    """Whether ABOUT is a separate talk with somebody who is not of the other side: nobody else reads its record."""
    talk = db.session.scalar(select(Session).where(Session.ref == about)) if about else None
    return talk is not None and talk.side is not None and talk.side.side == "applicant"
