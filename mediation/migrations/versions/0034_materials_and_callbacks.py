"""Materials that travel with a referral, callbacks of other installations, and the record of calls that got nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel") as table:
        table.add_column(sa.Column("hook_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("heard_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("journey") as table:
        table.add_column(sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("journey") as table:
        table.alter_column("carried", server_default=None)
    op.create_table(
        "api_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=30), nullable=False),
        sa.Column("origin", sa.String(length=45), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_refusal")),
    )
    op.create_index("ix_api_refusal_at", "api_refusal", ["at", "who", "status"])


def downgrade() -> None:
    op.drop_table("api_refusal")
    with op.batch_alter_table("journey") as table:
        table.drop_column("carried")
    with op.batch_alter_table("channel") as table:
        table.drop_column("heard_at")
        table.drop_column("hook_sealed")
