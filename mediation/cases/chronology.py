"""What cannot have happened before what: the one table of dates, and the answer to every step that breaks it.

A line names the step and its dated fact, and the facts before which it cannot lie. A fact of an earlier step is written
`workflow.trigger:fact` and is the first of its kind, with `last ` before it the last; one without a step is told by the
same step. `received` is the day on which the request reached the station; `ours` is the same day, but for a case that
was handed on to the station, where others may have worked earlier. What happened outside before anybody came here (a
call to the police, an order of the court, an application for aid) has no line: it may be older than the case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mediation.cases.models import Case
from mediation.cases.rules import case_of
from mediation.cases.work import Correction
from mediation.dates import day_in_words, earlier, moment_in_words
from mediation.db import db
from mediation.errors import Incomplete
from mediation.workflow.definition import Start, Step
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.facts import plain
from mediation.workflow.history import steps_in
from mediation.workflow.models import StepTaken

RECEIVED, OURS = "received", "ours"
_HANDED_ON = "transferred"
_LAST = "last "


@dataclass(frozen=True)
class Line:
    """The FACT of any of these STEPS (`workflow.trigger`, several with spaces between) comes after all of AFTER."""

    steps: str
    fact: str
    after: tuple[str, ...]
    rules: tuple[str, ...] = ()


_ASKED = "mediation.record_request:happened_on"
_REGISTERED = "mediation.accept:pm_registered_on"
_AGREED = "last mediation.agree:agreement_reached_on"
_CONSENTED = "counselling.consent:happened_on"
_PETITION = ("one_stop.start:petition_received_on", "help_request.accept:petition_received_on")

TABLE: tuple[Line, ...] = (
    # 维权求助和案件
    Line("help_request.accept", "accepted_on", (RECEIVED,), ("XF-23",)),
    Line("help_request.accept one_stop.inform", "petition_accepted_on", _PETITION, ("XF-23",)),
    Line("help_request.answer help_request.record_contact", "happened_on", (RECEIVED,)),
    Line("help_request.triage", "happened_on", (RECEIVED, "help_request.accept:accepted_on")),
    Line("help_request.answer one_stop.close", "petition_replied_on", _PETITION, ("XF-34",)),
    Line("one_stop.decline one_stop.transfer one_stop.inform", "petition_informed_on", _PETITION, ("XF-23",)),
    Line(
        "one_stop.draft_refusal one_stop.decline one_stop.withdraw one_stop.record_follow_up",
        "happened_on",
        (RECEIVED,),
    ),
    Line("one_stop.transfer", "sent_on", (RECEIVED,)),
    Line(
        "one_stop.lead_help_request one_stop.open_stage one_stop.open_protection one_stop.skip_stage "
        "one_stop.assess_danger one_stop.reassess_danger one_stop.inform one_stop.supervise one_stop.forward",
        "happened_on",
        (OURS,),
    ),
    Line("one_stop.close", "happened_on", (RECEIVED, "one_stop.record_follow_up:happened_on")),
    Line("one_stop.archive", "archived_on", (RECEIVED, "last one_stop.close:happened_on"), ("PM-27",)),
    Line("one_stop.reopen", "happened_on", ("last one_stop.close:happened_on",)),
    # 纠纷调解
    Line(
        "mediation.record_request mediation.screen_party mediation.record_consent mediation.name_mediator "
        "mediation.give_rights_notice mediation.record_contact mediation.hear_child",
        "happened_on",
        (OURS,),
    ),
    Line("mediation.accept", "pm_registered_on", (OURS, _ASKED), ("PM-17",)),
    Line("mediation.decline mediation.withdraw", "happened_on", (OURS, _ASKED)),
    Line("mediation.record_session", "held_at", (OURS, _REGISTERED), ("PM-17",)),
    Line(
        "mediation.record_no_show mediation.extend mediation.suspend",
        "happened_on",
        (OURS, _REGISTERED),
        ("PM-17",),
    ),
    Line("mediation.resume", "happened_on", ("last mediation.suspend:happened_on",)),
    Line("mediation.report_danger", "upper_told_on", ("escalation_found_at",), ("PM-25",)),
    Line(
        "mediation.agree",
        "agreement_reached_on",
        (
            OURS,
            _ASKED,
            "mediation.record_consent:happened_on",
            _REGISTERED,
            "mediation.record_session:held_at",
        ),
        ("PM-17",),
    ),
    Line("mediation.talk_again", "happened_on", (_AGREED,)),
    Line("mediation.stop", "mediation_ended_on", (OURS, _ASKED, _REGISTERED), ("PM-23",)),
    Line(
        "mediation.deliver_notice",
        "happened_on",
        ("last mediation.stop:mediation_ended_on", "mediation.decline:happened_on"),
        ("PM-23",),
    ),
    # 调解协议
    Line("agreement.revise agreement.cancel agreement.hand_out", "happened_on", (_AGREED,)),
    Line("agreement.record_performance", "performed_on", (OURS, _ASKED), ("PM-31",)),
    Line("agreement.urge agreement.report_breach agreement.end", "happened_on", (_AGREED,), ("PM-31",)),
    Line("agreement.resume", "happened_on", ("last agreement.report_breach:happened_on",)),
    Line(
        "agreement.accept_confirmation", "jc_accepted_on", ("last agreement.file_confirmation:jc_filed_on",)
    ),
    Line(
        "agreement.rule_confirmation",
        "jc_ruled_on",
        (
            "last agreement.file_confirmation:jc_filed_on",
            "last agreement.accept_confirmation:jc_accepted_on",
        ),
    ),
    Line("agreement.rule_confirmation", "jc_ruling_effective_on", ("jc_ruled_on",)),
    # 心理辅导
    Line(
        "counselling.consent counselling.decline counselling.record_no_show counselling.advise_doctor "
        "counselling.suspend counselling.end",
        "happened_on",
        (OURS,),
    ),
    Line("counselling.record_session", "held_at", (OURS, _CONSENTED), ("PI-PSY",)),
    Line("counselling.take_scale", "happened_on", (OURS, _CONSENTED), ("PI-PSY",)),
    Line("counselling.raise_alarm", "found_at", (OURS,)),
    Line("counselling.answer_alarm", "happened_on", ("counselling.raise_alarm:found_at",)),
    Line("counselling.resume", "happened_on", ("last counselling.suspend:happened_on",)),
    # 法律援助
    Line("legal_aid.ask_supplement", "asked_on", ("legal_aid.receive:la_received_on",)),
    Line("legal_aid.receive_supplement", "happened_on", ("last legal_aid.ask_supplement:asked_on",)),
    Line("legal_aid.withdraw legal_aid.finish", "happened_on", ("legal_aid.receive:la_received_on",)),
    Line("legal_aid.change_lawyer", "happened_on", ("legal_aid.assign_lawyer:la_assigned_on",)),
    # 安全保护
    Line("protection.plan_safety protection.report_upwards protection.record_visit", "happened_on", (OURS,)),
    Line("protection.end", "happened_on", (OURS,)),
    Line("protection.record_police_visit", "warning_visited_on", ("protection.register_warning:made_on",)),
    Line("protection.record_breach", "happened_at", ("protection.make_order:po_made_at",)),
    Line("protection.take_back_order", "happened_on", ("protection.file_order:po_filed_at",)),
    Line("protection.leave_refused", "happened_on", ("protection.refuse_order:po_made_at",)),
    Line("protection.revoke_order", "happened_on", ("protection.make_order:po_made_at",)),
    # 转介
    Line(
        "referral.report_progress referral.answer referral.urge referral.accept_on_paper "
        "referral.return_on_paper referral.answer_on_paper",
        "happened_on",
        (OURS,),
    ),
)


def out_of_order(item: Any, step: Step | Start, facts: Mapping[str, Any]) -> Incomplete | None:
    """Why a date among FACTS cannot be, with the name of the fact; None where nothing speaks against it.

    A month or a year is compared as far as it is known.
    """
    name = f"{item.workflow}.{step.trigger}"
    for line in TABLE:
        if name not in line.steps.split() or not (told := plain(facts.get(line.fact))):
            continue
        for before, value in _known(item, line, facts):
            if earlier(told, value):
                return Incomplete(_reason(before, value), rules=line.rules, field=line.fact)
    return None


def _known(item: Any, line: Line, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What LINE names and is known, with its date as ISO text."""
    case = case_of(item)
    for before in line.after:
        if before in (RECEIVED, OURS):
            known = "" if before == OURS and case.channel == _HANDED_ON else case.received_on
        elif ":" in before:
            known = _told_earlier(item, case, before)
        else:
            known = plain(facts.get(before))
        if known:
            yield before, str(known)


def _told_earlier(item: Any, case: Case, before: str) -> Any:
    """The first such fact of the thing itself, of its stage and of the case, or the last; a corrected date as corrected."""
    step, fact = before.removeprefix(_LAST).split(":")
    workflow, trigger = step.split(".")
    family = {item.ref, case.ref, getattr(getattr(item, "stage", None), "ref", item.ref)}
    rows = [row for row in steps_in(case.ref, trigger) if row.workflow == workflow and row.subject in family]
    corrected = _corrected(rows)
    dates = [corrected.get(row.id) or (row.facts or {}).get(fact) for row in rows]
    told = sorted((str(value) for value in dates if value), key=str)
    if not told:
        return None
    return told[-1] if before.startswith(_LAST) else told[0]


def _corrected(rows: Sequence[StepTaken]) -> dict[int, str]:
    """The day of those of these steps whose day was corrected."""
    query = select(Correction).where(
        Correction.step_id.in_([row.id for row in rows]), Correction.field == "happened_on"
    )
    return {row.step_id: str(row.new) for row in db.session.scalars(query.order_by(Correction.id))}


def _reason(before: str, value: str) -> str:
    day = day_in_words(value) if len(value) <= len("2026-01-01") else moment_in_words(value)
    if before in (RECEIVED, OURS):
        return f"不能早于收到求助的日期（{day}）。收到的日期登记错了的，请先在案件里“更正记录”。"
    if ":" not in before:
        return f"不能早于本页写明的前一个日期（{day}），请核对。"
    workflow, trigger = before.removeprefix(_LAST).partition(":")[0].split(".")
    flow = WORKFLOWS[workflow]
    label = flow.start.label if trigger == "start" else flow.steps(trigger)[0].label
    return f"不能早于“{label}”的日期（{day}），请核对。"
