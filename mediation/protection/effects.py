"""What a step brings about."""

from datetime import date
from typing import Any

from mediation.cases.alarms import ask_anew
from mediation.cases.tasks import add_task, finish_tasks
from mediation.dates import earlier
from mediation.db import db, today
from mediation.errors import Incomplete
from mediation.protection.models import Shelter
from mediation.protection.orders import KEEP, order_for
from mediation.protection.queries import order_under_way, stays_of
from mediation.protection.validity import told_day, told_text
from mediation.protection.visits import reminders, visits
from mediation.workflow import clocks
from mediation.workflow.history import steps_of
from mediation.workflow.words import Taken

REPORTS = {
    "report_to_police": "report_to_police",
    "report_upwards": "report_upwards",
    "record_breach": "report_to_police",
}
CLEAN_VISITS = 3  # after so many without new violence the police visit no more; DV-34-12


def keep_order(taken: Taken) -> None:
    """The order as the step tells it; one row per application."""
    order = order_for(taken)
    KEEP[taken.step.trigger](order, taken)


def plan_order_visits(taken: Taken) -> None:
    """Visits and reminders as dated work, from the decision to the end of the order (PO-18, PO-30)."""
    stage, order = taken.item, order_under_way(taken.item)
    finish_tasks(stage.case, "follow_up", "order_expiry", stage=stage)
    if order is None or order.po_expires_on is None:
        return
    since = told_day(taken.facts.get("decided_on")) or told_day(order.po_made_at) or today()
    for day, text in visits(since, order.po_expires_on):
        _plan(taken, "follow_up", text, day, step="record_visit", verb="登记回访", rule="PO-18")
    for day, text, urgent in reminders(order.po_expires_on):
        _plan(taken, "order_expiry", text, day, step="extend_order", rule="PO-30", urgent=urgent)


def meet_report_task(taken: Taken) -> None:
    """The report that was owed is made: to the police, or to the upper federation (PM-DV, DV-R05)."""
    if taken.step.trigger != "record_breach" or taken.facts.get("told_police_at"):
        finish_tasks(taken.item.case, REPORTS[taken.step.trigger])


def refuse_against_her_wish(taken: Taken) -> None:
    """Nobody is reported for or sheltered against their will, but on a ground that is written down (DV-10-3, PI-13).

    Raises Incomplete; who did it themselves need not be asked.
    """
    told = taken.facts
    if told.get("by_whom") == "self" or told.get("her_wish") == "agreed" or told.get("ground"):
        return
    raise Incomplete(
        "请先听取并登记本人意愿；没有本人同意的，写明理由（未成年人、生命危险、涉嫌犯罪等）。",
        rules=("DV-10-3", "PI-13"),
    )


def mark_violence(taken: Taken) -> None:
    """The case is one of domestic violence from here on: its safeguards hold (DV-10-13, PM-DV)."""
    taken.item.case.violence = True


def owe_legal_education(taken: Taken) -> None:
    """The police told us of a warning: the federation owes the respondent legal education (DV-22)."""
    if taken.facts.get("warning_notice_received_on"):
        _task(
            taken,
            "legal_education",
            "收到告诫通知：对加害人进行法治教育",
            step="record_education",
            rule="DV-22",
        )


def meet_education_task(taken: Taken) -> None:
    """Legal education was given."""
    finish_tasks(taken.item.case, "legal_education", stage=taken.item)


def plan_next_police_visit(taken: Taken) -> None:
    """The next visit of the police is due in three months, unless three in a row found nothing (DV-34-12).

    Violence again: report anew, at once.
    """
    if taken.facts.get("again"):
        _task(
            taken,
            "report_to_police",
            "查访发现再犯：协助报警并重新评估危险",
            step="report_to_police",
            urgent=True,
        )
    found = [bool((row.facts or {}).get("again")) for row in steps_of(taken.item.ref, "record_police_visit")]
    if len(found) < CLEAN_VISITS or any(found[-CLEAN_VISITS:]):
        clocks.begin(
            taken, "DV-34-12", choice="next_visit", started=told_text(taken.facts.get("warning_visited_on"))
        )


def meet_federation_visit(taken: Taken) -> None:
    """The visit that some provinces ask of the federation after a written warning was made (DV-PROV-WF)."""
    clocks.end(taken, "DV-PROV-WF")


def keep_shelter(taken: Taken) -> None:
    """A stay in a shelter: begun, extended or over. Where it is goes into its sealed slot alone (DV-10-4)."""
    if taken.step.trigger == "enter_shelter":
        _enter(taken)
        return
    stay = stays_of(taken.item)[-1]
    if taken.step.trigger == "extend_shelter":
        stay.shelter_extended_on = _in_stay(taken, stay, "shelter_extended_on", "备案日期不能早于入住日期。")
        stay.until = told_day(taken.facts.get("until"))
        clocks.begin(taken, "DV-18", started=stay.shelter_extended_on, due_on=stay.until)
    else:
        stay.shelter_out_on = _in_stay(taken, stay, "shelter_out_on", "离开日期不能早于入住日期。")
        if taken.facts.get("safe") is False:
            ask_anew(taken.item.case, "离开庇护时不安全：重新评估危险")


def _enter(taken: Taken) -> None:
    facts = taken.facts
    stay = Shelter(
        key_id=taken.item.key_id,
        stage_id=taken.item.id,
        children=list(facts.get("children", [])),
        shelter_in_on=told_text(facts.get("shelter_in_on")) or taken.happened_on,
    )
    stay.place = facts.get("shelter_place")
    db.session.add(stay)


def _in_stay(taken: Taken, stay: Shelter, fact: str, why_not: str) -> str:
    told = told_text(taken.facts.get(fact)) or taken.happened_on
    if earlier(told, stay.shelter_in_on):
        raise Incomplete(why_not, rules=("DV-18",), field=fact)
    return told


def _plan(taken: Taken, kind: str, text: str, day: date, **more: Any) -> None:
    """Work for a day that has not passed: an order recorded late brings no work of the past."""
    if day >= today():
        _task(taken, kind, text, due_on=day, **more)


def _task(taken: Taken, kind: str, text: str, *, step: str, **more: Any) -> None:
    stage = taken.item
    add_task(
        stage.case,
        kind,
        text,
        link=f"/cases/{stage.case.ref}/{stage.ref}/{step}",
        agency_id=stage.agency_id,
        user_id=stage.assignee_id,
        stage=stage,
        **more,
    )
