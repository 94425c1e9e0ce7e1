"""The facts of the papers of mediation. No one's home is on them: only the address they chose (DV-10-4)."""

from datetime import date

from sqlalchemy import select

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Stage
from mediation.cases.models import Party as PartyRow
from mediation.cases.on_paper import head, person_on_paper
from mediation.cases.queries import may_read_minutes
from mediation.cases.work import Session
from mediation.db import db, today
from mediation.disputes.models import Agreement, Obligation
from mediation.disputes.queries import SIDES, as_date, at_the_table, find_agreement, newest_request
from mediation.disputes.words import DISPUTES, EVERY, NEUTRAL_REASONS, NOT_ACCEPTED, NOT_SUITABLE
from mediation.documents import facts as papers
from mediation.documents.dates import chinese_date
from mediation.errors import Missing
from mediation.people.models import User
from mediation.workflow.history import newest


def agreement(case: Case, about: str, actor: User) -> papers.Agreement:
    """人民调解协议书 of the agreement ABOUT (its ref). Raises Missing."""
    found = find_agreement(case, about, actor)
    if found is None:
        raise Missing
    stage = found.stage
    return {
        "paper": _base(stage, number=found.number_text, dated=False),
        "parties": [_party(party, found.reached_on) for party in at_the_table(case)],
        "facts": found.dispute_facts,
        "clauses": [str(row.text) for row in found.clauses],
        "obligations": [_obligation(row) for row in found.obligations if row.instalment == 1],
        "performance": _performance(found),
        "copies": found.copies,
        "mediators": mediators_of(stage),
        "recorder": _recorder(stage),
    }


def mediation_record(case: Case, about: str, actor: User) -> papers.MediationRecord:
    """人民调解记录 of the session ABOUT (its ref), for whoever may read its minutes. Raises Missing.

    Of a separate session it names only the side that was there.
    """
    session = db.session.scalar(select(Session).where(Session.ref == about, Session.case_id == case.id))
    if session is None or session.kind != "mediation" or not may_read_minutes(session, actor=actor):
        raise Missing
    separate = session.form == "separate"
    attended = session.attended if isinstance(session.attended, dict) else {}
    request = newest_request(session.stage)
    present = [session.side] if separate and session.side else at_the_table(case)
    return {
        "paper": _base(session.stage, number=None),
        "time": _period(session.held_on, attended.get("until", "")),
        "place": session.place,
        "separate": separate,
        "open_to_public": bool(request and request.open_hearing),
        "parties": [_party(party, as_date(session.held_on) or today()) for party in present],
        "participants": [*_others(case, attended.get("parties", [])), *attended.get("guests", [])],
        "mediators": mediators_of(session.stage),
        "recorder": _recorder(session.stage) or session.author.name,
        "turns": _turns(session.minutes or ""),
        "result": session.result,
    }


def rights_notice(case: Case, about: str, actor: User) -> papers.RightsNotice:
    """权利义务告知书 of the mediation ABOUT (ref of its stage). Raises Missing."""
    stage = _stage(case, about, actor)
    return {
        "paper": _base(stage, number=None),
        "parties": [_party(party, today()) for party in at_the_table(case)],
        "dispute": _dispute(stage),
    }


def termination_notice(case: Case, about: str, actor: User) -> papers.TerminationNotice:
    """终止调解告知书 (PM-26) of the mediation ABOUT, one text for all; where ABOUT is the ref of a party,
    the copy for that party alone of the newest mediation. Raises Missing.

    What both read never tells of violence or who wished to stop; an applicant's own copy names the order.
    """
    party = next((party for party in at_the_table(case) if party.ref == about), None)
    stage = _newest_ended(case, actor) if party else _stage(case, about, actor)
    return {
        "paper": _base(stage, number=None),
        "parties": [_party(row, today()) for row in ([party] if party else at_the_table(case))],
        "dispute": _dispute(stage),
        "reason": _reason(stage),
        "court": None,
        "limitation": None,
        "violence": bool(party and party.side == "applicant" and case.violence),
    }


def mediators_of(stage: Stage) -> list[str]:
    """The names of the mediator in the chair and of the others."""
    naming = newest(stage.ref, "name_mediator")
    others = (naming.facts or {}).get("others", []) if naming else []
    users = [db.session.get(User, int(user)) for user in others]
    named = [user.name for user in (stage.assignee, *users) if user]
    return list(dict.fromkeys(named))


def _base(stage: Stage, *, number: str | None, dated: bool = True) -> papers.Base:
    """An agreement is dated by hand, by those who sign it."""
    return head(stage.case, number=number, committee=stage.agency.name, dated=dated)


def _party(party: PartyRow, day: date) -> papers.Party:
    return person_on_paper(party, role=SIDES.get(party.side, "当事人"), day=day)


def _obligation(row: Obligation) -> papers.Obligation:
    """One line of the draft; instalments are told by their number and rhythm."""
    due = f"{chinese_date(row.due_on)}前"
    if row.times > 1:
        due = f"首期{due}，{dict(EVERY)[row.every]}一期，共{row.times}期"
    return {
        "debtor": _named(row.debtor),
        "creditor": _named(row.creditor),
        "what": str(row.what),
        "amount_fen": row.amount,
        "due": due,
    }


def _named(party: PartyRow) -> str:
    return f"{SIDES.get(party.side, '')}{party.person.called}"


def _performance(found: Agreement) -> str:
    """How it is done; and what a clause on condition of a divorce is worth (PM-DIV)."""
    ways = [f"第{row.line}项：{row.way}" for row in found.obligations if row.way and row.instalment == 1]
    lines = [found.performance or "", *ways]
    if any(row.kind == "divorce_condition" for row in found.clauses):
        lines.append("以离婚为条件的约定，双方离婚未成的，视为没有生效；离婚以婚姻登记或者生效裁判为准。")
    return "\n".join(filter(None, lines))


def _turns(minutes: str) -> list[papers.Turn]:
    """「某某：……」 is a turn of that person; a line without a name goes on with what was said before."""
    turns: list[papers.Turn] = []
    for line in filter(None, (line.strip() for line in minutes.splitlines())):
        who, mark, said = line.replace(":", "：", 1).partition("：")
        if mark and 0 < len(who) <= 12:
            turns.append({"who": who, "said": said})
        elif turns:
            turns[-1]["said"] += f"\n{line}"
        else:
            turns.append({"who": "记录", "said": line})
    return turns


def _others(case: Case, present: list[int]) -> list[str]:
    """Those of the case who were there and stand on neither side: a representative, a relative."""
    sides = {party.id for party in at_the_table(case)}
    return [party.person.called for party in case.parties if party.id in present and party.id not in sides]


def _period(begun: str, until: str) -> str:
    day = chinese_date(begun[:10])
    return f"{day}{begun[11:]}" + (f"至{until[11:]}" if until else "")


def _recorder(stage: Stage) -> str | None:
    naming = newest(stage.ref, "name_mediator")
    return (naming.facts or {}).get("recorder") if naming else None


def _dispute(stage: Stage) -> str | None:
    request = newest_request(stage)
    if request:
        return str(dict(DISPUTES).get(request.dispute_kind, request.dispute_kind))
    return f"{stage.case.category_kind}纠纷" if stage.case.category_kind else None


def _reason(stage: Stage) -> str:
    stopped = newest(stage.ref, "stop")
    if stopped is None:
        return NOT_ACCEPTED
    return NEUTRAL_REASONS.get((stopped.facts or {}).get("who", ""), NOT_SUITABLE)


def _stage(case: Case, ref: str, actor: User) -> Stage:
    for stage in case.stages:
        if stage.ref == ref and stage.workflow == "mediation" and sees_stage(actor, stage):
            return stage
    raise Missing


def _newest_ended(case: Case, actor: User) -> Stage:
    """The newest mediation that was stopped or declined."""
    for stage in reversed(case.stages):
        if (
            stage.workflow == "mediation"
            and newest(stage.ref, "stop", "decline")
            and sees_stage(actor, stage)
        ):
            return stage
    raise Missing
