"""A database that was there before the chains were counted gets its counts from its entries."""

from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import select

from mediation import places
from mediation.audit.models import AuditHead
from mediation.audit.triggers import triggers_are_ours
from mediation.db import db
from mediation.workflow.engine import take

NOTICE = {"happened_on": "2026-03-02", "notice": "legal_aid", "way": "spoken"}


def _heads() -> list[tuple[str, int, str]]:
    db.session.rollback()
    found = db.session.execute(select(AuditHead.chain, AuditHead.sequence, AuditHead.hash)).all()
    db.session.rollback()
    return sorted((row.chain, row.sequence, row.hash) for row in found)


def test_the_counts_are_made_from_the_entries(app, new_case, cast):
    case = new_case()
    take(case, "inform", actor=cast.mei, facts=NOTICE)
    new_case()
    before = _heads()
    assert len(before) == 2
    Migrate(app, db, directory=str(places.migrations()))
    downgrade(directory=str(places.migrations()), revision="0001")
    upgrade(directory=str(places.migrations()))
    assert _heads() == before
    assert list(triggers_are_ours()) == []
    assert take(case, "inform", actor=cast.mei, facts=NOTICE) is not None
