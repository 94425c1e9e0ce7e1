"""What the steps of an agreement in effect bring about: each payment is watched until it is made."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mediation.db import now, today
from mediation.disputes import agreement_tasks as tasks
from mediation.disputes.models import Agreement, Obligation, Performance
from mediation.disputes.queries import as_date, as_yes, unmet
from mediation.errors import Incomplete
from mediation.law.calendar import rolled
from mediation.workflow import clocks
from mediation.workflow.words import Taken

BEFORE, AFTER = timedelta(days=3), timedelta(days=7)


def tell_remedies(taken: Taken) -> None:
    """Whoever is left without what was agreed knows that they may sue, or have it enforced (PM-32, JC-EXE).

    Raises Incomplete where that was not told.
    """
    if not as_yes(taken.facts.get("told_remedies")):
        raise Incomplete("请先告知本人可以向法院起诉，经法院确认的可以申请执行。", rules=("PM-32", "JC-EXE"))


def plan_performance(taken: Taken) -> None:
    """A clock for each payment (PM-31), and the tasks of the first of each line; the next follow."""
    agreement: Agreement = taken.item
    for row in agreement.obligations:
        clocks.begin(taken, "PM-31", started=row.due_on.isoformat(), about=row.label)
        if row.instalment == 1:
            _watch(agreement, row)
    if not agreement.obligations:
        tasks.add(agreement, "核实协议履行情况", "complete")


def _watch(agreement: Agreement, row: Obligation) -> None:
    """A reminder three days before the payment is due, and a call within seven days after.

    What was due before the agreement was signed or entered is not about to fall due: it is asked after, from today on.
    """
    where, rule, day = _where(row), "PM-31", today()
    remind, call = max(row.due_on - BEFORE, day), max(row.due_on + AFTER, day)
    if row.due_on >= day:
        tasks.add(agreement, f"{row.label}即将到期，提醒履行", where, verb="提醒", rule=rule, due_on=remind)
    tasks.add(agreement, f"{row.label}已到期，回访、督促履行", where, verb="回访", rule=rule, due_on=call)


def _watch_next(agreement: Agreement, row: Obligation) -> None:
    for other in agreement.obligations:
        follows = other.line == row.line and other.instalment == row.instalment + 1
        if follows and other.met_on is None and not tasks.wait(agreement, _where(other)):
            _watch(agreement, other)


def _where(row: Obligation) -> str:
    return f"record_performance?obligation={row.id}"


def keep_performance(taken: Taken) -> None:
    """What was done of one duty; paid up in parts or at once, it is met on the day of the last part."""
    agreement: Agreement = taken.item
    facts = taken.facts
    row = next((row for row in agreement.obligations if row.id == int(facts["obligation"])), None)
    day = as_date(facts["performed_on"])
    if row is None or day is None:
        raise Incomplete("请选择这份协议里的一项，并写明履行日期")
    _refuse_wrong_day(agreement, row, day, facts)
    part = Performance(
        key_id=agreement.key_id,
        performed_on=day,
        amount=_paid(row, facts),
        state=facts["state"],
        recorded_at=now(),
    )
    part.proof = facts.get("proof")
    row.performances.append(part)
    clocks.end(taken, "PM-31", about=row.label)
    if _is_met(row, facts["state"]):
        row.met_on = day
        tasks.finish(agreement, _where(row))
    _watch_next(agreement, row)
    if not unmet(agreement):
        tasks.finish(agreement)
        tasks.add(agreement, "各项都已履行，登记履行完毕", "complete")


def _refuse_wrong_day(agreement: Agreement, row: Obligation, day: date, facts: Mapping[str, Any]) -> None:
    """Raises Incomplete where the day and the words 按期, 逾期 do not fit (PM-31), or where an early payment has no
    word of explanation. A last day that is a day of rest moves to the next working day (Civil Code art. 203).
    """
    last = rolled(row.due_on, clocks.holidays()).statutory_last
    if facts["state"] == "full" and day > last:
        raise Incomplete(
            f"这一期的期限是{row.due_on}，这一天已经超过，请选“逾期但已足额”，或核对日期",
            rules=("PM-31",),
            field="state",
        )
    if agreement.effective_on and day < agreement.effective_on and not facts.get("early_ground"):
        raise Incomplete(
            f"这一天早于协议生效日（{agreement.effective_on}）。确是生效前自愿提前履行的，"
            "请在“提前履行的说明”里写明；不是的，请核对日期",
            rules=("PM-31",),
            field="performed_on",
        )


def _paid(row: Obligation, facts: Mapping[str, Any]) -> int | None:
    """Fen paid now; without a sum, in full is what was left. Raises Incomplete where that is too little."""
    if row.amount is None or facts["state"] == "none":
        return None
    left = row.amount - row.paid
    given: int | None = facts.get("amount")
    if facts["state"] in ("full", "late"):
        if given is not None and given < left:
            raise Incomplete("金额少于这一期还欠的数额，请改选“部分履行”或核对金额", rules=("PM-31",))
        return left if given is None else given
    if given is None:
        raise Incomplete("部分履行的，请写明金额", rules=("PM-31",))
    return given


def _is_met(row: Obligation, state: str) -> bool:
    if row.amount is None:
        return state in ("full", "late")
    return row.paid >= row.amount


def keep_urging(taken: Taken) -> None:
    """Whoever was urged has been watched: the clocks of what was due by that day end (PM-31)."""
    for clock in clocks.running(taken.item.ref, "PM-31"):
        if clock.started[:10] <= taken.happened_on[:10]:
            clocks.end(taken, "PM-31", about=clock.about)


def close_agreement(taken: Taken) -> None:
    """Nothing more is to be done: its tasks are finished, its clocks stopped."""
    tasks.finish(taken.item)
    clocks.stop_all(taken)
