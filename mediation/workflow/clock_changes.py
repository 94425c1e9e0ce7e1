"""A time limit rests, goes on, or gets a later end: only on the ground that its rule names, and never silently."""

from datetime import date, datetime, timedelta
from typing import cast

from mediation.db import SHANGHAI
from mediation.errors import Incomplete
from mediation.law.calendar import Due, Start, Unit, local_day, rolled, shifted, stated_start
from mediation.workflow import clocks
from mediation.workflow.clock_plan import local_end
from mediation.workflow.clock_rows import keep_event, new_clock, set_end
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken


def rest(taken: Taken) -> None:
    """The work rests. A clock whose rule stops with it stops; the others run on, and the day is recorded apart.

    Neither 若干规定第33条 (PM-LIMIT) nor 法律援助法第43条 (LA-43A) says that time does not count meanwhile.
    """
    for clock in _of(taken):
        allowed = clocks.limit_of(clock).pause
        if allowed and allowed.automatic:
            pause(taken, clock, on=taken.happened_on)
        else:
            keep_event(clock, "apart", taken, ground="环节中止，期限照算", before=clock.conservative)


def go_on(taken: Taken) -> None:
    """The work goes on: what rested with it runs again; of the others the day is recorded apart."""
    for clock in _of(taken):
        if clock.state == "paused":
            resume(taken, clock, on=taken.happened_on)
        else:
            keep_event(clock, "apart", taken, ground="环节恢复，期限照算", before=clock.conservative)


def pause(taken: Taken, clock: Clock, *, on: str) -> None:
    """Time does not count from this day or moment on. Raises Incomplete where the rule names no ground for it."""
    allowed = clocks.limit_of(clock).pause
    if allowed is None:
        raise Incomplete(
            f"“{clocks.label_of(clock.rule)}”依法不因中止而停止计算，不能登记中止。", rules=(clock.rule,)
        )
    if clock.state != "running":
        raise Incomplete("这个期限已经中止，请先登记恢复。", rules=(clock.rule,))
    start = _stated(on, clock)
    if local_day(start) > local_day(local_end(clock.conservative)):
        raise Incomplete("中止的日期晚于期限届满日，请核对。", rules=(clock.rule,))
    clock.state, clock.paused_on = "paused", on
    clocks.keep(clock)
    keep_event(clock, "paused", taken, happened_on=on, ground=allowed.ground, before=clock.conservative)


def resume(taken: Taken, clock: Clock, *, on: str) -> None:
    """Time counts again: what was left is still left, in hours to the minute. Raises Incomplete."""
    if clock.state != "paused" or clock.paused_on is None:
        raise Incomplete("这个期限没有中止，不用登记恢复。", rules=(clock.rule,))
    paused, resumed = _stated(clock.paused_on, clock), _stated(on, clock)
    before, end = clock.conservative, _stated(clock.conservative, clock)
    try:
        last = shifted(end, paused, resumed, cast(Unit, clock.unit), clocks.holidays())
    except ValueError as wrong:
        raise Incomplete(str(wrong), rules=(clock.rule,)) from None
    clock.paused_for += _minutes(paused, resumed)
    clock.state, clock.paused_on, clock.rung = "running", None, 0
    rolls = clock.rolls and not isinstance(last, datetime)
    set_end(clock, rolled(local_day(last), clocks.holidays()) if rolls else Due(last, last))
    clocks.keep(clock)
    keep_event(clock, "resumed", taken, happened_on=on, before=before)


def extend(taken: Taken, clock: Clock, *, until: date | None = None) -> Clock:
    """A later end: by as much as the law gives, or to the day UNTIL where it gives no number. The old clock is kept.

    Raises Incomplete where the rule knows no extension, where it was extended already (a number is given once), where
    UNTIL is missing or lies before the present end.
    """
    limit = clocks.limit_of(clock)
    allowed = limit.extension
    if allowed is None:
        raise Incomplete(f"“{clocks.label_of(clock.rule)}”没有规定可以延长。", rules=(clock.rule,))
    if clock.state == "paused":
        raise Incomplete("这个期限正在中止，请先登记恢复。", rules=(clock.rule,))
    if allowed.amount is None:
        due = _to_the_day(clock, until)
    elif clock.follows_id:
        raise Incomplete("这个期限已经延长过一次，法律没有规定再延长。", rules=(clock.rule,))
    else:
        start = stated_start(clock.started)
        assert start is not None  # no clock begins without a stated day
        due = limit.due(start, clocks.holidays(), choice=clock.choice, extended=True)
        if clock.paused_for:
            later = local_day(due.conservative) + timedelta(minutes=clock.paused_for)
            due = rolled(later, clocks.holidays()) if clock.rolls else Due(later, later)
    return _followed(taken, clock, due, ground=allowed.ground)


def follow(taken: Taken, clock: Clock, until: date, *, started: str | None = None, ground: str = "") -> Clock:
    """The same limit with the end that a new paper states (a longer order of the court); the old one is kept."""
    return _followed(taken, clock, Due(until, until), ground=ground, started=started)


def _followed(taken: Taken, clock: Clock, due: Due, *, ground: str, started: str | None = None) -> Clock:
    before = clock.conservative
    limit = clocks.limit_of(clock)
    clock.state, clock.ended = "extended", taken.happened_on
    clocks.keep(clock)
    longer = new_clock(
        taken,
        limit,
        due,
        source=clock.source,
        choice=clock.choice,
        started=started or clock.started,
        about=clock.about,
    )
    longer.follows_id, longer.paused_for, longer.agency_id = clock.id, clock.paused_for, clock.agency_id
    longer.subject_kind, longer.subject = clock.subject_kind, clock.subject
    clocks.keep(longer)
    keep_event(longer, "extended", taken, ground=ground, before=before)
    return longer


def _to_the_day(clock: Clock, until: date | None) -> Due:
    if until is None:
        raise Incomplete("法律没有写明延长多少，请写明延长到哪一天。", rules=(clock.rule,))
    if until.isoformat() <= clock.conservative[:10]:
        raise Incomplete(
            f"延长后的日期要晚于现在的期限（{clock.conservative[:10]}），请核对", rules=(clock.rule,)
        )
    return Due(until, until)


def _of(taken: Taken) -> list[Clock]:
    return [clock for clock in clocks.running_in(taken.item.chain) if clock.subject == taken.item.ref]


def _stated(text: str, clock: Clock) -> Start:
    """The day, or for a limit in hours the moment. Raises Incomplete for a month or a year."""
    start = stated_start(text)
    if start is None:
        raise Incomplete("请写明是哪一天，只有月份不能登记。", rules=(clock.rule,))
    if clock.unit == "hour":
        return (
            start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time(), SHANGHAI)
        )
    return local_day(start)


def _minutes(paused: Start, resumed: Start) -> int:
    if isinstance(paused, datetime) and isinstance(resumed, datetime):
        return int((resumed - paused).total_seconds() // 60)
    return (local_day(resumed) - local_day(paused)).days * 24 * 60
