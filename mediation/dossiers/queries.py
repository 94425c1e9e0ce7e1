"""Read dossiers. Every function takes the person who asks."""

from sqlalchemy import select

from mediation.cases.access import field_groups, sees_stage
from mediation.cases.handed_over import cut_off
from mediation.cases.models import Case, Stage
from mediation.cases.queries import find_case, stages_of
from mediation.db import db
from mediation.dossiers.models import Dossier
from mediation.errors import Missing
from mediation.people.models import User

# The dossiers that are bound as books; the other stages lie in the file of the case.
BOUND = frozenset({"mediation"})


def stages_bound(case: Case, *, actor: User) -> list[Stage]:
    """The stages with a dossier of their own that ACTOR sees."""
    return [stage for stage in stages_of(case, actor=actor) if stage.workflow in BOUND]


def may_bind(case: Case, stage: Stage | None, *, actor: User) -> bool:
    """Whether ACTOR may have this dossier: the case whole, or the stage at the agency that keeps it."""
    if stage is None:
        return "narrative" in field_groups(actor, case)
    if cut_off(case, actor=actor):
        return False
    return stage.workflow in BOUND and stage.agency_id == actor.agency_id and sees_stage(actor, stage)


def find_dossier(ref: str, *, actor: User) -> Dossier:
    """A dossier, for the person for whom it was bound, as long as they may still have it. Raises Missing."""
    row = db.session.scalar(select(Dossier).where(Dossier.ref == ref, Dossier.asked_by_id == actor.id))
    if row is None or not may_bind(find_case(row.case.ref, actor=actor), row.stage, actor=actor):
        raise Missing
    return row


def newest_dossier(case: Case, stage: Stage | None, *, actor: User) -> Dossier | None:
    """The last one that ACTOR had made of it."""
    query = select(Dossier).where(
        Dossier.case_id == case.id,
        Dossier.stage_id == (stage.id if stage else None),
        Dossier.asked_by_id == actor.id,
    )
    return db.session.scalars(query.order_by(Dossier.id.desc()).limit(1)).first()
