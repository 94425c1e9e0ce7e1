"""The versions of a time limit, one after another without a gap; and the ladder that an overdue duty climbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from mediation.law.lined import Entry
from mediation.law.time_limits import TimeLimit

LADDER = ("worker", "supervisor", "leader")
RUNG_FIELDS = frozenset({"to", "days", "hours"})


@dataclass(frozen=True)
class Rung:
    """To whom an overdue duty goes, so many days after the conservative date; hours for limits in hours."""

    to: str
    days: int
    hours: int

    def after(self, unit: str) -> timedelta:
        """How long after the end of a limit in that unit."""
        return timedelta(hours=self.hours) if unit == "hour" else timedelta(days=self.days)


def one_after_another(told: Sequence[tuple[Entry, TimeLimit]]) -> tuple[TimeLimit, ...]:
    """The versions of one limit, oldest first. Raises `BadFile` where they overlap, leave a gap or stand in disorder."""
    for (_entry, before), (entry, limit) in pairwise(told):
        if before.valid_to is None:
            raise entry.bad(f"前一版（自 {before.valid_from} 起）没有写 to，两版重叠")
        if limit.valid_from <= before.valid_to:
            raise entry.bad(f"这一版自 {limit.valid_from} 起，前一版到 {before.valid_to} 止，两版重叠")
        if limit.valid_from != before.valid_to + timedelta(days=1):
            raise entry.bad(f"前一版到 {before.valid_to} 止，这一版自 {limit.valid_from} 起，中间留空")
    entry, newest = told[-1]
    if newest.valid_to is not None:
        raise entry.bad("最新的一版不要写 to；期限废止的，删去这一项，在 law.yaml 的 effect 写明“已废止”")
    return tuple(limit for _entry, limit in told)


def read_escalation(path: Path, top: Entry) -> tuple[Rung, ...]:
    """The rungs, in order. Raises `BadFile` where somebody is named twice or a higher rung comes sooner."""
    listed = top.fields.get("escalation")
    if not isinstance(listed, list) or not listed:
        raise top.bad("缺少“escalation”：逾期后逐级上报给谁、几天后")
    rungs: list[Rung] = []
    for part in listed:
        entry = Entry.of(path, top.line, part, RUNG_FIELDS)
        rung = Rung(entry.word("to", LADDER), entry.number("days") or 0, entry.number("hours") or 0)
        before = rungs[-1] if rungs else None
        if before and LADDER.index(rung.to) <= LADDER.index(before.to):
            raise entry.bad("escalation 要按 worker、supervisor、leader 的顺序，各写一次")
        if before and (rung.days < before.days or rung.hours < before.hours):
            raise entry.bad("上一级不能比下一级更早接到")
        rungs.append(rung)
    return tuple(rungs)
