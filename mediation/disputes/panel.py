"""What the page of a case shows of its mediations, as plain values; only what ACTOR may see."""

from typing import Any

from mediation.attachments.kinds import SIGNING_WAYS
from mediation.cases.clock_words import running_clocks
from mediation.cases.models import Case, Party, Stage
from mediation.cases.next_steps import step_entries
from mediation.cases.queries import answers, may_read_minutes, sessions_of, stages_of
from mediation.cases.work import Session
from mediation.db import today
from mediation.disputes.models import Agreement, Confirmation, Obligation
from mediation.disputes.queries import (
    SIDES,
    agreements_of,
    at_the_table,
    called,
    newest_request,
    signer_in_words,
    signers,
    unmet,
)
from mediation.disputes.screening import asked_alone
from mediation.disputes.tracking import advice
from mediation.disputes.words import (
    ANSWERS,
    CLAUSE_KINDS,
    ORIGINS,
    PERFORMANCES,
    RULINGS,
    SESSION_FORMS,
)
from mediation.documents.amounts import yuan
from mediation.people.models import User
from mediation.web.feature import Panel
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.history import newest, steps_of

QUESTIONS = (
    ("mediation", "调解"),
    ("mediator", "调解员"),
    ("extension", "延期"),
    ("confirmation", "司法确认"),
)
NEXT_DUE = 12


def mediations(case: Case, actor: User) -> Panel | None:
    """The block 纠纷调解: one part for each mediation that ACTOR sees."""
    stages = [stage for stage in stages_of(case, actor=actor) if stage.workflow == "mediation"]
    if not stages:
        return None
    shown = [_mediation(stage, actor) for stage in stages]
    steps = [step for one in shown for agreement in one["agreements"] for step in agreement["steps"]]
    given = {"mediations": shown}
    return Panel("纠纷调解", "disputes/panel.html", given, order=30, steps=steps)


def money(row: Obligation) -> str:
    """The sum of a duty in yuan, or nothing for an act."""
    return f"{yuan(row.amount)}元" if row.amount is not None else ""


def _mediation(stage: Stage, actor: User) -> dict[str, Any]:
    request = newest_request(stage)
    told = {str((row.facts or {}).get("party")) for row in steps_of(stage.ref, "give_rights_notice")}
    alone = asked_alone(stage)
    return {
        "ref": stage.ref,
        "state": str(WORKFLOWS["mediation"].stop(stage.state).label),
        "agency": stage.agency.name,
        "origin": _word(ORIGINS, request.origin) if request else "",
        "mediator": stage.assignee.name if stage.assignee else "",
        "chosen": (_facts(stage, "name_mediator").get("chosen_by") == "parties"),
        "questions": [words for _kind, words in QUESTIONS],
        "answers": [_answers(party, stage, told, alone) for party in at_the_table(stage.case)],
        "sessions": [_session(session, actor) for session in sessions_of(stage)],
        "agreements": [_agreement(agreement, actor) for agreement in agreements_of(stage)],
    }


def _answers(party: Party, stage: Stage, told: set[str], alone: dict[int, str]) -> dict[str, Any]:
    """What this party answered to each question; 「未表态」 where nothing is recorded."""
    row = []
    for kind, _words in QUESTIONS:
        given = answers(stage.case, kind, stage=None if kind == "confirmation" else stage).get(party.id)
        row.append(f"{ANSWERS.get(given.answer, given.answer)}（{given.given_on}）" if given else "未表态")
    return {
        "who": called(party),
        "answers": row,
        "told": bool({"all", str(party.id)} & told),
        "alone": alone.get(party.id, "没有问"),
    }


def _session(session: Session, actor: User) -> dict[str, Any]:
    """A session; its minutes only for whoever may read them."""
    readable = may_read_minutes(session, actor=actor)
    return {
        "ref": session.ref,
        "held_on": session.held_on,
        "form": _word(SESSION_FORMS, session.form) if session.took_place else "未到场",
        "took_place": session.took_place,
        "side": called(session.side) if session.side else "",
        "author": session.author.name,
        "readable": readable,
        "minutes": session.minutes if readable else None,
        "result": session.result if readable else None,
    }


def _agreement(agreement: Agreement, actor: User) -> dict[str, Any]:
    flow = WORKFLOWS["agreement"]
    left = unmet(agreement)
    return {
        "ref": agreement.ref,
        "number": agreement.number_text,
        "state": str(flow.stop(agreement.state).label),
        "oral": agreement.oral,
        "reached_on": agreement.reached_on,
        "effective_on": agreement.effective_on,
        "clauses": [(row.number, row.text, _word(CLAUSE_KINDS, row.kind)) for row in agreement.clauses],
        "obligations": [
            _obligation(row) for row in agreement.obligations if row.met_on or row in left[:NEXT_DUE]
        ],
        "hidden": max(0, len(left) - NEXT_DUE),
        "met": len(agreement.obligations) - len(left),
        "total": len(agreement.obligations),
        "signatures": [
            (signer_in_words(row), row.signed_on, _word(SIGNING_WAYS, row.way), row.scan)
            for row in signers(agreement)
        ],
        "confirmations": [_confirmation(row) for row in agreement.confirmations],
        "advice": advice(agreement, today()) if agreement.state == "broken" else [],
        "clocks": running_clocks([agreement.ref]).get(agreement.ref, [])[:NEXT_DUE],
        "steps": step_entries(agreement, actor=actor, url=f"/cases/{agreement.chain}/{agreement.ref}"),
    }


def _obligation(row: Obligation) -> dict[str, Any]:
    last = row.performances[-1] if row.performances else None
    done = "已履行" if row.met_on else (_word(PERFORMANCES, last.state) if last else "未到登记")
    return {
        "label": row.label,
        "who": f"{SIDES.get(row.debtor.side, row.debtor.person.called)} → "
        f"{SIDES.get(row.creditor.side, row.creditor.person.called)}",
        "what": row.what,
        "money": money(row),
        "due_on": row.due_on,
        "done": done,
        "met": row.met_on is not None,
    }


def _confirmation(row: Confirmation) -> str:
    words = {"filed": "已共同申请", "accepted": "法院已立案", "ruled": _word(RULINGS, row.result)}[row.step]
    where = "，".join(filter(None, (row.court, row.case_number)))
    late = "；已超过三十日，法院可能不予受理，协议仍有约束力" if row.late else ""
    return f"{row.happened_on} {words}" + (f"（{where}）" if where else "") + late


def _facts(stage: Stage, trigger: str) -> dict[str, Any]:
    row = newest(stage.ref, trigger)
    return dict(row.facts or {}) if row else {}


def _word(choices: list[tuple[str, Any]], code: str) -> str:
    return str(dict(choices).get(code, code))
