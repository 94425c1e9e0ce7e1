"""What a mediation is about, and whether there is still work in it (offered to `cases.handed_over`)."""

from mediation.cases.models import Stage
from mediation.disputes.queries import agreements_of, newest_request
from mediation.workflow.engine import WORKFLOWS

_OF_CHILDREN = frozenset({"divorce", "support", "custody", "visiting"})
_CLAUSES = frozenset({"support", "custody", "visiting"})


def about_children(stage: Stage) -> bool:
    """Whether children are what is asked for or agreed on (MC-1084)."""
    request = newest_request(stage)
    if request is not None and request.dispute_kind in _OF_CHILDREN:
        return True
    return any(clause.kind in _CLAUSES for agreement in agreements_of(stage) for clause in agreement.clauses)


def agreement_lives(stage: Stage) -> bool:
    """Whether an agreement of the stage is still being made or performed: it outlives the mediation (PM-31)."""
    return any(not WORKFLOWS["agreement"].stop(row.state).final for row in agreements_of(stage))
