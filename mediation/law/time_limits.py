"""The time limits of the law, as `workflows/time_limits.yaml` states them: how long, from which fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType
from typing import cast

from mediation.errors import Incomplete
from mediation.law.calendar import Due, Start, Unit, local_day, period, validity
from mediation.law.holidays import Holidays
from mediation.law.lined import Entry

KINDS = ("deadline", "ext", "right", "guard", "warn", "notice", "doc", "data", "info")
DUTIES = (
    "us",
    "mediation_committee",
    "court",
    "police",
    "legal_aid",
    "civil_affairs",
    "petition_office",
    "mandatory_reporter",
    "party",
)
UNIT_LABELS = {"hour": "小时", "day": "日", "working_day": "个工作日", "month": "个月", "year": "年"}

AT_ONCE = "应当立即办理"
PROMPTLY = "法律只写“及时”，没有规定天数，请尽快办理"
UNTIL_THEN = "没有固定天数，到所列事实发生为止"

SPAN_FIELDS = frozenset({"label", "amount", "unit", "starts", "ends"})
EXTENSION_FIELDS = frozenset({"amount", "ground"})
LIMIT_FIELDS = (
    SPAN_FIELDS | {"id", "also", "rolls", "duty", "kind", "reminders", "validity", "waits"}
    | {"alternatives", "phases", "extension", "aim"}
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """How long, and between which facts. `amount` 0 is at once; None means that the law names no number."""

    label: str
    amount: int | None
    unit: Unit
    starts: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Extension:
    """By how much (unit of the limit; None: the law names no number) and on what ground."""

    amount: int | None
    ground: str


@dataclass(frozen=True)
class TimeLimit:
    """One clock of the law. `id` is its rule, `also` are other rules that say the same (PM-33, JC-205).

    `alternatives` differ by source or circumstance, `phases` follow each other (MC-1077); `must_choose` where
    no number holds for all of them. `reminders` are days before the conservative date, earliest first.
    `validity`: a time of being valid, never rolled. `waits`: nothing is to be done before the end.
    `aim`: the station's own number (same unit) where the law has none.
    """

    id: str
    also: tuple[str, ...]
    span: Span
    rolls: bool
    duty: str
    kind: str
    reminders: tuple[int, ...] = ()
    validity: bool = False
    waits: bool = False
    alternatives: Mapping[str, Span] = field(default_factory=dict, hash=False)
    phases: Mapping[str, Span] = field(default_factory=dict, hash=False)
    extension: Extension | None = None
    aim: int | None = None
    must_choose: bool = False

    def chosen(self, choice: str | None = None) -> Span:
        """The span of an alternative or a phase; without a choice the general one, or the first phase.

        Raises `Incomplete`, with the possible answers, if a choice is needed or is none of them.
        """
        offered = self.alternatives or self.phases
        if choice is None and not self.must_choose:
            return next(iter(self.phases.values()), self.span)
        if choice is None or choice not in offered:
            answers = "、".join(span.label for span in offered.values()) or "不分情形"
            raise Incomplete(f"请先选择“{self.span.label}”适用哪一种情形：{answers}", rules=(self.id,))
        return offered[choice]

    def chosen_or_first(self, choice: str | None = None) -> Span:
        """As `chosen`; where no choice is told yet, the general span, whose facts the alternatives share."""
        offered = self.alternatives or self.phases
        return offered[choice] if choice and choice in offered else self.span

    def due(
        self, start: Start, holidays: Holidays, *, choice: str | None = None, extended: bool = False
    ) -> Due:
        """When this limit ends, if it was started then (a local date or an aware moment; T-01 to T-06).

        `choice` names an alternative or a phase; a phase is reckoned from the same start, through the phases
        before it. `extended` adds the statutory extension. Where the law names no number, the station's aim
        counts or the start itself, and the note says so. Raises `Incomplete` if a choice or an extension
        must be stated; ValueError for a moment without a zone.
        """
        span = self.chosen(choice)
        if self.phases:
            return self._through_phases(start, span, holidays)
        return self._end(self._longer(span) if extended else span, start, holidays)

    def _end(self, span: Span, start: Start, holidays: Holidays) -> Due:
        if span.amount is None:
            return self._without_number(span, start, holidays)
        if self.validity:
            return validity(start, span.amount, span.unit)
        due = period(start, span.amount, span.unit, holidays, rolls=self.rolls and span.amount > 0)
        return due if span.amount else replace(due, note=AT_ONCE)

    def _without_number(self, span: Span, start: Start, holidays: Holidays) -> Due:
        due = period(start, self.aim or 0, span.unit, holidays, rolls=False)
        if self.waits:
            return replace(due, note=UNTIL_THEN)
        ours = f"；本站内部目标为{self.aim}{UNIT_LABELS[span.unit]}" if self.aim else ""
        return replace(due, note=PROMPTLY + ours)

    def _through_phases(self, start: Start, last: Span, holidays: Holidays) -> Due:
        """The early chain adds unrolled ends, the late one rolled ends."""
        before = list(takewhile(lambda span: span is not last, self.phases.values()))
        due = Due(local_day(start), local_day(start))
        for span in [*before, last]:
            early = self._end(span, due.conservative, holidays)
            late = self._end(span, due.statutory_last, holidays)
            due = Due(early.conservative, late.statutory_last, late.note or early.note)
        return due

    def _longer(self, span: Span) -> Span:
        if span.amount is None or self.extension is None or self.extension.amount is None:
            raise Incomplete(f"“{self.span.label}”没有法定的延长天数，请写明新的届满日", rules=(self.id,))
        return replace(span, amount=span.amount + self.extension.amount)


def read_limit(entry: Entry, facts: Mapping[str, str]) -> TimeLimit:
    """One entry of the file, checked whole. Raises `BadFile` with its line."""
    span = _span(entry, facts, None)
    alternatives, phases = (_spans(entry, key, facts, span) for key in ("alternatives", "phases"))
    if alternatives and phases:
        raise entry.bad("alternatives 和 phases 只能写一种")
    if not (alternatives or phases) and "amount" not in entry.fields:
        raise entry.bad("缺少“amount”（法律没有数额时写 null）")
    rolls, valid = entry.flag("rolls"), entry.flag("validity", optional=True)
    if valid and (rolls or span.unit in ("hour", "working_day")):
        raise entry.bad("有效期（validity）只能按日、月、年计算，而且从不顺延，rolls 要写 false")
    return TimeLimit(
        id=entry.text("id"),
        also=entry.items("also"),
        span=span,
        rolls=rolls,
        duty=entry.word("duty", DUTIES),
        kind=entry.word("kind", KINDS),
        reminders=tuple(sorted(entry.items("reminders", int), reverse=True)),
        validity=valid,
        waits=entry.flag("waits", optional=True),
        alternatives=MappingProxyType(alternatives),
        phases=MappingProxyType(phases),
        extension=_extension(entry),
        aim=entry.number("aim"),
        must_choose=bool(alternatives) and "amount" not in entry.fields,
    )


def _spans(entry: Entry, key: str, facts: Mapping[str, str], general: Span) -> dict[str, Span]:
    if key not in entry.fields:
        return {}
    every = Entry.of(entry.path, entry.line, entry.fields[key])
    return {
        name: _span(Entry.of(entry.path, every.line, part, SPAN_FIELDS), facts, general)
        for name, part in every.fields.items()
    }


def _span(entry: Entry, facts: Mapping[str, str], general: Span | None) -> Span:
    """A span; what an alternative or a phase leaves out, it takes from the general one."""
    inherited = general is not None
    unit = entry.word("unit", tuple(UNIT_LABELS), optional=inherited) or (general.unit if general else "")
    amount = entry.number("amount")
    if general and "amount" not in entry.fields:
        amount = general.amount
    span = Span(
        label=entry.text("label"),
        amount=amount,
        unit=cast(Unit, unit),
        starts=_facts(entry, "starts", facts) or (general.starts if general else ()),
        ends=_facts(entry, "ends", facts) or (general.ends if general else ()),
    )
    if not span.starts or not span.ends:
        raise entry.bad("缺少“starts”或“ends”")
    if unit == "hour" and not all(fact.endswith("_at") for fact in span.starts):
        raise entry.bad("按小时计算的期限，起算的事实要记到分（以 _at 结尾）")
    return span


def _facts(entry: Entry, key: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    named = entry.items(key)
    if unknown := [fact for fact in named if fact not in facts]:
        raise entry.bad(f"“{key}”里的“{unknown[0]}”不在 facts 里，请先在 facts 里写上它的中文名称")
    return named


def _extension(entry: Entry) -> Extension | None:
    if "extension" not in entry.fields:
        return None
    part = Entry.of(entry.path, entry.line, entry.fields["extension"], EXTENSION_FIELDS)
    return Extension(part.number("amount"), part.text("ground"))
