"""A mediator is appointed for a term: from when, until when (PM-13)."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.add_column(sa.Column("appointed_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("appointed_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("user") as batch_op:
        batch_op.drop_column("appointed_until")
        batch_op.drop_column("appointed_from")
