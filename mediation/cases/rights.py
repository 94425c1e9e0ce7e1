"""The time limits of a party's own rights that no other step knows of: noted on the case, so that somebody reminds her.

Which of them can be noted stands with the step `note_time_limit` in workflows/one_stop.yaml (`law`); which of them are
recorded as used, with `meet_time_limit`: those noted, and those that other steps begin and none ends.
"""

from mediation.cases.models import Case
from mediation.db import db
from mediation.errors import Incomplete
from mediation.law.time_limits import Span, TimeLimit, length
from mediation.workflow import clocks
from mediation.workflow.engine import WORKFLOWS
from mediation.workflow.models import Clock
from mediation.workflow.words import Taken, rests_on

NOTE, MEET = "note_time_limit", "meet_time_limit"


def noted_rules() -> tuple[str, ...]:
    """The rules whose clock is noted by hand, in the order of the workflow file."""
    return _law_of(NOTE)


def used_rules() -> tuple[str, ...]:
    """The rules whose use is recorded by hand."""
    return _law_of(MEET)


def _law_of(trigger: str) -> tuple[str, ...]:
    steps = WORKFLOWS[Case.workflow].steps()
    return next((step.law for step in steps if step.trigger == trigger), ())


def right_choices() -> list[tuple[str, str]]:
    """Every right that can be noted, in plain words: how long, and from which day; each circumstance for itself."""
    return [
        (f"{rule}:{choice}" if choice else rule, _in_words(limit, span))
        for rule in noted_rules()
        for limit in [clocks.limit(rule)]
        for choice, span in _spans(limit)
    ]


def right_in_words(told: object) -> str:
    """What was chosen of `right_choices`, for the record of the case; empty for what is offered no more."""
    return dict(right_choices()).get(str(told), "")


def time_limit_in_words(told: object) -> str:
    """The time limit whose id a step told, for the record of the case."""
    clock = db.session.get(Clock, int(str(told))) if str(told).isdigit() else None
    if clock is None:
        return ""
    about = f"（{clock.about}）" if clock.about else ""
    return f"{clocks.label_of(clock.rule)}{about}"


def note_time_limit(taken: Taken) -> None:
    """The clock of the right begins on the day told; of a right in phases (MC-1077) each phase has its own.

    Raises Incomplete for a right that is not noted here, and for one that is noted already.
    """
    rule, _, choice = str(taken.facts.get("right") or "").partition(":")
    if rule not in noted_rules():
        raise Incomplete("请选择是哪一项权利。", field="right")
    limit = clocks.limit(rule)
    if clocks.running(taken.item.ref, rule):
        raise Incomplete(
            "这一项已经登记，正在计算；有变化的，先“登记权利已行使”。", rules=(rule,), field="right"
        )
    started = str(taken.facts.get("began_on") or "")
    for phase, span in limit.phases.items():
        clocks.begin(taken, rule, choice=phase, started=started, about=span.label)
    if not limit.phases:
        clocks.begin(taken, rule, choice=choice or None, started=started)
    if not clocks.running(taken.item.ref, rule):
        raise Incomplete("请写明是哪一天，只有月份不能计算期限。", rules=(rule,), field="began_on")


@rests_on("MC-LIM", "MC-1077", "XF-35", "JC-OBJ", "JC-EXE")
def right_noted(item: Case, actor: object) -> str | None:
    """There is a right whose time runs, and whose use no other step records."""
    return None if _hers(item) else "没有当事人的权利时限在计算"


def noted_choices(case: Case) -> list[tuple[int, str]]:
    """What the form of its end offers."""
    return [
        (clock.id, f"{clock.about or clocks.label_of(clock.rule)}（到 {clock.conservative[:10]}）")
        for clock in _hers(case)
    ]


def meet_time_limit(taken: Taken) -> None:
    """What was to be done was done on that day; the other phases of the same right are over with it. Raises Incomplete."""
    hers = _hers(taken.item)
    clock = next((one for one in hers if str(one.id) == str(taken.facts.get("clock"))), None)
    if clock is None:
        raise Incomplete("请选择是哪一项权利；它可能已经结束了。", field="clock")
    for other in hers:
        if (other.subject, other.rule) == (clock.subject, clock.rule) and other is not clock:
            clocks.end_one(other, taken, "stopped")
    clocks.end_one(clock, taken)


def _hers(case: Case) -> list[Clock]:
    """The rights that run in the case and in its agreements; never what is only the other side's (`silent`)."""
    rules = used_rules()
    running = [clock for clock in clocks.running_in(case.chain) if clock.rule in rules]
    return [one for one in running if not clocks.limit_of(one).chosen_or_first(one.choice).silent]


def _spans(limit: TimeLimit) -> list[tuple[str, Span]]:
    return list(limit.alternatives.items()) or [("", limit.span)]


def _in_words(limit: TimeLimit, span: Span) -> str:
    """「一般诉讼时效（3年，自…日起）」; a right in phases names each of them."""
    long = "，".join(f"{phase.label}{length(phase)}" for phase in limit.phases.values())
    if not long:
        long = length(span) if span.amount is not None else "没有固定天数"
    label = limit.span.label if span is limit.span else f"{limit.span.label}：{span.label}"
    return f"{label}（{long}，自{clocks.fact_in_words(span.starts[0])}起）"
