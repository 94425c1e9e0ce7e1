"""What steps were taken, and what was said at them: for needs, papers and pages."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mediation.db import db
from mediation.workflow.models import StepTaken


def steps_of(subject: str, *triggers: str) -> Sequence[StepTaken]:
    """The steps of one thing (by ref), oldest first; all, or those of these triggers."""
    query = select(StepTaken).where(StepTaken.subject == subject).order_by(StepTaken.id)
    return db.session.scalars(query.where(StepTaken.trigger.in_(triggers)) if triggers else query).all()


def newest(subject: str, *triggers: str) -> StepTaken | None:
    """The last of these steps of one thing, or None."""
    query = select(StepTaken).where(StepTaken.subject == subject, StepTaken.trigger.in_(triggers))
    return db.session.scalars(query.order_by(StepTaken.id.desc()).limit(1)).first()


def steps_in(chain: str, *triggers: str) -> Sequence[StepTaken]:
    """The steps of a case and of everything in it (by the ref of the case), oldest first."""
    query = select(StepTaken).where(StepTaken.chain == chain).order_by(StepTaken.sequence)
    return db.session.scalars(query.where(StepTaken.trigger.in_(triggers)) if triggers else query).all()


def told_in(chain: str, fact: str) -> list[Any]:
    """Every value that any step of the case gave to FACT, oldest first."""
    facts = [row.facts or {} for row in steps_in(chain)]
    return [given[fact] for given in facts if given.get(fact) not in (None, "", False)]
