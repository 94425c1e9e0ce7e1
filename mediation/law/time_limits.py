"""The time limits of the law, as `workflows/time_limits.yaml` states them: how long, from which fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from mediation.errors import Incomplete
from mediation.law.calendar import Due, Start, Unit, local_day, period, validity
from mediation.law.holidays import Holidays

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
    "sender",
    "receiver",
)
UNIT_LABELS = {"hour": "小时", "day": "日", "working_day": "个工作日", "month": "个月", "year": "年"}

# Where the law names no number and the station no aim, nothing is overdue by a number that nobody named.
NO_NUMBER = "及时"
AT_ONCE = "应当立即办理"
PROMPTLY = "法律只写“及时”，没有规定天数，请尽快办理"
UNTIL_THEN = "没有固定天数，到所列事实发生为止"

IF_MISSED = ("", "restoration", "limitation", "anew", "consult")

Amount = tuple[int | None, Unit]


@dataclass(frozen=True)
class Span:
    """How long, and between which facts. `amount` 0 is at once; None means that the law names no number.

    `if_missed` is one of IF_MISSED. `inherits`: an alternative that takes its amount from the general span.
    `silent`: a right of the other side, of which nobody is reminded.
    """

    label: str
    amount: int | None
    unit: Unit
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    if_missed: str = ""
    inherits: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Extension:
    """By how much (unit of the limit; None: the law names no number), on what ground, by consent or by approval."""

    amount: int | None
    ground: str
    by: str


@dataclass(frozen=True)
class Pause:
    """On what ground time does not count; `automatic` where resting the work is ground enough."""

    ground: str
    automatic: bool


@dataclass(frozen=True)
class Province:
    """What a province says instead of the general amount, since when and where; by alternative where it differs."""

    code: str
    name: str
    valid_from: date
    amount: int | None
    unit: Unit
    article: str
    alternatives: Mapping[str, Amount] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class TimeLimit:
    """One clock of the law in one version. `id` is its rule, `also` are other rules that say the same (PM-33, JC-205).

    In force from `valid_from` to `valid_to` (both included; None: today). `sentence`, `source`, `certainty` and
    `consequence` are told by a version of the past alone: those of today stand with the rule.

    `alternatives` differ by source or circumstance, `phases` follow each other (MC-1077); `must_choose` where
    no number holds for all of them. `reminders` are days before the conservative date, earliest first.
    `validity`: a time of being valid, never rolled. `waits`: nothing is to be done before the end.
    `aim`: the station's own number (same unit) where the law has none. `only_provincial`: no rule of the nation,
    it runs in `provinces` alone; `province` is the one whose amounts were put in.
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
    valid_from: date = date.min
    valid_to: date | None = None
    sentence: str = ""
    source: str = ""
    certainty: str = ""
    consequence: str = ""
    pause: Pause | None = None
    provinces: Mapping[str, Province] = field(default_factory=dict, hash=False)
    only_provincial: bool = False
    province: Province | None = None

    def in_province(self, code: str, day: date) -> "TimeLimit":
        """This limit as the province of that code (GB/T 2260, two digits) has it on DAY; itself where it has nothing.

        The general amount is replaced, and that of each alternative that takes its amount from the general one or is
        named by the province (DV-PROV).
        """
        province = self.provinces.get(code)
        if province is None or day < province.valid_from:
            return self
        named = province.alternatives
        general = (province.amount, province.unit)
        alternatives = {
            name: _measured(span, named.get(name, general)) if span.inherits or name in named else span
            for name, span in self.alternatives.items()
        }
        return replace(self, span=_measured(self.span, general), alternatives=alternatives, province=province)

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

    @property
    def of_sides(self) -> bool:
        """Whether one side's right is another clock than the other's: then nothing begins before it is told whose."""
        return any(span.silent for span in self.alternatives.values())

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


def length(span: Span | Province, aim: int | None = None) -> str:
    """How long, as a worker reads it: 7日, 立即, 及时; where the law names no number, with the station's own AIM."""
    if span.amount is None:
        if aim is None:
            return NO_NUMBER
        return f"{NO_NUMBER}（目标{f'{aim}{UNIT_LABELS[span.unit]}' if aim else '当天'}）"
    return f"{span.amount}{UNIT_LABELS[span.unit]}" if span.amount else "立即"


def _measured(span: Span, amount: Amount) -> Span:
    return replace(span, amount=amount[0], unit=amount[1])
