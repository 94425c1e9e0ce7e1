"""The facts of the papers of mediation. No one's home is on them: only the address they chose (DV-10-4)."""

from sqlalchemy import select

from mediation.cases.access import sees_stage
from mediation.cases.models import Case, Stage
from mediation.cases.queries import may_read_minutes
from mediation.cases.work import Session
from mediation.db import db, today
from mediation.disputes.models import Agreement
from mediation.disputes.on_paper import (
    committee_head,
    dispute_of,
    duty_on_paper,
    mediation_of,
    mediators_of,
    party_on_paper,
    performance_of,
    recorder_of,
    refuse,
)
from mediation.disputes.paper_rules import never_accepted, why_no_ending, why_no_text
from mediation.disputes.queries import as_date, at_the_table, find_agreement, newest_request
from mediation.disputes.words import NEUTRAL_REASONS, NOT_ACCEPTED, NOT_SUITABLE, TAKEN_BACK
from mediation.documents import facts as papers
from mediation.documents.dates import chinese_date
from mediation.documents.facts_mediation import OralAgreement
from mediation.errors import Incomplete, Missing
from mediation.people.models import User
from mediation.workflow.history import newest


def agreement(case: Case, about: str, actor: User) -> papers.Agreement:
    """人民调解协议书 of the agreement ABOUT (its ref). Raises Missing; Incomplete for an oral one, or a void one."""
    found = agreement_of(case, about, actor)
    if found.oral:
        raise Incomplete("这是口头协议，请打印口头协议登记表", rules=("PM-28",))
    refuse(why_no_text(found), "PM-28", "PM-29")
    stage = found.stage
    return {
        "paper": committee_head(stage, number=found.number_text, dated=False),
        "parties": [party_on_paper(party, found.reached_on) for party in at_the_table(case)],
        "facts": found.dispute_facts,
        "clauses": [str(row.text) for row in found.clauses],
        "obligations": [duty_on_paper(row) for row in found.obligations if row.instalment == 1],
        "performance": performance_of(found),
        "copies": found.copies,
        "mediators": mediators_of(stage),
        "recorder": recorder_of(stage),
        "on_divorce": any(row.kind == "divorce_condition" for row in found.clauses),
    }


def oral_agreement(case: Case, about: str, actor: User) -> OralAgreement:
    """人民调解口头协议登记表 of the agreement ABOUT (PM-28). Raises Missing; Incomplete for a written or a void one."""
    found = agreement_of(case, about, actor)
    if not found.oral:
        raise Incomplete("这是书面协议，请打印协议书", rules=("PM-28",))
    refuse(why_no_text(found), "PM-28", "PM-30")
    stage = found.stage
    return {
        "paper": committee_head(stage, number=found.number_text),
        "parties": [party_on_paper(party, found.reached_on) for party in at_the_table(case)],
        "facts": found.dispute_facts,
        "clauses": [str(row.text) for row in found.clauses],
        "obligations": [duty_on_paper(row) for row in found.obligations if row.instalment == 1],
        "performance": performance_of(found),
        "reached_on": chinese_date(found.reached_on),
        "mediators": mediators_of(stage),
        "recorder": recorder_of(stage),
    }


def agreement_of(case: Case, about: str, actor: User) -> Agreement:
    """The agreement of that ref in CASE. Raises Missing."""
    found = find_agreement(case, about, actor)
    if found is None:
        raise Missing
    return found


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
        "paper": committee_head(session.stage, number=None),
        "time": period(session.held_on, attended.get("until", "")),
        "place": session.place,
        "separate": separate,
        "open_to_public": bool(request and request.open_hearing),
        "parties": [party_on_paper(party, as_date(session.held_on) or today()) for party in present],
        "participants": [*others_present(case, attended.get("parties", [])), *attended.get("guests", [])],
        "mediators": mediators_of(session.stage),
        "recorder": recorder_of(session.stage) or session.author.name,
        "turns": _turns(session.minutes or ""),
        "result": session.result,
    }


def rights_notice(case: Case, about: str, actor: User) -> papers.RightsNotice:
    """权利义务告知书 of the mediation ABOUT (ref of its stage). Raises Missing."""
    stage = mediation_of(case, about, actor)
    return {
        "paper": committee_head(stage, number=None),
        "parties": [party_on_paper(party, today()) for party in at_the_table(case)],
        "dispute": dispute_of(stage),
    }


def termination_notice(case: Case, about: str, actor: User) -> papers.TerminationNotice:
    """终止调解告知书 (PM-26) of the mediation ABOUT, one text for all; where ABOUT is the ref of a party,
    the copy for that party alone of the newest mediation. Raises Missing.

    What both read never tells of violence or who wished to stop; an applicant's own copy names the order.
    """
    party = next((party for party in at_the_table(case) if party.ref == about), None)
    stage = _newest_ended(case, actor) if party else mediation_of(case, about, actor)
    refuse(why_no_ending(stage), "PM-26")
    return {
        "paper": {**committee_head(stage, number=None), "numbered_as": stage.ref},
        "parties": [party_on_paper(row, today()) for row in ([party] if party else at_the_table(case))],
        "dispute": dispute_of(stage),
        "reason": neutral_reason(stage),
        "accepted": not never_accepted(stage),
        "court": None,
        "limitation": None,
        "violence": bool(party and party.side == "applicant" and case.violence),
    }


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


def others_present(case: Case, present: list[int]) -> list[str]:
    """Those of the case who were there and stand on neither side: a representative, a relative."""
    sides = {party.id for party in at_the_table(case)}
    return [party.person.called for party in case.parties if party.id in present and party.id not in sides]


def period(begun: str, until: str) -> str:
    """From when to when a session was held."""
    day = chinese_date(begun[:10])
    return f"{day}{begun[11:]}" + (f"至{until[11:]}" if until else "")


def neutral_reason(stage: Stage) -> str:
    """Why it ended, as both sides may read it: never who is afraid, nor who wished to stop."""
    stopped = newest(stage.ref, "stop")
    if stopped is None:
        return NOT_ACCEPTED if newest(stage.ref, "decline") else TAKEN_BACK
    return NEUTRAL_REASONS.get((stopped.facts or {}).get("who", ""), NOT_SUITABLE)


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
