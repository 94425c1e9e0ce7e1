"""What is known of a stage of legal aid from its steps."""

from typing import Any

from mediation.cases.models import Party, Stage
from mediation.cases.queries import parties_of
from mediation.workflow.history import steps_of


def told_of(stage: Stage, *, but: int | None = None) -> dict[str, Any]:
    """Every fact of the stage by name, the newest one where it was told twice.

    BUT is the sequence of a step that does not count. Dates are ISO text.
    """
    known: dict[str, Any] = {}
    for row in steps_of(stage.ref):
        if row.sequence != but:
            known.update(row.facts or {})
    return known


def may_apply_for_her(stage: Stage, party_id: int) -> bool:
    """Whether this party of the case may apply for the person helped (LA-40, Legal Aid Law art. 40).

    Never the respondent, nor whoever speaks for the respondent.
    """
    agent = next((party for party in stage.case.parties if party.id == party_id), None)
    return agent is not None and agent.id not in _other_side(stage)


def _other_side(stage: Stage) -> set[int]:
    respondents = {party.id for party in parties_of(stage.case, "respondent")}
    return respondents | {party.id for party in stage.case.parties if _speaks_for(party, respondents)}


def _speaks_for(party: Party, respondents: set[int]) -> bool:
    return party.represents_id in respondents
