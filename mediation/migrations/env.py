"""How Alembic reaches the database of the program: over its own engine, in one transaction."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run() -> None:
    """Bring the tables to the newest step; on SQLite a table is rebuilt where ALTER cannot do it."""
    with database.engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_server_default=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
