"""保管期限表: how long each kind of record is kept, as `workflows/retention.yaml` states it."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mediation.law.calendar import add_months
from mediation.law.lined import BadFile, Entry, Lined, read_lined
from mediation.workflow.definition import Workflow

FILE = "retention.yaml"
UNITS = {"year": "年", "month": "个月", "day": "日", "hour": "小时"}
CERTAINTIES = ("V", "S", "M", "L")
ARCHIVED = "archived"
RETENTIONS = ("permanent", "long", "short")
DISPOSED = {
    "list": "列入销毁清册，两个人经手",
    "program": "程序到期自动清除",
    "never": "不销毁",
    "case": "随案卷",
    "elsewhere": "不在本程序里",
}
FIELDS = frozenset(
    {
        "id",
        "label",
        "states",
        "retention",
        "amount",
        "unit",
        "starts",
        "rule",
        "certainty",
        "disposed",
        "note",
    }
)


@dataclass(frozen=True)
class Kind:
    """One kind of record. `states` and `retention` say which cases it is; `amount` None: for good, or no number."""

    id: str
    label: str
    states: tuple[str, ...]
    retention: str
    amount: int | None
    unit: str
    starts: str
    rule: str
    certainty: str
    disposed: str
    note: str

    @property
    def term(self) -> str:
        """The term in words."""
        if self.amount is None:
            return "永久" if self.disposed == "never" else "没有法定年数"
        return f"{self.amount}{UNITS[self.unit]}"

    def may_go_from(self, start: date) -> date | None:
        """The first day on which what began to be kept on START may be destroyed; None: never."""
        if self.amount is None or self.disposed != "list":
            return None
        return add_months(start, self.amount * 12) + timedelta(days=1)


@dataclass(frozen=True)
class Schedule:
    """All of them in the order of the file, and the facts that start a term."""

    kinds: tuple[Kind, ...]
    facts: Mapping[str, str]

    def of_case(self, state: str, retention: str = "") -> Kind | None:
        """The kind of a case that ended in STATE, archived for RETENTION; None while it goes on."""
        return next(
            (kind for kind in self.kinds if state in kind.states and kind.retention in ("", retention)), None
        )

    def named(self, name: str) -> Kind:
        """The kind of that id. Raises KeyError."""
        return {kind.id: kind for kind in self.kinds}[name]


# Filled once by load(), read ever after.
_schedule: list[Schedule] = []


def load(schedule: Schedule) -> None:
    """Take what was read. Called once, by create_app."""
    _schedule[:] = [schedule]


def schedule() -> Schedule:
    """The schedule of this program."""
    return _schedule[0]


def read(folder: Path, flows: Mapping[str, Workflow], rules: Container[str]) -> Schedule:
    """The schedule. Raises BadFile with file and line: a rule, a state or a fact that nobody wrote, a case that ends
    in no kind or in two."""
    path = folder / FILE
    whole = Entry.of(path, 1, read_lined(path), {"facts", "records"})
    facts = {str(name): str(words) for name, words in (whole.fields.get("facts") or {}).items()}
    states = flows["one_stop"].states
    kinds = tuple(
        _kind(Entry.of(path, row.line, row, FIELDS), facts, states, rules)
        for row in whole.items("records", Lined)
    )
    _refuse_gaps(path, kinds)
    return Schedule(kinds, facts)


def _kind(entry: Entry, facts: Mapping[str, str], states: Container[str], rules: Container[str]) -> Kind:
    named = entry.items("states")
    if wrong := [state for state in named if state not in states]:
        raise entry.bad(f"案件没有状态 {wrong[0]}")
    if (rule := entry.text("rule")) not in rules:
        raise entry.bad(f"没有法律规则 {rule}")
    kind = Kind(
        id=entry.text("id"),
        label=entry.text("label"),
        states=named,
        retention=entry.word("retention", RETENTIONS, optional=True),
        amount=entry.number("amount"),
        unit=entry.word("unit", UNITS),
        starts=entry.word("starts", facts),
        rule=rule,
        certainty=entry.word("certainty", CERTAINTIES),
        disposed=entry.word("disposed", DISPOSED),
        note=entry.text("note"),
    )
    if kind.disposed == "list" and not (named and kind.amount and kind.unit == "year"):
        raise entry.bad("列入销毁清册的，要写明案件的状态和整年数")
    return kind


def _refuse_gaps(path: Path, kinds: tuple[Kind, ...]) -> None:
    ids = [kind.id for kind in kinds]
    if twice := next((name for name in ids if ids.count(name) > 1), ""):
        raise BadFile(path, None, f"{twice} 写了两次")
    told = [(state, kind.retention) for kind in kinds for state in kind.states]
    for wanted in [(ARCHIVED, word) for word in RETENTIONS]:
        if told.count(wanted) != 1:
            raise BadFile(path, None, f"归档的案卷（{wanted[1]}）要写一次，而且只写一次")
