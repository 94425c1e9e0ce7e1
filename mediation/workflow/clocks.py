"""Time limits that run beside the states: opened, met, paused, extended and stopped in the transaction of the step.

Which fact starts a limit and which one ends it stands in `workflows/time_limits.yaml`; what is computed is in `law`.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from mediation.db import db, now
from mediation.law.calendar import Due, local_day, stated_start
from mediation.law.holidays import Holidays
from mediation.law.rules import Law
from mediation.law.time_limits import NO_NUMBER, TimeLimit
from mediation.law.versions import Rung
from mediation.people.models import Agency
from mediation.workflow.clock_plan import local_end, plan
from mediation.workflow.clock_rows import keep_event, new_clock
from mediation.workflow.facts import plain
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

if TYPE_CHECKING:
    from mediation.workflow.definition import Workflow

LIVE = ("running", "paused")
Watcher = Callable[[Clock], None]

_known: list[tuple[Law, Holidays]] = []
_settings: dict[str, str] = {}
_watchers: list[Watcher] = []


def load(law: Law, holidays: Holidays, *, province: str = "", watchers: Sequence[Watcher] = ()) -> None:
    """Take the rules, the calendar and the province that the configuration names. Called once, by create_app.

    Each watcher is told of a clock that has ended, rests or has another end: what reminded of it is out of date.
    """
    _known[:] = [(law, holidays)]
    _settings["province"] = province
    _watchers[:] = watchers


def turn(taken: Taken, flow: "Workflow", *, source: str | None) -> None:
    """The step has been taken. A fact told anywhere in a case ends the clocks that wait for it; a clock that does not
    run in the state entered stops; a starting fact begins those of the state entered.
    """
    here = flow.stop(taken.item.state).clocks
    own_rules = {rule for state in flow.states for rule in flow.stop(state).clocks}
    for clock in running_in(taken.item.chain):
        # Of two stages of a kind side by side, each meets its own clocks.
        sibling = clock.subject != taken.item.ref and clock.rule in own_rules
        if (
            _told(taken, limit_of(clock).chosen_or_first(clock.choice).ends)
            and not clock.about
            and not sibling
        ):
            _end(clock, taken)
        elif clock.subject == taken.item.ref and source and clock.rule in _left(flow, source, here):
            _close(clock, taken, "stopped", taken.happened_on)
    for rule in here:
        limit = _law().limit(rule)
        if limit.of_sides and not _told_choice(taken, rule):
            continue
        if _told(taken, limit.chosen_or_first().starts):
            _begin_and_perhaps_end(taken, rule)


def _begin_and_perhaps_end(taken: Taken, rule: str) -> None:
    """What was found and reported in one step is met from the start."""
    clock = begin(taken, rule)
    if clock and _told(taken, limit_of(clock).chosen_or_first(clock.choice).ends):
        _end(clock, taken)


def _left(flow: "Workflow", source: str, here: tuple[str, ...]) -> set[str]:
    return set(flow.stop(source).clocks) - set(here)


def begin(
    taken: Taken,
    rule: str,
    *,
    choice: str | None = None,
    started: str | None = None,
    about: str = "",
    due_on: date | None = None,
) -> Clock | None:
    """A clock for RULE on the thing of the step, unless the same one runs already.

    It starts by STARTED, or by the fact that the rule names, or by the day of the step; the version of the rule and the
    rule of the province are those of that day, and stay. A partial date starts no clock: None; nor does a rule of
    some provinces elsewhere. DUE_ON is a date that a paper fixes itself (an instalment, the end of an order).
    """
    choice = choice or _told_choice(taken, rule)
    told = started or _told(taken, _law().limit(rule).chosen_or_first(choice).starts) or taken.happened_on
    start = stated_start(told)
    if start is None or running(taken.item.ref, rule, about=about):
        return None
    limit = _law().limit_on(rule, local_day(start), _province(taken))
    if limit.only_provincial and limit.province is None:
        return None
    due = Due(due_on, due_on) if due_on else limit.due(start, _known[0][1], choice=choice)
    clock = new_clock(
        taken, limit, due, source=_law().source_of(limit), choice=choice, started=told, about=about
    )
    if local_day(start) < limit.valid_from:
        clock.note = _joined(clock.note, f"起算时这一版（{limit.valid_from}起施行）尚未施行，按它推算")
    keep(clock)
    keep_event(clock, "begun", taken, happened_on=told)
    return clock


def end(taken: Taken, rule: str, *, about: str | None = None, state: str | None = None) -> None:
    """The clocks of RULE on this thing end: met or missed by the day of the ending fact, or in the STATE given."""
    for clock in running(taken.item.ref, rule, about=about):
        _end(clock, taken, state)


def end_one(clock: Clock, taken: Taken, state: str | None = None) -> None:
    """This clock ends, whatever it is on: met or missed by the day of the ending fact, or in the STATE given."""
    _end(clock, taken, state)


def stop_all(taken: Taken) -> None:
    """The thing is over: none of its clocks runs any longer."""
    for clock in running_in(taken.item.chain):
        if clock.subject == taken.item.ref:
            _close(clock, taken, "stopped", taken.happened_on)


def _end(clock: Clock, taken: Taken, state: str | None = None) -> None:
    ended = _told(taken, limit_of(clock).chosen_or_first(clock.choice).ends) or taken.happened_on
    _close(clock, taken, state or ("met" if _in_time(clock, ended) else "missed"), ended)


def _close(clock: Clock, taken: Taken, state: str, ended: str) -> None:
    clock.state, clock.ended = state, ended
    keep(clock)
    if state != "extended":
        keep_event(clock, state, taken, happened_on=ended)


def keep(clock: Clock) -> None:
    """CLOCK is new, or another: when the worker looks next is set anew, and whoever watches is told."""
    known = clock in db.session and clock.id is not None
    clock.next_at = _next(clock)
    db.session.add(clock)
    db.session.flush()
    for watch in _watchers if known else ():
        watch(clock)


def _next(clock: Clock) -> datetime | None:
    """The first notice of its plan; what a late entry has already passed is due at once."""
    notices = plan(clock, limit_of(clock), ladder())
    return notices[0][0] if notices else None


def running_in(chain: str) -> Sequence[Clock]:
    """Every clock of a case and of what is in it that has not ended; those that rest too."""
    return db.session.scalars(select(Clock).where(Clock.chain == chain, Clock.state.in_(LIVE))).all()


def running(subject: str, rule: str, *, about: str | None = None) -> Sequence[Clock]:
    """The clocks of one rule on one thing that have not ended."""
    query = select(Clock).where(Clock.subject == subject, Clock.rule == rule, Clock.state.in_(LIVE))
    return db.session.scalars(query if about is None else query.where(Clock.about == about)).all()


def overdue(clock: Clock) -> bool:
    """Whether the conservative date has passed while the clock still runs; never where nobody named a number."""
    return clock.state == "running" and clock.due_at < now() and clock.amount != NO_NUMBER


def label_of(rule: str) -> str:
    """The name of a time limit as a worker reads it."""
    return _law().limit(rule).span.label


def limit(rule: str) -> TimeLimit:
    """The time limit of a rule as it is today. Raises LookupError."""
    return _law().limit(rule)


def fact_in_words(fact: str) -> str:
    """What a fact of the time limits is called. Raises KeyError."""
    return _law().facts[fact]


def limit_of(clock: Clock) -> TimeLimit:
    """The version of the rule under which CLOCK began, with what its province says."""
    law = _law()
    if not clock.rule_version:
        return law.limit(clock.rule)
    start = stated_start(clock.started)
    version = law.version(clock.rule, date.fromisoformat(clock.rule_version))
    return version.in_province(clock.province, local_day(start)) if clock.province and start else version


def sentence_of(clock: Clock) -> str:
    """The rule in words, as it stood when CLOCK began."""
    return limit_of(clock).sentence or _law().rule(clock.rule).zh


def certainty_of(rule: str) -> str:
    """How sure we are of a rule: V, S, M or L."""
    return _law().rule(rule).certainty[:1]


def ladder() -> tuple[Rung, ...]:
    """To whom an overdue duty goes, and when."""
    return _law().escalation


def holidays() -> Holidays:
    """The calendar of the station."""
    return _known[0][1]


def _law() -> Law:
    return _known[0][0]


def _province(taken: Taken) -> str:
    """GB/T 2260, two digits: what the configuration says, else of the district of the agency that owns the case."""
    if told := _settings["province"]:
        return told
    parts = taken.item.parts
    agency = db.session.get(Agency, parts.get("of the case") or parts.get("in charge") or 0)
    return agency.district[:2] if agency else ""


def _told_choice(taken: Taken, rule: str) -> str | None:
    """The alternative that the step told, if it is one of this rule's."""
    limit, told = _law().limit(rule), _told(taken, ("limit_choice",))
    return told if told in (limit.alternatives or limit.phases) else None


def _told(taken: Taken, names: tuple[str, ...]) -> str | None:
    """The first of these facts that the step told, as ISO text."""
    for name in names:
        if value := plain(taken.facts.get(name)):
            return str(value)
    return None


def _in_time(clock: Clock, ended: str) -> bool:
    if clock.amount == NO_NUMBER:
        return True
    if clock.unit == "hour" and len(ended) > len("2026-01-01"):
        return datetime.fromisoformat(ended).astimezone(UTC) <= local_end(clock.statutory_last) + _grace(
            clock
        )
    return ended[:10] <= clock.statutory_last[:10]


def _grace(clock: Clock) -> timedelta:
    """The law says 立即 and names no hour: what is done within the station's own aim was done at once."""
    limit = limit_of(clock)
    at_once = limit.chosen_or_first(clock.choice).amount == 0
    return timedelta(hours=limit.aim or 0) if at_once else timedelta()


def _joined(*notes: str) -> str:
    return "；".join(note for note in notes if note)
