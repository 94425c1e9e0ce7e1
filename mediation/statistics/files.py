"""Reports and series written as files by a command: whoever runs the machine hands them on. Hidden as for the outside."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from mediation.audit.log import record_read
from mediation.db import db
from mediation.people.models import Agency
from mediation.people.program import SYSTEM
from mediation.statistics import writing
from mediation.statistics.layouts import columns_of
from mediation.statistics.periods import Period
from mediation.statistics.queries import keeps_figures
from mediation.statistics.report import LEGEND, report_of

Done = Callable[[], None]
HEAD = ("时段", "表", "项目", "数字", "口径")


def agencies_named(name: str = "") -> Sequence[Agency]:
    """The agencies at work that keep figures; those of that NAME or short name, if one is given."""
    found = db.session.scalars(select(Agency).where(Agency.active).order_by(Agency.id))
    return [one for one in found if keeps_figures(one) and (not name or name in (one.name, one.short_name))]


def written_reports(agencies: Sequence[Agency], period: Period, into: Path, done: Done) -> Iterator[Path]:
    """The report of PERIOD of each agency, as Excel, Word and PDF. DONE is called after each file."""
    into.mkdir(parents=True, exist_ok=True)
    for agency in agencies:
        report = report_of(agency, period)
        for kind in writing.KINDS:
            place = into / f"{agency.short_name or agency.id}-{period.name}.{kind}"
            place.write_bytes(writing.written(report, kind, columns_of(agency)))
            done()
            yield place
        record_read("statistics.report", actor=SYSTEM)


def series(agencies: Sequence[Agency], periods: Sequence[Period], done: Done) -> bytes:
    """Every number of every period as one long sheet, a page for each agency. DONE is called after each period."""
    book: Any = Workbook()
    book.remove(book.active)
    for agency in agencies:
        page: Any = book.create_sheet((agency.short_name or agency.name)[:31])
        page.append([LEGEND])
        page.append(HEAD)
        for period in periods:
            for section in report_of(agency, period).sections:
                for line in section.lines:
                    counts = f"{section.counts}{line.note}"
                    page.append([period.name, section.title, line.label, line.cells[0], counts])
            done()
    record_read("statistics.report", actor=SYSTEM)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
