"""What is left of a case that was destroyed: its number, and when. Nobody opens it any longer, for there is nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mediation.cases.access import CASEWORK, DESTROYED, SUPERVISORS
from mediation.cases.models import Case, NamedPerson
from mediation.db import db
from mediation.people.models import User
from mediation.workflow.history import newest


@dataclass(frozen=True)
class Shell:
    """The register number and the moment of the disposal."""

    number: str
    destroyed_at: datetime | None


def find_shell(ref: str, *, actor: User) -> Shell | None:
    """The shell, for those at the agency who could have opened the case; None for everybody else and for no such."""
    query = select(Case).where(Case.ref == ref, Case.state == DESTROYED, Case.agency_id == actor.agency_id)
    case = db.session.scalar(query)
    if case is None or actor.role not in CASEWORK or not _knew(case, actor):
        return None
    step = newest(ref, "destroy")
    return Shell(case.register_number, step.recorded_at if step else None)


def _knew(case: Case, actor: User) -> bool:
    level = 2 if actor.role in SUPERVISORS or actor.role == "registrar" else 1
    named = db.session.get(NamedPerson, (case.id, actor.id)) is not None
    return case.level <= level or case.owner_id == actor.id or named
