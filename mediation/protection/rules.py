"""What must hold. An application needs no police record, no suit and no medical report (PO-27)."""

from datetime import timedelta
from typing import Any

from mediation.cases.tasks import open_tasks
from mediation.dates import day_in_words, earlier
from mediation.db import today
from mediation.protection.queries import order_under_way
from mediation.workflow.history import newest, steps_in
from mediation.workflow.models import StepTaken
from mediation.workflow.words import rests_on

WEEK = timedelta(days=7)
_SHELTER = ("enter_shelter", "leave_shelter")
_FOLLOW_UPS = ("record_visit", "record_follow_up")
_BAD_NEWS = ("report_to_police", "record_breach", "record_police_visit", "leave_shelter")


@rests_on("DV-18")
def in_shelter(item: Any, actor: Any) -> str | None:
    """Whether the person stays in a shelter (DV-18)."""
    return None if _stays(item) else "现在没有入住庇护的记录，请先“入住庇护”。"


@rests_on("DV-18")
def not_in_shelter(item: Any, actor: Any) -> str | None:
    """Whether the person stays in no shelter (any more)."""
    return "本人还在庇护中，请先登记“离开庇护”。" if _stays(item) else None


@rests_on("PO-18")
def found_safe(item: Any, actor: Any) -> str | None:
    """Whether the newest follow-up since the stage was opened found the person safe, and nothing was heard after it
    that says otherwise (PO-18)."""
    begun = newest(item.ref, "start")
    since = [
        row for row in steps_in(item.chain, *_FOLLOW_UPS) if begun is None or row.sequence > begun.sequence
    ]
    if not since:
        return "还没有确认安全的回访，请先“登记安全回访”。"
    last = since[-1]
    told = last.facts or {}
    if told.get("safe") != "yes" or told.get("violence_again"):
        return "最近一次回访没有确认本人安全，请确认安全后再“登记安全回访”。"
    if any(row.sequence > last.sequence and _unsafe(row, last) for row in steps_in(item.chain, *_BAD_NEWS)):
        return "确认安全的回访以后又有报警、违反保护令、再犯或者不安全离开庇护的记录，请再确认安全，“登记安全回访”。"
    return None


def _unsafe(row: StepTaken, visit: StepTaken) -> bool:
    """Whether ROW tells of danger at, or after, the day of the visit; what surely lay before it was asked about there."""
    told = row.facts or {}
    if row.trigger == "record_police_visit" and not told.get("again"):
        return False
    if row.trigger == "leave_shelter" and told.get("safe") is not False:
        return False
    return not earlier(row.happened_on, visit.happened_on)


@rests_on("T-05")
def order_over(item: Any, actor: Any) -> str | None:
    """Whether the last day of the order has passed: it is valid through that day (T-05)."""
    order = order_under_way(item)
    if order is None or order.po_expires_on is None or today() > order.po_expires_on:
        return None
    until = day_in_words(order.po_expires_on.isoformat())
    return f"保护令到{until}当天仍然有效，次日起才能登记届满"


@rests_on("PO-32")
def order_served(item: Any, actor: Any) -> str | None:
    """Whether the order that is in force is on record as served on the other side: from then on he knows (PO-32)."""
    order = order_under_way(item)
    if order is None or order.result != "made" or "respondent" in (order.served or ()):
        return None
    return "保护令还没有登记送达对方，请先“登记送达”"


@rests_on("PO-18")
def visited_in_time(item: Any, actor: Any) -> str | None:
    """Whether no safety visit is due within the week while the order is in force (PO-18). Before it is served, that goes
    first."""
    if item.state != "in_force" or order_served(item, actor):
        return None
    soon = today() + WEEK
    due = [
        task for task in open_tasks(item.case, "follow_up", stage=item) if task.due_on and task.due_on <= soon
    ]
    return "保护令有效期内的安全回访快到期了，请“登记安全回访”" if due else None


def _stays(item: Any) -> bool:
    last = newest(item.ref, *_SHELTER)
    return last is not None and last.trigger == "enter_shelter"
