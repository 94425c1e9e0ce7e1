"""What a step of counselling brings about. Notes and answers are sealed apart; no alarm carries them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mediation.cases.guardians import why_barred
from mediation.cases.models import Party, Stage
from mediation.cases.tasks import add_task, finish_tasks
from mediation.cases.work import Assessment, Session
from mediation.counselling.notes import notes_key
from mediation.counselling.rules import ALARM, TAKE_ANOTHER
from mediation.counselling.scales import ASK, Given, Result, Scale, scale
from mediation.counselling.sides import clients_of, counsels_both, on_the_other_side
from mediation.counselling.suicide import owe_suicide_questions
from mediation.db import SHANGHAI, db, now, today
from mediation.errors import Incomplete
from mediation.outbox.post import post
from mediation.people.models import User
from mediation.workflow.words import Taken

# PI-31: consent of a guardian for the data of a child under fourteen.
GUARDED_UNDER = 14
ADVISE_DOCTOR = "advise_doctor"


def check_counselling_consent(taken: Taken) -> None:
    """Refuses consent without what must be told (PI-PSY), and a counsellor of the other side (DV-22).

    For a child under fourteen also a guardian's consent that is missing or comes from the respondent (PI-31).
    """
    stage: Stage = taken.item
    party = _party(stage, taken.facts.get("party"))
    if party is None:
        raise Incomplete("请选择谁接受辅导。")
    if not (taken.facts.get("exceptions_told") and taken.facts.get("not_treatment_told")):
        raise Incomplete("请先说明保密和保密的例外，并说明辅导不是诊断、不是治疗。", rules=("PI-PSY",))
    if stage.assignee_id and counsels_both(stage.assignee_id, stage, [party]):
        raise Incomplete(TAKE_ANOTHER, rules=("DV-22",))
    _check_guardian(taken, party)


def keep_counselling_session(taken: Taken) -> None:
    """The session, with notes that its author alone reads."""
    stage: Stage = taken.item
    facts = taken.facts
    if not facts.get("notes"):
        raise Incomplete("请写辅导记录。")
    client = next(iter(clients_of(stage)), None)
    row = Session(
        key_id=notes_key(stage),
        case_id=stage.case_id,
        stage_id=stage.id,
        kind="counselling",
        form=facts.get("form", "face"),
        held_on=_minute(facts.get("held_at")) or taken.happened_on,
        side_id=client.id if client else None,
        author_id=taken.actor.id,
        recorded_at=now(),
    )
    row.place = facts.get("place")
    row.minutes = facts["notes"]
    row.result = facts.get("next_plan")
    db.session.add(row)


def keep_scale(taken: Taken) -> None:
    """The filled scale. Total and level are sealed with the answers: the row itself says neither."""
    stage: Stage = taken.item
    chosen, given, result = _filled(taken)
    client = _client(taken)
    row = Assessment(
        key_id=notes_key(stage),
        case_id=stage.case_id,
        stage_id=stage.id,
        party_id=client.id if client else None,
        instrument=chosen.name,
        version=chosen.version,
        score=None,
        unanswered=result.unanswered,
        level="sealed",
        by_id=taken.actor.id,
        made_at=now(),
    )
    row.answers = {
        "answers": list(given),
        "total": result.total,
        "level": result.band.level if result.band else "unknown",
    }
    db.session.add(row)


def alarm_if_suicidal(taken: Taken) -> None:
    """Question 9 of PHQ-9 at one or more raises the alarm whatever the total is (RS-PHQ); without an answer it is
    no zero, and is asked in person.

    A total of ten or more asks for a doctor's view, which only the counsellor is told.
    """
    follows = _filled(taken)[2].follows
    client = _client(taken)
    if "alarm" in follows:
        alarm_supervisor(taken)
    if {"alarm", ASK} & follows:
        owe_suicide_questions(taken, client)
    if "doctor" in follows:
        stage: Stage = taken.item
        add_task(
            stage.case,
            ADVISE_DOCTOR,
            "看量表的筛查提示，办理后续",
            verb="查看",
            link=f"/cases/{stage.case.ref}/{stage.ref}/advise_doctor",
            agency_id=taken.actor.agency_id,
            user_id=taken.actor.id,
            stage=stage,
            rule="RS-PHQ",
        )


def alarm_supervisor(taken: Taken) -> None:
    """An urgent task for the owner and the supervisors of the case; for their agency where there is nobody.

    It says that there is danger, never what was said in the room (PI-PSY2, Mental Health Law art. 28).
    """
    stage: Stage = taken.item
    for agency_id, user_id in _whom_to_alarm(stage):
        add_task(
            stage.case,
            ALARM,
            "自杀或伤人风险告警：请马上核实并跟进",
            verb="处置",
            link=f"/cases/{stage.case.ref}/{stage.ref}/answer_alarm",
            agency_id=agency_id,
            user_id=user_id,
            stage=stage,
            due_on=today(),
            urgent=True,
            rule="PI-PSY2",
        )
        post(
            "alarm",
            "有一件紧急事项，请马上处理。",
            link=f"/cases/{stage.case.ref}",
            agency_id=agency_id,
            user_id=user_id,
        )


def meet_alarm(taken: Taken) -> None:
    """Somebody has dealt with the alarms of this stage."""
    finish_tasks(taken.item.case, ALARM, stage=taken.item)


def meet_advice(taken: Taken) -> None:
    """The person was advised to see a doctor."""
    finish_tasks(taken.item.case, ADVISE_DOCTOR, stage=taken.item)


def _whom_to_alarm(stage: Stage) -> list[tuple[int, int | None]]:
    case = stage.case
    line = select(User).where(User.agency_id == case.agency_id, User.role == "supervisor", User.active)
    people = {user.id: user.agency_id for user in db.session.scalars(line.order_by(User.id))}
    if case.owner is not None:
        people[case.owner.id] = case.owner.agency_id
    return [(agency_id, user_id) for user_id, agency_id in people.items()] or [(case.agency_id, None)]


def _check_guardian(taken: Taken, party: Party) -> None:
    guardian = _party(taken.item, taken.facts.get("guardian"))
    if guardian is not None and (on_the_other_side(guardian) or guardian.id == party.id):
        raise Incomplete(
            "对方不能代孩子同意。请由另一位监护人同意，或者写明没有监护人同意的理由。", rules=("PI-31",)
        )
    if guardian is not None and (reason := why_barred(guardian)):
        raise Incomplete(f"{reason}。", rules=("PI-31",), field="guardian")
    if not _under_fourteen(party, taken.happened_on) or guardian is not None:
        return
    if not taken.facts.get("without_guardian"):
        raise Incomplete(
            "不满14岁的，要有监护人同意（对方除外）。监护人就是对方或者联系不上的，请写明理由。",
            rules=("PI-31",),
        )


def _under_fourteen(party: Party, on: str) -> bool:
    """By the date of birth; of a year or a month alone, whoever may still be under fourteen."""
    birth = party.person.birth or ""
    if not birth:
        return False
    years = int(on[:4]) - int(birth[:4])
    known = len(birth) == len(on) == len("2000-01-01")
    birthday_to_come = known and on[5:] < birth[5:]
    return years < GUARDED_UNDER or (years == GUARDED_UNDER and (birthday_to_come or not known))


def _party(stage: Stage, party_id: Any) -> Party | None:
    return next((party for party in stage.case.parties if party_id and party.id == int(party_id)), None)


def _client(taken: Taken) -> Party | None:
    """Who filled the scale: one of those for whom the stage is. Raises Incomplete for anybody else (PI-28, DV-22)."""
    clients = clients_of(taken.item)
    told = taken.facts.get("party")
    if told and int(told) not in [client.id for client in clients]:
        raise Incomplete(
            "量表只给本环节的来访人做：先有本人对心理辅导的知情同意。",
            rules=("PI-28", "PI-PSY"),
            field="party",
        )
    return _party(taken.item, told) or next(iter(clients), None)


def _filled(taken: Taken) -> tuple[Scale, Given, Result]:
    try:
        chosen = scale(str(taken.facts.get("instrument", "")))
        given = chosen.given(taken.facts.get("answers") or {})
    except ValueError as wrong:
        raise Incomplete(str(wrong)) from None
    if all(answer is None for answer in given):
        raise Incomplete("请至少登记一题的回答。")
    return chosen, given, chosen.result(given)


def _minute(moment: datetime | date | str | None) -> str:
    """A moment as local text to the minute; a day as it is."""
    if isinstance(moment, str) and len(moment) > len("2026-01-01"):
        moment = datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        aware = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        return aware.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return str(moment or "")
