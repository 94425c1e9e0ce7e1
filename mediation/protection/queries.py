"""Read what protects a person: orders and stays of a stage, in the order in which they were recorded."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from mediation.cases.models import Case, Stage
from mediation.db import db
from mediation.documents.check import Kept
from mediation.protection.models import ProtectionOrder, Shelter


def orders_of(stage: Stage) -> Sequence[ProtectionOrder]:
    """Every application of the stage."""
    query = select(ProtectionOrder).where(ProtectionOrder.stage_id == stage.id)
    return db.session.scalars(query.order_by(ProtectionOrder.id)).all()


def order_under_way(stage: Stage) -> ProtectionOrder | None:
    """The newest application that has not come to its end."""
    return next((order for order in reversed(orders_of(stage)) if order.ended_on is None), None)


def stays_of(stage: Stage) -> Sequence[Shelter]:
    """Every stay in a shelter."""
    return db.session.scalars(select(Shelter).where(Shelter.stage_id == stage.id).order_by(Shelter.id)).all()


def shelter_places(case: Case) -> Iterator[Kept]:
    """Where the people of the case were sheltered: no paper may show it (DV-18, DV-10-4)."""
    stays = db.session.scalars(select(Shelter).join(Stage).where(Stage.case_id == case.id))
    for stay in stays:
        if stay.place:
            yield Kept("求助人", "庇护场所", stay.place)
