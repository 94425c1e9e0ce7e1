"""Time limits that run beside the states: opened, met and stopped in the transaction of the step.

Which fact starts a limit and which one ends it stands in `workflows/time_limits.yaml`; what is computed is in `law`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from mediation.db import SHANGHAI, db, now
from mediation.law.calendar import Due, stated_start
from mediation.law.holidays import Holidays
from mediation.law.rules import Law, TimeLimit
from mediation.law.time_limits import UNIT_LABELS, Span
from mediation.workflow.facts import plain
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken

if TYPE_CHECKING:
    from mediation.workflow.definition import Workflow

_known: list[tuple[Law, Holidays]] = []


def load(law: Law, holidays: Holidays) -> None:
    """Take the rules and the calendar. Called once, by create_app."""
    _known[:] = [(law, holidays)]


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
            _told(taken, _limit(clock.rule).chosen_or_first(clock.choice).ends)
            and not clock.about
            and not sibling
        ):
            _end(clock, taken)
        elif clock.subject == taken.item.ref and source and clock.rule in _left(flow, source, here):
            clock.state, clock.ended = "stopped", taken.happened_on
    for rule in here:
        if _told(taken, _limit(rule).chosen_or_first().starts):
            begin(taken, rule)


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

    It starts by STARTED, or by the fact that the rule names, or by the day of the step. A partial date starts no
    clock: None. DUE_ON is a date that a paper fixes itself (an instalment, the end of an order).
    """
    limit = _limit(rule)
    choice = choice or _told(taken, ("limit_choice",))
    told = started or _told(taken, limit.chosen_or_first(choice).starts) or taken.happened_on
    start = stated_start(told)
    if start is None or running(taken.item.ref, rule, about=about):
        return None
    due = Due(due_on, due_on) if due_on else limit.due(start, _known[0][1], choice=choice)
    clock = _row(taken, limit, due, choice, told, about)
    db.session.add(clock)
    db.session.flush()
    return clock


def end(taken: Taken, rule: str, *, about: str | None = None, state: str | None = None) -> None:
    """The clocks of RULE on this thing end: met or missed by the day of the ending fact, or in the STATE given."""
    for clock in running(taken.item.ref, rule, about=about):
        _end(clock, taken, state)


def _end(clock: Clock, taken: Taken, state: str | None = None) -> None:
    ended = _told(taken, _limit(clock.rule).chosen_or_first(clock.choice).ends) or taken.happened_on
    clock.ended = ended
    clock.state = state or ("met" if _in_time(clock, ended) else "missed")


def running_in(chain: str) -> Sequence[Clock]:
    """Every running clock of a case and of what is in it."""
    return db.session.scalars(select(Clock).where(Clock.chain == chain, Clock.state == "running")).all()


def running(subject: str, rule: str, *, about: str | None = None) -> Sequence[Clock]:
    """The running clocks of one rule on one thing."""
    query = select(Clock).where(Clock.subject == subject, Clock.rule == rule, Clock.state == "running")
    return db.session.scalars(query if about is None else query.where(Clock.about == about)).all()


def overdue(clock: Clock) -> bool:
    """Whether the conservative date has passed while the clock still runs."""
    return clock.state == "running" and clock.due_at < now()


def label_of(rule: str) -> str:
    """The name of a time limit as a worker reads it."""
    return _limit(rule).span.label


def _limit(rule: str) -> TimeLimit:
    return _known[0][0].limit(rule)


def _told(taken: Taken, names: tuple[str, ...]) -> str | None:
    """The first of these facts that the step told, as ISO text."""
    for name in names:
        if value := plain(taken.facts.get(name)):
            return str(value)
    return None


def _in_time(clock: Clock, ended: str) -> bool:
    if clock.unit == "hour" and len(ended) > len("2026-01-01"):
        return datetime.fromisoformat(ended).astimezone(UTC) <= _moment(clock.statutory_last)
    return ended[:10] <= clock.statutory_last[:10]


def _row(taken: Taken, limit: TimeLimit, due: Due, choice: str | None, started: str, about: str) -> Clock:
    item: Any = taken.item
    span = limit.chosen_or_first(choice)
    conservative = due.conservative.isoformat()
    return Clock(
        chain=item.chain,
        subject_kind=item.kind,
        subject=item.ref,
        rule=limit.id,
        choice=choice,
        amount=_amount(span),
        unit=span.unit,
        duty=limit.duty,
        agency_id=item.parts.get("in charge")
        or item.parts.get("who receives")
        or item.parts.get("of the case"),
        started=started,
        conservative=conservative,
        statutory_last=due.statutory_last.isoformat(),
        due_at=_moment(conservative),
        note=due.note,
        about=about,
    )


def _amount(span: Span) -> str:
    return f"{span.amount}{UNIT_LABELS[span.unit]}" if span.amount else "立即" if span.amount == 0 else "及时"


def _moment(text: str) -> datetime:
    """The end of a local day, or the moment itself, in UTC."""
    if len(text) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), SHANGHAI).astimezone(UTC)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).astimezone(UTC)
