"""A read entry of a search keeps a keyed hash of what was searched for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("read_entry", sa.Column("term", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("read_entry", "term")
