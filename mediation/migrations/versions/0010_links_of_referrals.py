"""Links with a code for partners without an account, their visits, and when a sender was told of an expiry."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral", sa.Column("expiry_told_at", sa.DateTime(), nullable=True))
    op.create_table(
        "referral_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name="fk_referral_link_referral_id"),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name="fk_referral_link_issued_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_link"),
        sa.UniqueConstraint("ref", name="uq_referral_link_ref"),
        sa.UniqueConstraint("token_hash", name="uq_referral_link_token_hash"),
    )
    op.create_index("ix_referral_link_referral_id", "referral_link", ["referral_id"])
    op.create_table(
        "link_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("who_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["referral_link.id"], name="fk_link_visit_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_link_visit"),
        sa.UniqueConstraint("ref", name="uq_link_visit_ref"),
        sa.UniqueConstraint("token_hash", name="uq_link_visit_token_hash"),
    )
    op.create_index("ix_link_visit_link_id", "link_visit", ["link_id"])


def downgrade() -> None:
    op.drop_table("link_visit")
    op.drop_table("referral_link")
    op.drop_column("referral", "expiry_told_at")
