"""The migrations make exactly the tables and triggers that the program expects."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from mediation.db import db


def test_the_tables_are_those_of_the_models(app):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


def test_the_triggers_are_those_of_the_models(app, tmp_path):
    if db.engine.dialect.name != "sqlite":
        return
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    db.metadata.create_all(fresh)
    assert _triggers(db.engine) == _triggers(fresh)


def _triggers(engine):
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        )
        return [tuple(row) for row in rows]
