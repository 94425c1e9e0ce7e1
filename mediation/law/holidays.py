"""Which days are rest days: the State Council's yearly arrangement, and a station's own file beside it.

The package `chinesecalendar` knows past years and the current one. For a later year (or to correct one) a
`holidays.yaml` is put into the instance folder:

    2027:
      rest: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11]   # days off, weekends need not be listed
      work: [2027-02-14]                                      # weekend days that are worked (调休上班)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar

from mediation.law.lined import BadFile, Lined, read_lined

FILE_NAME = "holidays.yaml"
SATURDAY = 5


@dataclass(frozen=True)
class _Year:
    rest: frozenset[date]
    work: frozenset[date]


class Holidays:
    """The calendar of rest days (休假日) and worked weekends; T-02, Civil Code art. 203."""

    def __init__(self, folder: Path | None = None) -> None:
        """Reads `holidays.yaml` in `folder` if there is one. Raises `BadFile`, naming the wrong entry."""
        path = folder / FILE_NAME if folder else None
        self._own = _read(path) if path and path.exists() else {}

    def knows(self, year: int) -> bool:
        """Whether the arrangement of that year is known: from the package or from the station's file."""
        return year in self._own or _packaged(date(year, 1, 1)) is not None

    def is_rest_day(self, day: date) -> bool | None:
        """Whether nobody works on that day; None when the year's arrangement is not known."""
        own = self._own.get(day.year)
        if own and day in own.rest:
            return True
        if own and day in own.work:
            return False
        packaged = _packaged(day)
        return day.weekday() >= SATURDAY if own and packaged is None else packaged

    def unknown_years(self, first: date, last: date) -> list[int]:
        """The years between two days (both included) whose arrangement is not known."""
        return [year for year in range(first.year, last.year + 1) if not self.knows(year)]

    def missing(self, years: list[int]) -> str:
        """The plain statement that goes beside a date which had to be computed without a calendar."""
        named = "、".join(str(year) for year in years)
        return f"{named}年的放假安排尚未导入，未按节假日顺延，以较早日期为准"


def _packaged(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return None


def _read(path: Path) -> dict[int, _Year]:
    years = read_lined(path) or Lined()
    if not isinstance(years, Lined):
        raise BadFile(path, 1, "应当按年份书写，例如“2027:”下面写 rest 和 work")
    return {_year_number(path, years.line, year): _year(path, year, entry) for year, entry in years.items()}


def _year_number(path: Path, line: int, year: Any) -> int:
    if not isinstance(year, int) or not 1949 < year < 2200:
        raise BadFile(path, line, f"“{year}”不是年份，请写四位数字，例如 2027")
    return year


def _year(path: Path, year: int, entry: Any) -> _Year:
    if not isinstance(entry, Lined) or not entry or not entry.keys() <= {"rest", "work"}:
        line = entry.line if isinstance(entry, Lined) else None
        raise BadFile(path, line, f"{year}年下面只能写 rest（放假）和 work（上班）")
    rest, work = (frozenset(_days(path, year, entry, kind)) for kind in ("rest", "work"))
    if both := rest & work:
        raise BadFile(path, entry.line, f"{min(both)} 同时写在 rest 和 work 里，请只留一处")
    return _Year(rest, work)


def _days(path: Path, year: int, entry: Lined, kind: str) -> Iterator[date]:
    listed = entry.get(kind) or []
    if not isinstance(listed, list):
        raise BadFile(path, entry.line, f"{year}年的 {kind} 应当是用方括号括起来的日期列表")
    for item in listed:
        first, last = _range(path, entry.line, kind, item)
        if first > last or {first.year, last.year} != {year}:
            raise BadFile(path, entry.line, f"{kind} 里的“{item}”不在{year}年内，或者先后颠倒")
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _range(path: Path, line: int, kind: str, item: Any) -> tuple[date, date]:
    """A day, or `first..last`. PyYAML has already turned a bare day into a date."""
    if type(item) is date:
        return item, item
    first, dots, last = str(item).partition("..")
    try:
        return date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip())
    except ValueError:
        wanted = "请写 2027-01-01 或 2027-01-01..2027-01-03"
        raise BadFile(path, line, f"{kind} 里的“{item}”不是日期，{wanted}") from None
