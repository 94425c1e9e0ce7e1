"""What a step brings about."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mediation.cases.alarms import ask_anew
from mediation.cases.contact_made import confirm_again, her_alone
from mediation.cases.models import Case, Stage
from mediation.cases.silence import heard
from mediation.cases.tasks import add_task, finish_tasks, open_tasks
from mediation.db import db, now, today
from mediation.follow_up.afterwards import ask_for_redo, plan_next_visit
from mediation.follow_up.models import FollowUp
from mediation.law.calendar import local_day, stated_start
from mediation.workflow.facts import plain
from mediation.workflow.history import steps_in
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

# Days; the station's own numbers, the law names none (PM-HF). The greater the danger, the sooner and the more often.
PLANNED_AFTER = (7, 30, 90)
IN_DANGER = {"lethal": (1, 3, 7, 14, 30, 90), "high": (3, 7, 14, 30, 90), "medium": (7, 14, 30, 90)}
AFTER_DUE = timedelta(days=7)
BEFORE_EXPIRY = timedelta(days=7)
EARLY = timedelta(days=10)  # so much ahead of its day, a follow-up still meets the planned one


def plan_follow_up(taken: Taken) -> None:
    """Follow-ups as dated work; after violence also before a known protection order ends (PO-18)."""
    case: Case = taken.item
    finish_tasks(case, "follow_up")
    for days in IN_DANGER.get("high" if case.danger_provisional else case.danger, PLANNED_AFTER):
        _plan(case, f"回访：{days}天", today() + timedelta(days=days))
    for due in _payments_due(case):
        _plan(case, "回访：协议到期后，问是否按约履行", due + AFTER_DUE)
    ends = _order_ends(case) if case.violence else None
    if ends and ends - BEFORE_EXPIRY > today():
        _plan(case, "回访：保护令届满前", ends - BEFORE_EXPIRY)


def keep_follow_up(taken: Taken) -> None:
    """The follow-up as a row; the planned one is met; what it found wrong becomes work at once."""
    item, facts = taken.item, taken.facts
    stage = item if isinstance(item, Stage) else None
    case: Case = stage.case if stage else item
    row = FollowUp(
        key_id=case.key_id,
        case_id=case.id,
        stage_id=stage.id if stage else None,
        sequence=taken.entry.sequence,
        happened_on=taken.happened_on[:10],
        way=facts.get("way", ""),
        reached=bool(facts.get("reached", not facts.get("no_contact_by_wish"))),
        safe=facts.get("safe", "unknown"),
        violence_again=bool(facts.get("violence_again")),
        performance=facts.get("performance", ""),
        satisfaction=facts.get("satisfaction", ""),
        no_contact_by_wish=bool(facts.get("no_contact_by_wish")),
        next_on=_day(facts.get("next_on")),
        author_id=taken.actor.id,
        recorded_at=now(),
    )
    row.text = facts.get("text")
    db.session.add(row)
    if row.reached:
        heard(case, taken.happened_on)
        if her := her_alone(case):
            confirm_again(her, facts.get("still_safe"))
    if row.reached or row.no_contact_by_wish:
        _meet_planned(case, stage, _day(taken.happened_on) or today())
    if row.next_on:
        _plan(case, "回访：约定的下一次", row.next_on, stage=stage)
    if row.safe == "no" or row.violence_again:
        # Not safe, or hurt again: before anything else (PO-18, PM-32).
        case.violence = case.violence or row.violence_again
        ask_anew(case, "回访发现不安全：重新评估危险")
    if row.satisfaction == "dissatisfied":
        ask_for_redo(case)
    if row.reached or row.no_contact_by_wish:
        plan_next_visit(case, _day(taken.happened_on) or today())


def _meet_planned(case: Case, stage: Stage | None, day: date) -> None:
    """The planned ones up to that day are met, and one that was near."""
    for task in open_tasks(case, "follow_up", stage=stage):
        if task.stage is stage and (task.due_on is None or task.due_on <= day + EARLY):
            task.done_at = now()


def _plan(case: Case, text: str, day: date, *, stage: Stage | None = None) -> None:
    step = f"{stage.ref}/record_visit" if stage else "record_follow_up"
    add_task(
        case, "follow_up", text, verb="登记回访", link=f"/cases/{case.ref}/{step}", stage=stage, due_on=day,
        user_id=case.owner_id, rule="PM-HF",
    )  # fmt: skip


def _payments_due(case: Case) -> list[date]:
    """The first and the last day on which something agreed is due, of those ahead (PM-31)."""
    query = select(Clock).where(Clock.chain == case.ref, Clock.rule == "PM-31", Clock.state == "running")
    days = sorted(
        {day for clock in db.session.scalars(query) if (day := _day(clock.started)) and day > today()}
    )
    return sorted({*days[:1], *days[-1:]})


def _order_ends(case: Case) -> date | None:
    """The stated end of a protection order that was neither revoked nor over when last heard of."""
    rows = steps_in(case.ref, "make_order", "extend_order", "expire", "revoke_order")
    return _day((rows[-1].facts or {}).get("po_expires_on")) if rows else None


def _day(told: Any) -> date | None:
    start = stated_start(str(plain(told))) if told else None
    return local_day(start) if start else None
