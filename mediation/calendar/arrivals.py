"""Who comes and goes when: two people one of whom is afraid of the other never stand in the corridor together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mediation.cases.danger import in_danger
from mediation.cases.models import Party, Stage
from mediation.disputes.rules import wants_separate
from mediation.disputes.screening import must_be_apart

# The station's own numbers, the law names none: the first is in the room before the other comes, and gone before the
# other may leave.
COMES_LATER, LEAVES_LATER = timedelta(minutes=30), timedelta(minutes=20)


@dataclass(frozen=True)
class Coming:
    """When one party arrives and leaves."""

    party: Party
    arrives: datetime
    leaves: datetime


def unsafe(stage: Stage) -> bool:
    """Whether the two sides of the case are not to meet: violence, danger, or one of them said so."""
    return bool(stage.case.violence or in_danger(stage.case) or _afraid(stage))


def comings(
    guests: Sequence[Party], stage: Stage, starts: datetime, ends: datetime, *, apart: bool
) -> list[Coming]:
    """When each of GUESTS comes and goes, if it lasts from STARTS to ENDS. APART: the one who may suffer comes first and
    leaves first, and is gone when the other leaves."""
    if not apart:
        return [Coming(party, starts, ends) for party in guests]
    first = _first_side(stage)
    return [
        Coming(party, starts, ends)
        if party.side in (first, "")
        else Coming(party, starts + COMES_LATER, ends + LEAVES_LATER)
        for party in guests
    ]


def both_sides(guests: Sequence[Party]) -> bool:
    """Whether both sides of the dispute are among GUESTS."""
    return {"applicant", "respondent"} <= {party.side for party in guests}


def _first_side(stage: Stage) -> str:
    """The side that comes first: the only one that said it is afraid, else that of whoever asked for help."""
    sides = {party.side for party in _afraid(stage)}
    return "respondent" if sides == {"respondent"} else "applicant"


def _afraid(stage: Stage) -> list[Party]:
    return [*must_be_apart(stage), *wants_separate(stage)] if stage.workflow == "mediation" else []
