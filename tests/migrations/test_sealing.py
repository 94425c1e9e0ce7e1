"""What lay in clear before is sealed by the migration, and nothing of it is lost on the way there or back."""

from typing import Any

from flask_migrate import Migrate, downgrade, upgrade
from sqlalchemy import text

from mediation import places
from mediation.cases.models import Party
from mediation.db import db

HOURS, RELATION = "工作日 9:00-11:00", "前配偶"


def _clear(column: str, table: str) -> list[Any]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return list(connection.execute(text(f"SELECT {column} FROM {table} ORDER BY id")).scalars())


def test_words_in_clear_become_sealed_and_come_back(app, new_case, cast):
    case = new_case()
    number = case.id
    told = [party.relation for party in case.parties]
    db.session.rollback()
    Migrate(app, db, directory=str(places.migrations()))
    downgrade(directory=str(places.migrations()), revision="0008")
    assert _clear("hours", "safe_contact") == [HOURS]
    assert _clear("relation", "party") == [RELATION, RELATION, ""]
    upgrade(directory=str(places.migrations()))
    db.session.expire_all()
    parties = db.session.query(Party).filter_by(case_id=number).order_by(Party.id).all()
    assert [party.relation for party in parties] == told
    assert parties[0].person.safe_contact.hours == HOURS
    assert all(HOURS.encode() not in bytes(kept or b"") for kept in _clear("hours_sealed", "safe_contact"))


def test_a_destroyed_key_stops_no_migration(app, new_case, cast):
    case = new_case()
    key = case.parties[1].person.key_id
    db.session.rollback()
    Migrate(app, db, directory=str(places.migrations()))
    downgrade(directory=str(places.migrations()), revision="0008")
    app.extensions["vault"].destroy_key(key)
    upgrade(directory=str(places.migrations()))
    assert [kept is None for kept in _clear("relation_sealed", "party")] == [False, True, True]
