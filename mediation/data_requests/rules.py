"""What must hold: the person is the person, nobody is endangered by the answer, and what the law keeps is kept."""

from typing import Any

from sqlalchemy import select

from mediation.cases.calling import why_not_call
from mediation.cases.guardians import signers_for
from mediation.cases.models import Case, Party
from mediation.cases.work import Consent, Correction
from mediation.data_requests.models import DataRequest
from mediation.db import db, now
from mediation.documents.models import Document
from mediation.errors import Incomplete
from mediation.retention.queries import held, retention_of, why_keep
from mediation.workflow.history import newest
from mediation.workflow.words import rests_on

ANSWER, COPY = "data_answer", "personal_copy"


@rests_on("PI-45")
def answer_printed(item: Any, actor: Any) -> str | None:
    """The answer is on paper, as it was decided."""
    decided = newest(item.ref, "carry_out", "refuse")
    since = decided.recorded_at if decided else item.registered_at
    query = select(Document.id).where(
        Document.chain == item.chain,
        Document.name == ANSWER,
        Document.about == item.ref,
        Document.made_at >= since,
    )
    return None if db.session.scalar(query.limit(1)) else "还没有打印《个人信息请求答复书》，请先打印"


def why_not_verified(item: DataRequest, way: str) -> Incomplete | None:
    """Why this way proves nothing or endangers, or None. Nobody is called but on the safe number, in the safe hours."""
    if way == "safe_call" and (reason := why_not_call(item.party.person, now())):
        return Incomplete(
            f"不能打电话核实：{reason}。请等本人来，当面核对。", field="identity_way", rules=("DV-10-4",)
        )
    if (item.by_whom == "agent") != (way == "mandate"):
        sentence = "受托人提出的，要核对授权委托书和受托人证件原件；本人、监护人提出的，不用这一项。"
        return Incomplete(sentence, field="identity_way", rules=("PI-45",))
    return None


def why_not_by_guardian(item: DataRequest) -> Incomplete | None:
    """Why a guardian may not ask for this person, or None: old enough to ask, or nobody but the other side would (PI-31)."""
    if item.by_whom != "guardian":
        return None
    signers = signers_for(item.party)
    if not signers["guardian"]:
        return Incomplete(
            "本人已满十四周岁、有行为能力，由本人提出；不能来的可以书面委托。",
            field="by_whom",
            rules=("PI-31",),
        )
    if signers["barred"]:
        return Incomplete(
            "本案没有登记站在孩子一边的监护人。对方、和对方一边的监护人不能代孩子提出。",
            field="by_whom",
            rules=("PI-31", "PI-45"),
        )
    return None


def why_not_grant(item: DataRequest, told: Any) -> Incomplete | None:
    """Why this may not be granted so, or None."""
    if item.party.side == "respondent" and not knows_of_the_case(item.case, item.party):
        return Incomplete(
            "他还不知道本案，同意就等于告诉他有人求助。请“不同意”，依据选“法律规定应当保密”，答复书只写依法答复，不说有没有记录。",
            rules=("DV-10-4", "PI-45"),
        )
    if item.about == "delete":
        return _why_not_delete(item, told)
    return None


def knows_of_the_case(case: Case, party: Party) -> bool:
    """Whether somebody of the other side was ever asked or told in this case: an answer of theirs is recorded."""
    return db.session.scalar(select(Consent.id).where(Consent.party_id == party.id).limit(1)) is not None


def _why_not_delete(item: DataRequest, told: Any) -> Incomplete | None:
    """A hold and a term that runs keep everything; a case under way keeps what it needs."""
    case, fields = item.case, told.get("fields") or []
    if (held(case) or retention_of(case)) and (kept := why_keep(case)):
        sentence, rules = kept
        return Incomplete(f"{sentence}。请“不同意”，写明这一条。", rules=rules)
    if not fields:
        return Incomplete("请选择删除哪些信息。", field="fields", rules=("PI-19",))
    if told.get("scope") != "partly" and why_keep(case):
        sentence = "案件还在办理，只能删除不需要的信息：请选“部分同意”，写明其余的为什么保留（第四十七条）。"
        return Incomplete(sentence, field="scope", rules=("PI-19", "PI-13"))
    return None


def why_not_done(item: DataRequest) -> Incomplete | None:
    """Why it is not done yet, or None: a correction is recorded as such, a copy is printed."""
    if item.about in ("correct", "complete"):
        since = select(Correction.id).where(
            Correction.case_id == item.case_id, Correction.made_at >= item.registered_at
        )
        if db.session.scalar(since.limit(1)) is None:
            return Incomplete(
                "还没有更正：请先在案件里“更正记录”，原来的值会留痕。", rules=("DV-20", "PI-45")
            )
    if item.about == "copy":
        printed = select(Document.id).filter_by(chain=item.chain, name=COPY, about=item.ref)
        if db.session.scalar(printed.limit(1)) is None:
            return Incomplete("还没有打印《个人信息副本》，请先打印。", rules=("PI-45",))
    return None


def why_not_delivered(item: DataRequest, way: str) -> Incomplete | None:
    """Why the answer may not go that way, or None: a letter goes to the address that the person chose, or nowhere."""
    person = item.party.person
    contact = person.safe_contact
    if way == "post" and not (person.contact_channel and (contact is None or contact.allowed)):
        return Incomplete(
            "本人没有选可以寄信的联系地址，或者要求不联系。请等本人来，当面交给本人。",
            field="way",
            rules=("DV-10-4",),
        )
    if way == "agent" and item.by_whom == "self":
        return Incomplete("本人提出的，交给本人。", field="way", rules=("DV-10-4",))
    return None
