"""A report: the official figures of one period as they leave the station, line by line, whatever it is written in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mediation.errors import OutOfTurn
from mediation.people.models import Agency
from mediation.statistics.hiding import OUTSIDE
from mediation.statistics.periods import Period
from mediation.statistics.queries import Figures, Number, official
from mediation.statistics.tables import TOTAL, Row, Table

HIDDEN = "＊"
HEAD = ("项目", "本期", "上年同期", "增减")
LEGEND = (
    f"统计全部案件。小于{OUTSIDE}的数字，以及能推算出它的数字，不显示，记作{HIDDEN}；没有的也记作{HIDDEN}。"
)


@dataclass(frozen=True)
class Line:
    """One number as it is written. `value`, `earlier`: None where hidden. `part`: a kind within a class."""

    key: str
    label: str
    note: str
    part: bool
    value: int | None
    earlier: int | None

    @property
    def cells(self) -> tuple[int | str, int | str, int | str]:
        """This period, the same of last year, and the change, as they stand in a table."""
        change = "—" if self.value is None or self.earlier is None else self.value - self.earlier
        return _told(self.value), _told(self.earlier), change


@dataclass(frozen=True)
class Section:
    """One table of the report, with its definition 口径."""

    key: str
    title: str
    counts: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Report:
    """What leaves the station of one period. `told`: every number by table/row, as it is written."""

    agency: str
    period: Period
    sections: tuple[Section, ...]
    told: Mapping[str, int | str]

    @property
    def title(self) -> str:
        return f"{self.agency}{self.period.label}统计表"


def report_of(agency: Agency, period: Period) -> Report:
    """The report of AGENCY. Raises OutOfTurn while PERIOD is not over. It opens no list and names no case."""
    if not period.over:
        raise OutOfTurn("这个时段还没有结束，不能出正式统计表。")
    now, then = (official(agency, one, OUTSIDE) for one in (period, period.before(12)))
    sections = tuple(
        Section(table.key, table.title, table.counts, tuple(_lines(table, now, then))) for table in now.tables
    )
    told = {f"{table}/{row}": _told(number.value) for (table, row), number in now.numbers.items()}
    return Report(agency.name, period, sections, told)


def headings(agency: Agency, period: Period) -> dict[str, str]:
    """Every number that AGENCY has, by table/row, as it is called: what a column of its own sheet may show."""
    found = official(agency, period, OUTSIDE)
    return {
        f"{table.key}/{key}": f"{table.title}：{label}"
        for table in found.tables
        for key, label in (
            *((row.key, row.label) for row in table.rows),
            *(((TOTAL, "合计"),) if table.total is not None else ()),
        )
    }


def _lines(table: Table, now: Figures, then: Figures) -> Iterator[Line]:
    """A line for each row; the kinds of a class only where the class is told."""
    for row in table.rows:
        if not row.parent or now.numbers[table.key, row.parent].value is not None:
            yield _line(row, table.key, now, then)
    if table.total is not None:
        yield _line(Row(TOTAL, "合计", table.total), table.key, now, then)


def _line(row: Row, table: str, now: Figures, then: Figures) -> Line:
    earlier = then.numbers.get((table, row.key), Number(None)).value
    return Line(row.key, row.label, row.note, bool(row.parent), now.numbers[table, row.key].value, earlier)


def _told(number: int | None) -> int | str:
    return HIDDEN if number is None else number
