"""The office's own sheet: which numbers, in which order, under which headings. Kept once, used by every report."""

from collections.abc import Mapping

from sqlalchemy import select

from mediation.audit.log import STATION, Subject, record
from mediation.db import atomic, db, now
from mediation.errors import Forbidden
from mediation.people.models import Agency, User
from mediation.statistics.models import FigureLayout

KEEPER = "supervisor"
MOST, LONGEST = 200, 40


def columns_of(agency: Agency) -> list[list[str]]:
    """Pairs of number (table/row) and heading, in the order of the office; none where it has no sheet of its own."""
    kept = db.session.scalar(select(FigureLayout).where(FigureLayout.agency_id == agency.id))
    return kept.columns if kept else []


def read_columns(
    typed: Mapping[str, tuple[str, str]], known: Mapping[str, str]
) -> tuple[list[list[str]], dict[str, str]]:
    """The columns from what was TYPED (place, heading) for each number, and what is wrong, by number.

    A number without a place is no column; without a heading it takes its name in KNOWN.
    """
    placed: dict[int, list[str]] = {}
    wrong: dict[str, str] = {}
    for number, (place, heading) in typed.items():
        if number not in known or not place.strip():
            continue
        if not place.strip().isdecimal() or not 1 <= int(place) <= MOST:
            wrong[number] = f"列次请写1到{MOST}的整数。"
        elif int(place) in placed:
            wrong[number] = f"第{int(place)}列已经有“{placed[int(place)][1]}”，请换一个列次。"
        elif len(heading.strip()) > LONGEST:
            wrong[number] = f"表头最多{LONGEST}字。"
        else:
            placed[int(place)] = [number, heading.strip() or known[number]]
    return [placed[place] for place in sorted(placed)], wrong


def keep_columns(columns: list[list[str]], *, actor: User) -> None:
    """Keep them for ACTOR's agency. Raises Forbidden for whoever does not lead it."""
    if actor.role != KEEPER:
        raise Forbidden("表样由本单位负责人设置。")
    with atomic() as session:
        row = session.scalar(select(FigureLayout).where(FigureLayout.agency_id == actor.agency_id))
        row = row or FigureLayout(agency_id=actor.agency_id)
        row.columns, row.changed_by_id, row.changed_at = columns, actor.id, now()
        session.add(row)
        session.flush()
        record(
            "statistics.columns",
            actor=actor,
            subject=Subject(STATION, "figure_layout", row.ref),
            fields=["columns"],
        )
