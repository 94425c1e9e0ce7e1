"""An order of the court, step by step: what each step writes of it, and which clocks its dates set."""

from collections.abc import Callable

from mediation.cases.tasks import add_task, finish_tasks
from mediation.dates import day_in_words, earlier
from mediation.db import db, today
from mediation.errors import Incomplete
from mediation.people.models import User
from mediation.protection.models import ProtectionOrder
from mediation.protection.queries import order_under_way
from mediation.protection.relations import why_another_relation
from mediation.protection.validity import (
    reckoned_end,
    told_day,
    told_text,
    why_not_until,
)
from mediation.workflow import clock_changes, clocks
from mediation.workflow.words import Taken

ORDER_CLOCK = "保护令"  # what the clock of PO-30 is about: no fact of another step ends it
ON_BEHALF_LAW = ("PO-23", "PO-23B")
ON_BEHALF = ("coerced", "old_or_ill", "incapable")
WILL_ASKED = ("coerced", "old_or_ill")


def order_for(taken: Taken) -> ProtectionOrder:
    """The application under way; a new one where the step begins one."""
    order = order_under_way(taken.item)
    if order is None:
        order = ProtectionOrder(key_id=taken.item.key_id, case_id=taken.item.case_id, stage_id=taken.item.id)
        order.measures, order.served = [], []
        db.session.add(order)
    return order


def draft(order: ProtectionOrder, taken: Taken) -> None:
    """What the application will say. Who acts for another needs a ground, and her will (PO-23, PO-23B)."""
    facts = taken.facts
    order.applicant_kind = facts.get("applicant_kind", "self")
    if order.applicant_kind in WILL_ASKED and not facts.get("will_recorded"):
        raise Incomplete("代为申请要记下怎样征得本人同意（书面、录音或两人见证）。", rules=ON_BEHALF_LAW)
    order.relation = facts.get("relation", "")
    if why := why_another_relation(taken.item.case, order.relation):
        raise Incomplete(why, rules=("PO-23", "PO-WAB"), field="relation")
    order.venue = facts.get("venue", "")
    order.measures = list(facts.get("measures", []))
    order.will = facts.get("will_recorded")
    order.narrative = facts.get("order_facts")


def file(order: ProtectionOrder, taken: Taken) -> None:
    """It went to the court. When the federation applies, the ground stands in the draft (PO-23)."""
    facts = taken.facts
    if facts.get("by") == "federation" and order.applicant_kind not in ON_BEHALF:
        raise Incomplete(
            "妇联代为申请要有法定事由和本人意愿，请先“准备保护令申请”，写明由谁申请。",
            rules=ON_BEHALF_LAW,
        )
    order.result = "filed"
    order.po_filed_at = told_text(facts.get("po_filed_at")) or taken.happened_on
    order.court = facts.get("court") or None
    order.filed_by = facts.get("by", "")


def accept(order: ProtectionOrder, taken: Taken) -> None:
    """The court took it on: 72 or 24 hours run from this moment, not from filing (PO-28)."""
    order.po_accepted_at = _after(
        taken, "po_accepted_at", order.po_filed_at, "受理时刻不能早于提交申请的时刻。"
    )
    order.result = "accepted"
    order.urgent = bool(taken.facts.get("urgent"))
    order.number = taken.facts.get("case_number") or order.number
    if isinstance(taken.actor, User) and taken.actor.agency.kind == "court":
        order.court = order.court or taken.actor.agency.name


def make(order: ProtectionOrder, taken: Taken) -> None:
    """The order lives from the day it was made, as long as it says, six months at most (PO-30, T-05)."""
    facts = taken.facts
    _decided(order, taken, "made")
    order.measures = list(facts.get("measures", order.measures))
    order.number = facts.get("number") or order.number
    stated = told_day(facts.get("po_expires_on"))
    made = told_day(order.po_made_at)
    order.expiry_stated = stated is not None
    order.po_expires_on = stated or (made and reckoned_end(made, int(facts.get("valid_months") or 0)))
    if made and order.po_expires_on and (why := why_not_until(made, order.po_expires_on)):
        raise Incomplete(why, rules=("PO-30",), field="po_expires_on" if stated else "valid_months")
    _renew_validity(order, taken, started=order.po_effective_on)


def refuse(order: ProtectionOrder, taken: Taken) -> None:
    """Refused: five days for reconsideration, counted from the earlier day; told at once (PO-31)."""
    _decided(order, taken, "refused")
    order.reason = taken.facts.get("reason")
    if not taken.facts.get("told_reconsideration"):
        _tell_today(taken)


def ask_again(order: ProtectionOrder, taken: Taken) -> None:
    """Reconsideration was asked; the order is carried out meanwhile (PO-31)."""
    order.po_review_requested_on = _after(
        taken, "po_review_requested_on", order.po_made_at, "申请复议的日期不能早于裁定作出日。"
    )
    finish_tasks(taken.item.case, "reconsideration", stage=taken.item)


def serve(order: ProtectionOrder, taken: Taken) -> None:
    """To whom the decision was handed, and when (PO-32)."""
    order.po_served_at = _after(taken, "po_served_at", order.po_made_at, "送达时刻不能早于裁定作出的时刻。")
    order.served = sorted({*order.served, *taken.facts.get("served", [])})


def extend(order: ProtectionOrder, taken: Taken) -> None:
    """Longer or changed by a new decision of the court; the new end is what that decision says (PO-30)."""
    decided = told_day(_after(taken, "decided_on", order.po_made_at, "延长或变更不能早于保护令作出日。"))
    until = told_day(taken.facts.get("po_expires_on")) or order.po_expires_on
    now_until = order.po_expires_on
    if taken.facts.get("kind") == "extended" and until and now_until and until <= now_until:
        ends = day_in_words(now_until.isoformat())
        raise Incomplete(
            f"保护令本来就到{ends}，延长的届满日期应当更晚；改了别的内容的，请选“变更”。",
            rules=("PO-30",),
            field="po_expires_on",
        )
    if decided and until:
        from_day = max(decided, order.po_expires_on or decided)
        if why := why_not_until(decided, until, longest_from=from_day):
            raise Incomplete(why, rules=("PO-30",), field="po_expires_on")
    order.po_expires_on, order.expiry_stated = until, True
    order.measures = list(taken.facts.get("measures") or order.measures)
    started = told_text(taken.facts.get("decided_on"))
    for clock in clocks.running(taken.item.ref, "PO-30"):
        if until:
            clock_changes.follow(taken, clock, until, started=started, ground="法院裁定延长或变更")
    _renew_validity(order, taken, started=started)


def expire(order: ProtectionOrder, taken: Taken) -> None:
    """Its last day has passed (`rules.order_over`)."""
    clocks.end(taken, "PO-30", state="met")
    _close(order, taken, "expired")


def revoke(order: ProtectionOrder, taken: Taken) -> None:
    """The court took the order back."""
    clocks.end(taken, "PO-30", state="stopped")
    _close(order, taken, "revoked")


def take_back(order: ProtectionOrder, taken: Taken) -> None:
    """She took the application back, or the court did not take it on."""
    _close(order, taken, "withdrawn")


def leave(order: ProtectionOrder, taken: Taken) -> None:
    """The refusal stands."""
    _close(order, taken, "refused")


KEEP: dict[str, Callable[[ProtectionOrder, Taken], None]] = {
    "prepare_order": draft,
    "file_order": file,
    "accept_order": accept,
    "make_order": make,
    "refuse_order": refuse,
    "ask_reconsideration": ask_again,
    "record_service": serve,
    "extend_order": extend,
    "expire": expire,
    "revoke_order": revoke,
    "take_back_order": take_back,
    "leave_refused": leave,
}


def _decided(order: ProtectionOrder, taken: Taken, result: str) -> None:
    """A decision: when it was made, and the day from which the five days count (PO-31)."""
    since = order.po_accepted_at or order.po_filed_at
    order.po_made_at = _after(taken, "po_made_at", since, "作出时刻不能早于法院受理的时刻。")
    order.result = result
    order.po_effective_on = told_text(taken.facts.get("po_effective_on")) or _day_text(order.po_made_at)
    if any(clock.started[:10] != order.po_effective_on for clock in clocks.running(taken.item.ref, "PO-31")):
        clocks.end(taken, "PO-31", state="stopped")
    whose = "respondent" if result == "made" else "applicant"
    clocks.begin(taken, "PO-31", choice=whose, started=order.po_effective_on)


def _renew_validity(order: ProtectionOrder, taken: Taken, *, started: str | None) -> None:
    if order.po_expires_on:
        clocks.begin(taken, "PO-30", started=started, about=ORDER_CLOCK, due_on=order.po_expires_on)


def _close(order: ProtectionOrder, taken: Taken, result: str) -> None:
    order.result, order.ended_on = result, taken.happened_on[:10]
    finish_tasks(taken.item.case, "follow_up", "order_expiry", "reconsideration", stage=taken.item)


def _after(taken: Taken, fact: str, since: str | None, why_not: str) -> str:
    """The date told as FACT; raises Incomplete if it lies before what came first."""
    told = told_text(taken.facts.get(fact)) or taken.happened_on
    if since and earlier(told, since):
        raise Incomplete(why_not, field=fact)
    return told


def _day_text(moment: str) -> str:
    day = told_day(moment)
    return day.isoformat() if day else moment[:10]


def _tell_today(taken: Taken) -> None:
    stage = taken.item
    add_task(
        stage.case,
        "reconsideration",
        "当日告知本人：可在五日内申请复议",
        agency_id=stage.agency_id,
        user_id=stage.assignee_id,
        stage=stage,
        due_on=today(),
        urgent=True,
        rule="PO-31",
    )
