"""What the steps of a mediation bring about."""

from datetime import datetime
from typing import Any

from mediation.cases.models import Stage
from mediation.cases.queries import answers
from mediation.cases.tasks import add_task, finish_tasks
from mediation.cases.work import Session
from mediation.db import SHANGHAI, db, now
from mediation.disputes.court_rules import TOLD_BACK, from_court
from mediation.disputes.guests import refuse_guests
from mediation.disputes.models import Agreement, ChildView, MediationRequest
from mediation.disputes.queries import (
    as_date,
    as_yes,
    called,
    newest_agreement,
)
from mediation.disputes.rules import wants_separate
from mediation.errors import Incomplete
from mediation.people.program import SYSTEM
from mediation.workflow import clock_changes, clocks
from mediation.workflow.engine import start, take
from mediation.workflow.facts import plain
from mediation.workflow.words import Taken

COURT = frozenset({"court_delegated", "court_entrusted"})
LIMITS = ("PM-LIMIT", "PM-CT1")


def keep_mediation_request(taken: Taken) -> None:
    """Origin and dispute as a row; and the clocks of what came from a court (PM-CT1, PM-CT2)."""
    stage: Stage = taken.item
    facts = taken.facts
    row = MediationRequest(
        key_id=stage.key_id,
        stage_id=stage.id,
        origin=facts["origin"],
        dispute_kind=facts["dispute_kind"],
        elsewhere=facts.get("elsewhere", "no"),
        identity_matter=as_yes(facts.get("identity_matter")),
        open_hearing=as_yes(facts.get("open_hearing")),
        happened_on=taken.happened_on[:10],
        recorded_at=now(),
    )
    row.paper_number = facts.get("paper_number") or None
    row.dispute_facts = facts.get("dispute_facts")
    row.demands = facts.get("demands")
    db.session.add(row)
    if row.origin in TOLD_BACK:
        _start_court_clocks(taken)


def _start_court_clocks(taken: Taken) -> None:
    facts = taken.facts
    began = facts.get("court_material_signed_on") or facts.get("platform_accepted_at")
    if facts["origin"] in COURT and not began:
        raise Incomplete(
            "法院委派、委托的，请写明签收法院材料的日期，或者平台确认接受的时间：调解期限从这一天起算",
            rules=("PM-CT1",),
            field="court_material_signed_on",
        )
    if began and facts["origin"] in COURT:
        clocks.begin(taken, "PM-CT1", choice=_court_limit(facts), started=plain(began))
    if accepted := facts.get("platform_accepted_at"):
        clocks.end(taken, "PM-CT2")
        clocks.begin(taken, "PM-CT2", choice="ask_other_party", started=plain(accepted))


def _court_limit(facts: dict[str, Any]) -> str:
    if facts["origin"] == "court_delegated":
        return "delegated_before_filing"
    return "entrusted_summary" if facts.get("court_procedure") == "summary" else "entrusted_ordinary"


def keep_mediation_acceptance(taken: Taken) -> None:
    """Refuses a day of registration before the last party consented (PM-17)."""
    day = as_date(taken.facts.get("pm_registered_on"))
    given = answers(taken.item.case, "mediation", stage=taken.item).values()
    last = max((found for consent in given if (found := as_date(consent.given_on))), default=None)
    if day and last and day < last:
        raise Incomplete(
            f"受理登记日不能早于最后一方同意的日期（{last}），请核对",
            rules=("PM-17",),
            field="pm_registered_on",
        )


def keep_session(taken: Taken) -> None:
    """A session with its minutes, sealed for the side that was heard where the sides were apart."""
    stage: Stage = taken.item
    facts = taken.facts
    refuse_guests(taken)
    _refuse_one_room(stage, facts["form"])
    row = Session(
        key_id=stage.key_id,
        case_id=stage.case_id,
        stage=stage,
        kind="mediation",
        form=facts["form"],
        held_on=_minute(facts["held_at"]),
        side_id=facts.get("side") if facts["form"] == "separate" else None,
        author_id=taken.actor.id,
        recorded_at=now(),
    )
    row.place = facts.get("place")
    row.attended = {
        "parties": [int(party) for party in facts.get("attended", [])],
        "guests": list(facts.get("guests", [])),
        "until": _minute(facts["ended_at"]) if facts.get("ended_at") else "",
    }
    row.minutes = facts.get("minutes")
    row.result = facts.get("session_result")
    db.session.add(row)
    finish_tasks(stage.case, "session", stage=stage)
    if next_on := as_date(facts.get("next_on")):
        _task(
            stage,
            "session",
            "下次调解",
            due_on=next_on,
            link=f"/cases/{stage.case.ref}/{stage.ref}/record_session",
        )


def _refuse_one_room(stage: Stage, form: str) -> None:
    if form == "joint" and stage.case.violence and (asked := wants_separate(stage)):
        names = "、".join(called(party) for party in asked)
        raise Incomplete(
            f"{names}要求分开会谈，涉及家庭暴力的不得安排共同会谈；请单独调解", rules=("PM-DV2",)
        )


def keep_child_wish(taken: Taken) -> None:
    """What the child wishes, sealed for whoever heard it (MC-1084)."""
    row = ChildView(
        key_id=taken.item.key_id,
        stage_id=taken.item.id,
        party_id=taken.facts["party"],
        heard_on=taken.happened_on[:10],
        author_id=taken.actor.id,
    )
    row.wish = taken.facts.get("wish")
    db.session.add(row)


def extend_clock(taken: Taken) -> None:
    """The limit that runs is extended to the day that all parties agreed on (PM-LIMIT, PM-CT1)."""
    until = as_date(taken.facts["until"])
    for rule in LIMITS:
        for clock in clocks.running(taken.item.ref, rule):
            clock_changes.extend(taken, clock, until=until)


def tell_court(taken: Taken) -> None:
    """A task: what came from a court or the platform goes back with the result, without minutes (PM-CT4)."""
    stage: Stage = taken.item
    if not from_court(stage):
        return
    concluded = taken.step.trigger == "conclude"
    text = (
        "向法院或平台报送调解结果（不附调解记录）"
        if concluded
        else "向法院或平台退回材料并说明原因（不附调解记录）"
    )
    # Of the case, not of the stage: it outlives the end of the stage. Once all is agreed it is a step of the agreement.
    agreement = newest_agreement(stage) if concluded else None
    link = f"/cases/{stage.case.ref}/{agreement.ref if agreement else stage.ref}/return_to_court"
    add_task(
        stage.case, "court_report", text,
        agency_id=stage.agency_id, user_id=stage.assignee_id, rule="PM-CT3", link=link,
    )  # fmt: skip


def keep_return(taken: Taken) -> None:
    """The court or the platform has its papers or its answer: what was owed to it is done (PM-CT3). A step of the
    mediation, or of its agreement, which lives on."""
    stage: Stage = taken.item.stage if isinstance(taken.item, Agreement) else taken.item
    if not from_court(stage):
        raise Incomplete("这件调解不是法院或平台转来的，不用退回。", rules=("PM-CT3",))
    finish_tasks(stage.case, "court_report")


def close_if_nothing_due(taken: Taken) -> None:
    """Who took the request back is told nothing by it: unless a court waits for its papers, all is done (PM-CT3)."""
    if not from_court(taken.item):
        take(taken.item, "close_declined", actor=SYSTEM)


def start_agreement(taken: Taken) -> None:
    """A draft for what the parties have agreed on."""
    stage: Stage = taken.item
    reached_on = as_date(taken.facts.get("agreement_reached_on"))
    if reached_on is None:
        raise Incomplete("请写明哪一天达成协议，只有月份不够", rules=("PM-30",))
    agreement = Agreement(
        key_id=stage.key_id,
        stage=stage,
        agency_id=stage.agency_id,
        oral=taken.facts.get("form") == "oral",
        reached_on=reached_on,
        opened_at=now(),
    )
    start(agreement, actor=taken.actor)


def void_agreement(taken: Taken) -> None:
    """The mediation is stopped: a text that nobody is bound by yet is given up (PM-23)."""
    agreement = newest_agreement(taken.item)
    if agreement and agreement.state in ("drafted", "signing"):
        take(agreement, "cancel", actor=SYSTEM, facts={"reason": "调解终止"})


def _task(stage: Stage, kind: str, text: str, **more: Any) -> None:
    add_task(
        stage.case, kind, text, agency_id=stage.agency_id, user_id=stage.assignee_id, stage=stage, **more
    )


def _minute(value: Any) -> str:
    """2026-11-05 14:00 in local time, of a moment or of ISO text."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 16 else value
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = moment.astimezone(SHANGHAI)
    return str(moment)[:16].replace("T", " ")
