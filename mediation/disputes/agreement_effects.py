"""What the steps of an agreement bring about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from mediation.attachments.queries import scans_about
from mediation.cases.numbers import number_paper
from mediation.cases.superseding import withdraw_papers
from mediation.db import db
from mediation.disputes import agreement_tasks as tasks
from mediation.disputes.models import Agreement, Clause, Confirmation, Obligation, Signature
from mediation.disputes.queries import as_date, as_yes, at_the_table, final_due, signers
from mediation.disputes.words import CLAUSE_KINDS, TOO_LATE
from mediation.errors import Incomplete
from mediation.law.calendar import add_months
from mediation.people.program import SYSTEM
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS, take, why_not
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

KINDS = frozenset(kind for kind, _label in CLAUSE_KINDS)
MONTHS = {"once": 0, "month": 1, "quarter": 3, "year": 12}
HAND = frozenset({"signed", "signed_and_fingerprint"})
ON_PAPER = HAND | {"sealed", "fingerprint", "official_seal"}
MATERIALS = {"agreement": "调解协议", "proof": "调解组织主持调解的证明", "identity": "双方身份证明"}
CONFIRMING = {
    "file_confirmation": ("filed", "jc_filed_on"),
    "accept_confirmation": ("accepted", "jc_accepted_on"),
    "rule_confirmation": ("ruled", "jc_ruled_on"),
}


def open_agreement(taken: Taken) -> None:
    """The draft gets the committee's number, without gaps; copies for the parties and the committee."""
    agreement: Agreement = taken.item
    name = "oral_agreement" if agreement.oral else "agreement"
    given = number_paper(
        agreement.chain, name, agreement.ref, agency_id=agreement.agency_id, actor=taken.actor
    )
    agreement.number_year, agreement.number = given.year, given.number
    agreement.copies = len(at_the_table(agreement.stage.case)) + 1
    tasks.add(agreement, "编写调解协议条款", "write_clauses")


def keep_clauses(taken: Taken) -> None:
    """Clauses and duties of the draft, in place of those before, which stay with the earlier step."""
    agreement: Agreement = taken.item
    facts = taken.facts
    agreement.dispute_facts = facts.get("dispute_facts")
    agreement.performance = facts.get("performance")
    agreement.clauses.clear()
    agreement.obligations.clear()
    db.session.flush()
    for number, told in enumerate(facts.get("clauses", []), start=1):
        if told.get("kind") not in KINDS:
            raise Incomplete(f"请选择第{number}条属于哪一类", rules=("PM-28", "JC-NO"), field="clauses")
        clause = Clause(key_id=agreement.key_id, number=number, kind=told["kind"])
        clause.text = told["text"]
        agreement.clauses.append(clause)
    for line, told in enumerate(facts.get("obligations", []), start=1):
        _owe(agreement, line, told)


def _owe(agreement: Agreement, line: int, told: Mapping[str, Any]) -> None:
    """One line of the draft, a row for each instalment: the same day of the month, or its last (T-03)."""
    clause, first = int(told["clause"]), as_date(told["due_on"])
    if not 1 <= clause <= len(agreement.clauses):
        raise Incomplete(f"第{line}项履行内容写的是第{clause}条，协议里没有这一条，请核对")
    if told["debtor"] == told["creditor"] or first is None:
        raise Incomplete(f"第{line}项履行内容要写明谁给谁、哪天前，两方不能是同一人")
    every = told.get("every") or "once"
    times = int(told.get("times") or 1) if MONTHS[every] else 1
    for instalment in range(times):
        row = Obligation(
            key_id=agreement.key_id,
            clause_number=clause,
            line=line,
            instalment=instalment + 1,
            times=times,
            every=every,
            debtor_id=told["debtor"],
            creditor_id=told["creditor"],
            amount=told.get("amount"),
            due_on=add_months(first, MONTHS[every] * instalment),
        )
        row.what, row.way = told["what"], told.get("way")
        agreement.obligations.append(row)


def list_signers(taken: Taken) -> None:
    """The signatures that this text needs: each party, the mediator, the seal (PM-29)."""
    agreement: Agreement = taken.item
    if agreement.assignee_id is None:
        raise Incomplete("还没有调解员，请先在调解环节“确定调解员”", rules=("PM-29",))
    parties = at_the_table(agreement.stage.case)
    agreement.copies = len(parties) + 1
    for party in parties:
        _expect(agreement, "party", party_id=party.id)
    _expect(agreement, "mediator", user_id=agreement.assignee_id)
    _expect(agreement, "seal")
    tasks.finish(agreement)
    tasks.add(agreement, "逐一登记协议签署", "sign")


def _expect(agreement: Agreement, role: str, **whose: int | None) -> None:
    row = Signature(key_id=agreement.key_id, draft=agreement.draft, role=role, **whose)
    agreement.signatures.append(row)


def keep_signature(taken: Taken) -> None:
    """One signature by hand on paper (PM-ESIGN), not before the agreement. With the last one it takes effect."""
    agreement: Agreement = taken.item
    facts = taken.facts
    row = next((row for row in signers(agreement) if row.id == int(facts["signer"])), None)
    day = as_date(facts["signed_on"])
    if row is None or row.signed_on or day is None:
        raise Incomplete("这个签署已经登记过，或者不在这份协议里，请重新选择")
    if day < agreement.reached_on:
        raise Incomplete(
            f"签署日不能早于达成协议的日期（{agreement.reached_on}），请核对",
            rules=("PM-29",),
            field="signed_on",
        )
    if facts["way"] not in ON_PAPER:
        raise Incomplete(
            "婚姻家庭协议要在纸质文本上签名、盖章或者按指印，不能用电子签名", rules=("PM-ESIGN",)
        )
    if row.role == "mediator" and facts["way"] not in HAND:
        raise Incomplete("调解员要签名，不能只盖章或按指印", rules=("PM-29",))
    if (facts["way"] == "official_seal") != (row.role == "seal"):
        raise Incomplete("“调委会印章”只用于加盖印章这一项，请核对签署方式", rules=("PM-29",))
    row.signed_on, row.way, row.read_aloud = day, facts["way"], as_yes(facts.get("read_aloud"))
    row.witness, row.scan = facts.get("witness"), _scan(taken)
    if all(expected.signed_on for expected in signers(agreement)):
        _take_effect(agreement)


def _take_effect(agreement: Agreement) -> None:
    """All four elements are there: it binds, and the thirty days run, without anybody's further click (PM-29, PM-33).

    Where something else stands in the way (a party who came later), there is urgent work, from the day it was complete.
    """
    tasks.finish(agreement)
    db.session.flush()
    step = WORKFLOWS[agreement.workflow].step("take_effect", agreement.state)
    if why_not(agreement, step, SYSTEM) is None:
        take(agreement, "take_effect", actor=SYSTEM)
        return
    signed = max(row.signed_on for row in signers(agreement) if row.signed_on)
    tasks.add(agreement, "签署齐备，请处理后登记协议生效", "take_effect", due_on=signed, urgent=True)


def _scan(taken: Taken) -> str:
    """The ref of the scan that shows the signature, or nothing. Refuses a scan of another paper."""
    chosen = taken.facts.get("scan")
    scans = scans_about(taken.item.stage.case, taken.item.ref, actor=taken.actor) if chosen else []
    found = next((row.ref for row in scans if row.id == int(chosen)), None) if chosen else ""
    if found is None:
        raise Incomplete("请选择这份协议书自己的扫描件")
    return found


def drop_signatures(taken: Taken) -> None:
    """Back to drafting: what was signed does not stand under the next text. The rows stay."""
    agreement: Agreement = taken.item
    for row in signers(agreement):
        row.dropped = True
    agreement.draft += 1
    withdraw_papers(agreement.chain, agreement.ref)
    tasks.finish(agreement)
    tasks.add(agreement, "修改协议条款", "write_clauses")


def void_papers(taken: Taken) -> None:
    """What was printed of a text that nobody is bound by holds no longer: whoever checks it hears so (PM-28, PM-29)."""
    withdraw_papers(taken.item.chain, taken.item.ref)


def compute_effective_date(taken: Taken) -> None:
    """The last of all signatures and the seal (PM-29), or the day an oral agreement was reached (PM-30).

    From it the thirty days run in which both may ask the court to confirm a written agreement (JC-205).
    """
    agreement: Agreement = taken.item
    signed = [row.signed_on for row in signers(agreement) if row.signed_on]
    agreement.effective_on = agreement.reached_on if agreement.oral else max(signed)
    tasks.finish(agreement)
    if not agreement.oral:
        clocks.begin(taken, "PM-33", started=agreement.effective_on.isoformat())


def conclude_mediation(taken: Taken) -> None:
    """The mediation has done its work on the day its agreement binds."""
    take(taken.item.stage, "conclude", actor=SYSTEM)


def keep_confirmation(taken: Taken) -> None:
    """Filed, accepted or ruled. What is confirmed may be enforced for two years (JC-EXE)."""
    agreement: Agreement = taken.item
    facts = taken.facts
    step, named = CONFIRMING[taken.step.trigger]
    day = as_date(facts[named])
    if day is None or (agreement.effective_on and day < agreement.effective_on):
        raise Incomplete("日期不能早于协议生效日，请核对", rules=("JC-205",), field=named)
    row = Confirmation(
        step=step,
        happened_on=day,
        result=facts.get("result", ""),
        late=step == "filed" and _too_late(agreement),
    )
    if row.late and not facts.get("late_ground"):
        raise Incomplete(
            TOO_LATE,
            rules=("JC-205", "T-04"),
        )
    if step == "filed":
        _refuse_incomplete_filing(agreement, facts)
    agreement.confirmations.append(row)
    row.court, row.case_number = facts.get("court") or None, facts.get("case_number") or None
    if row.result == "valid":
        begins: date = final_due(agreement) or as_date(facts.get("jc_ruling_effective_on")) or day
        clocks.begin(taken, "JC-EXE", started=begins.isoformat())


def _refuse_incomplete_filing(agreement: Agreement, facts: Mapping[str, Any]) -> None:
    """What the court asks for (JC-MAT); with property also the titles; and both, not one alone (JC-205)."""
    needed = dict(MATERIALS)
    if any(clause.kind == "property" for clause in agreement.clauses):
        needed["titles"] = "相关财产权利证明"
    missing = [label for name, label in needed.items() if name not in facts.get("materials", ())]
    if missing:
        raise Incomplete(f"申请司法确认的材料还缺{'、'.join(missing)}，请补齐", rules=("JC-MAT",))
    if not as_yes(facts.get("both_present")):
        raise Incomplete("司法确认只能由双方共同申请。", rules=("JC-205",))


def _too_late(agreement: Agreement) -> bool:
    """Whether the filing, which ended the clock, came after its last day."""
    query = select(Clock.state).where(Clock.subject == agreement.ref, Clock.rule == "PM-33")
    return db.session.scalars(query.order_by(Clock.id.desc()).limit(1)).first() == "missed"
