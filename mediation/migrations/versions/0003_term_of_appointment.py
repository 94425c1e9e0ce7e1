"""A mediator is appointed for a term: from when, until when (PM-13)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("appointed_from", sa.Date(), nullable=True))
    op.add_column("user", sa.Column("appointed_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("user", "appointed_until")
    op.drop_column("user", "appointed_from")
