"""What somebody typed freely lies sealed: hours of safe contact, relations, purposes, courts and their numbers.

What was read is found by person and by day.
"""

from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from mediation.vault.refusals import KeyDestroyed
from mediation.vault.sealed import open_bytes, seal_bytes

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None


class Field(NamedTuple):
    """A column with clear words, how long it was, and the query of the rows with their keys."""

    table: str
    name: str
    length: int
    keys: str = "SELECT id, ref, key_id, {column} AS kept FROM {table}"

    @property
    def sealed(self) -> str:
        return f"{self.name}_sealed"

    def rows(self, column: str) -> sa.TextClause:
        return sa.text(self.keys.format(table=self.table, column=column))


OF_PARTY = "SELECT t.id, t.ref, p.key_id, t.{column} AS kept FROM party t JOIN person p ON p.id = t.person_id"
OF_CONSENT = (
    "SELECT t.id, t.ref, p.key_id, t.{column} AS kept FROM consent t"
    " JOIN party y ON y.id = t.party_id JOIN person p ON p.id = y.person_id"
)
OF_CONFIRMATION = (
    "SELECT t.id, t.ref, a.key_id, t.{column} AS kept FROM confirmation t"
    " JOIN agreement a ON a.id = t.agreement_id"
)
FIELDS = (
    Field("safe_contact", "hours", 80),
    Field("party", "relation", 30, OF_PARTY),
    Field("consent", "purpose", 80, OF_CONSENT),
    Field("mediation_request", "paper_number", 80),
    Field("confirmation", "court", 80, OF_CONFIRMATION),
    Field("confirmation", "case_number", 60, OF_CONFIRMATION),
    Field("protection_order", "court", 120),
    Field("protection_order", "number", 80),
)


def upgrade() -> None:
    op.create_index("ix_read_entry_actor", "read_entry", ["actor"])
    op.create_index("ix_read_entry_at", "read_entry", ["at"])
    for field in FIELDS:
        op.add_column(field.table, sa.Column(field.sealed, sa.LargeBinary(), nullable=True))
        for row in _rows(field, field.name):
            _keep(field.table, field.sealed, row.id, _closed(field, row))
        op.drop_column(field.table, field.name)


def downgrade() -> None:
    op.drop_index("ix_read_entry_at", "read_entry")
    op.drop_index("ix_read_entry_actor", "read_entry")
    for field in FIELDS:
        clear = sa.Column(field.name, sa.String(length=field.length), nullable=False, server_default="")
        op.add_column(field.table, clear)
        for row in _rows(field, field.sealed):
            _keep(field.table, field.name, row.id, _opened(field, row))
        op.drop_column(field.table, field.sealed)


def _rows(field: Field, column: str) -> list[Any]:
    return [row for row in op.get_bind().execute(field.rows(column)).all() if row.kept]


def _keep(table: str, column: str, number: int, value: bytes | str | None) -> None:
    if value is not None:
        target = sa.table(table, sa.column("id", sa.Integer), sa.column(column))
        op.execute(sa.update(target).where(target.c.id == number).values({column: value}))


def _place(field: Field, ref: str) -> tuple[str, ...]:
    return "", field.table, field.sealed, ref


def _closed(field: Field, row: Any) -> bytes | None:
    # Where the key was destroyed on purpose, these words go the way of all others of that person.
    try:
        return seal_bytes(row.key_id, _place(field, row.ref), row.kept.encode())
    except KeyDestroyed:
        return None


def _opened(field: Field, row: Any) -> str | None:
    try:
        return open_bytes(row.key_id, _place(field, row.ref), row.kept).decode()
    except KeyDestroyed:
        return None
