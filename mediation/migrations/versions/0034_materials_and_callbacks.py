"""Materials that travel with a referral, callbacks, the record of calls that got nothing; who sits on a committee."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: to rebuild a table would break what points to it. The defaults stay in the database.
    op.add_column("channel", sa.Column("hook_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("channel", sa.Column("heard_at", sa.DateTime(), nullable=True))
    op.add_column("journey", sa.Column("carried", sa.Integer(), nullable=False, server_default="0"))
    multiethnic = sa.Column("multiethnic", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("agency", multiethnic)
    op.add_column(
        "agency_person", sa.Column("ethnicity", sa.String(length=2), nullable=False, server_default="")
    )
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
    op.drop_column("agency_person", "ethnicity")
    op.drop_column("agency", "multiethnic")
    op.drop_column("journey", "carried")
    op.drop_column("channel", "heard_at")
    op.drop_column("channel", "hook_sealed")
