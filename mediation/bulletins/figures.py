"""The figures of one month of a station, as they may leave it: a small number is not told, nor a sum that tells it."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from sqlalchemy import and_, func, or_, select

from mediation.cases.models import Case, Stage
from mediation.db import SHANGHAI, db
from mediation.people.kinds import STAGES
from mediation.people.models import Agency
from mediation.referrals.models import Referral
from mediation.workflow.models import StepTaken

# Outside the station a smaller number might point to a person.
SMALLEST = 11
TOO_SMALL = f"少于{SMALLEST}"
ANSWERED = ("answer", "answer_on_paper")
RETURNED = ("send_back", "return_on_paper")


def figures_of(agency: Agency, month: str) -> list[list[str]]:
    """Lines of group, label and what is told for MONTH (2026-10): every case counts, no line can be reckoned from others."""
    first, last = bounds(month)
    return [
        [group, label, "，".join(f"{verb} {in_words(number)}".strip() for verb, number in numbers)]
        for group, label, numbers in _counted(agency.id, first, last)
    ]


def in_words(number: int) -> str:
    """The number, or that it is small; nought is small too."""
    return str(number) if number >= SMALLEST else TOO_SMALL


def bounds(month: str) -> tuple[datetime, datetime]:
    """The first moment of MONTH and the first after it, in Shanghai. Raises ValueError for what is no month."""
    first = datetime.combine(datetime.strptime(month, "%Y-%m").date(), time(), SHANGHAI)  # noqa: DTZ007
    later = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, later


def _counted(
    agency_id: int, first: datetime, last: datetime
) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    registered = select(func.count(Case.id)).where(_within(Case.registered_at, first, last))
    yield "求助", "新登记", [("", _number(registered.where(Case.station_id == agency_id)))]
    for kind, label in STAGES.items():
        began, ended = (
            _number(_stages(agency_id, kind).where(_within(column, first, last)))
            for column in (Stage.opened_at, Stage.ended_at)
        )
        yield "各环节", label, [("新开", began), ("办结", ended)]
    sent = select(func.count(Referral.id)).where(Referral.from_agency_id == agency_id)
    yield "转介", "发出", [("", _number(sent.where(_within(Referral.sent_at, first, last))))]
    for label, triggers in (("收到回复", ANSWERED), ("被退回", RETURNED)):
        yield "转介", label, [("", _number(_steps(agency_id, triggers, first, last)))]


def _stages(agency_id: int, kind: str) -> Any:
    query = select(func.count(Stage.id)).join(Case, Case.id == Stage.case_id)
    return query.where(Stage.workflow == kind, Case.agency_id == agency_id)


def _steps(agency_id: int, triggers: tuple[str, ...], first: datetime, last: datetime) -> Any:
    """How many referrals of the agency got to one of these steps; asked again and answered twice they count once."""
    return (
        select(func.count(func.distinct(Referral.id)))
        .join(StepTaken, StepTaken.subject == Referral.ref)
        .where(Referral.from_agency_id == agency_id, or_(*(StepTaken.trigger == one for one in triggers)))
        .where(_within(StepTaken.recorded_at, first, last))
    )


def _within(column: Any, first: datetime, last: datetime) -> Any:
    return and_(column >= first, column < last)


def _number(query: Any) -> int:
    return db.session.scalar(query) or 0
