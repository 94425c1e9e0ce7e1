"""What the tables count, as the database has it: rows of one station and one period, and what was told in sealed steps.

Nothing here is about a person: kinds, days, states. Official figures count every case, whoever may open it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from mediation.cases.models import Case, Party, Stage
from mediation.cases.persons import Person
from mediation.db import db
from mediation.disputes.models import Agreement, Confirmation, MediationRequest
from mediation.follow_up.models import FollowUp
from mediation.people.models import Agency
from mediation.statistics.periods import Period
from mediation.statistics.tables import Counted
from mediation.vault.keys import many_keys
from mediation.vault.sealed import Unreadable
from mediation.workflow.models import StepTaken

ENDINGS = ("close", "decline", "withdraw", "transfer")
DAY = 86400


@dataclass(frozen=True)
class Ended:
    """A case that ended: by which step, with what result, how many days after it was registered."""

    case: Counted
    trigger: str
    outcome: str
    days: int


def of_case(case_id: int) -> Counted:
    """The case itself as a thing that is counted."""
    return Counted("case", case_id)


def of_stage(row: Any) -> Counted:
    """A stage, from a row of `stages`."""
    return Counted(f"stage{row.id}", row.case_id, row.id)


def of_agreement(row: Any) -> Counted:
    """An agreement, from a row of `agreements`."""
    return Counted(f"agreement{row.id}", row.case_id, row.stage_id)


def registered(station: int, period: Period) -> Sequence[Any]:
    """The cases that the STATION registered in PERIOD: id, class, kind, channel, danger, violence and ref."""
    query = select(
        Case.id, Case.category_class, Case.category_kind, Case.channel, Case.danger, Case.violence, Case.ref
    )
    query = query.where(Case.station_id == station, within(Case.registered_at, period))
    return db.session.execute(query.order_by(Case.id)).all()


def ended(station: int, period: Period) -> list[Ended]:
    """The cases of the STATION that ended in PERIOD and were not opened again within it; each once, by its last ending."""
    query = (
        select(StepTaken, Case.id, Case.registered_at)
        .join(Case, Case.ref == StepTaken.subject)
        .where(Case.station_id == station, StepTaken.workflow == Case.workflow)
        .where(StepTaken.trigger.in_((*ENDINGS, "reopen")), within(StepTaken.recorded_at, period))
    )
    last = {
        case_id: (step, since) for step, case_id, since in db.session.execute(query.order_by(StepTaken.id))
    }
    many_keys(step.key_id for step, _since in last.values())
    return [
        Ended(
            of_case(case_id), step.trigger, str(told(step).get("outcome", "")), _days(since, step.recorded_at)
        )
        for case_id, (step, since) in last.items()
        if step.trigger in ENDINGS
    ]


def stages(
    period: Period, *, station: int = 0, agency: int = 0, kind: str = "", ended: bool = False
) -> Sequence[Any]:
    """Stages opened (or ENDED) in PERIOD: those of the cases of a STATION, or those in charge of an AGENCY.

    Rows of id, case_id, workflow, state, agency name, opened_at, ended_at and ref.
    """
    query = (
        select(
            Stage.id, Stage.case_id, Stage.workflow, Stage.state, Agency.name, Stage.opened_at, Stage.ended_at,
            Stage.ref,
        )
        .join(Case, Case.id == Stage.case_id)
        .join(Agency, Agency.id == Stage.agency_id)
        .where(within(Stage.ended_at if ended else Stage.opened_at, period))
    )  # fmt: skip
    query = query.where(Case.station_id == station) if station else query.where(Stage.agency_id == agency)
    query = query.where(Stage.workflow == kind) if kind else query
    return db.session.execute(query.order_by(Stage.id)).all()


def satisfaction(station: int, period: Period) -> dict[int, str]:
    """By id of the case, what she said last of the work in PERIOD."""
    query = (
        select(FollowUp.case_id, FollowUp.satisfaction)
        .join(Case, Case.id == FollowUp.case_id)
        .where(Case.station_id == station, within(FollowUp.recorded_at, period))
        .where(FollowUp.reached, FollowUp.satisfaction != "")
    )
    return {row.case_id: row.satisfaction for row in db.session.execute(query.order_by(FollowUp.id))}


def steps_in_cases(refs: Iterable[str], *triggers: str) -> list[StepTaken]:
    """The steps of these TRIGGERS in the cases of REFS and in everything in them, oldest first."""
    wanted = sorted(refs)
    found: list[StepTaken] = []
    for place in range(0, len(wanted), 500):
        query = select(StepTaken).where(StepTaken.chain.in_(wanted[place : place + 500]))
        found += db.session.scalars(query.where(StepTaken.trigger.in_(triggers)).order_by(StepTaken.id))
    return found


def told(step: StepTaken) -> dict[str, Any]:
    """What was said at a step; nothing, where its key was destroyed with the case."""
    try:
        return step.facts or {}
    except Unreadable:
        return {}


def origins(stage_ids: Sequence[int]) -> dict[int, str]:
    """By id of the stage where its mediation came from, as it was told last."""
    query = select(MediationRequest.stage_id, MediationRequest.origin).where(
        MediationRequest.stage_id.in_(stage_ids)
    )
    return {row.stage_id: row.origin for row in db.session.execute(query.order_by(MediationRequest.id))}


def agreements(period: Period, *, station: int = 0, agency: int = 0) -> Sequence[Any]:
    """Agreements reached in PERIOD: id, stage_id, case_id, state, oral, effective_on, and whether confirmation
    was filed or granted."""
    filed, valid = (
        select(Confirmation.id).where(Confirmation.agreement_id == Agreement.id, told).exists()
        for told in (
            Confirmation.step == "filed",
            and_(Confirmation.step == "ruled", Confirmation.result == "valid"),
        )
    )
    query = (
        select(
            Agreement.id, Agreement.stage_id, Stage.case_id, Agreement.state, Agreement.oral, Agreement.effective_on,
            filed.label("filed"), valid.label("valid"),
        )
        .join(Stage, Stage.id == Agreement.stage_id)
        .join(Case, Case.id == Stage.case_id)
        .where(Agreement.reached_on >= period.since, Agreement.reached_on < period.until)
    )  # fmt: skip
    query = query.where(Case.station_id == station) if station else query.where(Stage.agency_id == agency)
    return db.session.execute(query.order_by(Agreement.id)).all()


def repeated(station: int, period: Period) -> set[int]:
    """The cases of PERIOD whose applicant, or household, asked this STATION for help within the year before, too."""
    from_year = period.before(12).moments[0]
    query = _who(station).where(Case.registered_at >= from_year, Case.registered_at < period.moments[1])
    seen: set[str] = set()
    found = set()
    for case_id, at, household, person in db.session.execute(query.order_by(Case.id)):
        names = {f"p{person}"} | ({f"h{household}"} if household else set())
        if at >= period.moments[0] and names & seen:
            found.add(case_id)
        seen |= names
    return found


def within(column: Any, period: Period) -> Any:
    """The condition that a moment lies in PERIOD."""
    first, after = period.moments
    return and_(column >= first, column < after)


def _who(station: int) -> Any:
    query = select(Case.id, Case.registered_at, Person.household_id, Person.id)
    query = query.join(Party, Party.case_id == Case.id).join(Person, Person.id == Party.person_id)
    return query.where(Case.station_id == station, Party.side == "applicant", ~Person.anonymous)


def _days(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds() // DAY)
