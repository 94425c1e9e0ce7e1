"""Time limits in a case: their pauses and extensions as steps, and the reminders that go with them."""

from typing import Any

from sqlalchemy import select, update

from mediation.cases.models import Case
from mediation.cases.work import Task
from mediation.db import db, now
from mediation.errors import Incomplete
from mediation.people.roles import ROLES
from mediation.workflow import clock_changes, clocks
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken, rests_on

APPROVERS = ("supervisor",)


def rest_clocks(taken: Taken) -> None:
    """The work rests: each time limit as its rule says, and never more (see `clock_changes.rest`)."""
    clock_changes.rest(taken)


def run_clocks(taken: Taken) -> None:
    """The work goes on, and the time limits that rested with it."""
    clock_changes.go_on(taken)


@rests_on("XF-34", "JC-187", "JC-5-5", "LA-43A")
def time_limit_runs(item: Case, actor: Any) -> str | None:
    """There is a time limit whose rule knows a pause or an extension."""
    return None if changeable(item.chain) else "没有可以中止或延长的期限在计算"


def changeable(chain: str) -> list[Clock]:
    """The time limits of a case that its owner may record as paused, resumed or extended.

    Extension by consent of the parties belongs to the mediation, which asks each of them (PM-LIMIT, PM-CT1).
    """
    return [clock for clock in clocks.running_in(chain) if _changeable(clock)]


def _changeable(clock: Clock) -> bool:
    limit = clocks.limit_of(clock)
    return limit.pause is not None or (limit.extension is not None and limit.extension.by == "approval")


def change_time_limit(taken: Taken) -> None:
    """A pause, its end, or an extension, as told by whoever may grant it. Our own time is extended by a supervisor alone.

    Raises Incomplete where the rule does not know it (XF-34, JC-187, JC-5-5, LA-43A).
    """
    facts = taken.facts
    clock = _told_clock(taken)
    day = str(facts.get("at") or taken.happened_on)
    if facts["change"] == "pause":
        clock_changes.pause(taken, clock, on=day)
    elif facts["change"] == "resume":
        clock_changes.resume(taken, clock, on=day)
    else:
        _refuse_without_approval(taken, clock)
        clock_changes.extend(taken, clock, until=facts.get("until"))


def _told_clock(taken: Taken) -> Clock:
    for clock in changeable(taken.item.chain):
        if str(clock.id) == str(taken.facts.get("clock")):
            return clock
    raise Incomplete("请选择是哪一个期限；它可能已经结束了。")


def _refuse_without_approval(taken: Taken, clock: Clock) -> None:
    if clock.duty == "us" and taken.actor.role not in APPROVERS:
        raise Incomplete(f"本站自己的期限，延长要由{ROLES['supervisor']}批准并登记。", rules=(clock.rule,))
    if clock.duty == "us" and not taken.facts.get("told_reason"):
        raise Incomplete("延长要告知当事人理由，请告知后再登记。", rules=(clock.rule,))


def take_reminders_away(clock: Clock) -> None:
    """What reminded of a time limit that has ended, rests or has another end is off the lists."""
    db.session.execute(
        update(Task).where(Task.clock_id == clock.id, Task.done_at.is_(None)).values(done_at=now())
    )


def clock_choices(case: Case) -> list[tuple[Any, str]]:
    """What the form of a pause or an extension offers."""
    return [
        (clock.id, f"{clocks.label_of(clock.rule)}（到 {clock.conservative[:16].replace('T', ' ')}）")
        for clock in changeable(case.chain)
    ]


def clocks_of_case(case: Case) -> list[Clock]:
    """Every time limit of a case and of what is in it, ended ones too, in the order in which they began."""
    return list(db.session.scalars(select(Clock).where(Clock.chain == case.chain).order_by(Clock.id)))
