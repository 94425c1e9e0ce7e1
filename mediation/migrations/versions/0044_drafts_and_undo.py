"""Drafts of long forms; notes that their author took back."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _draft()
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_at", sa.DateTime(), nullable=True))


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("typed_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("ref", name=op.f("uq_draft_ref")),
        sa.UniqueConstraint("user_id", "path", name=op.f("uq_draft_user_id_path")),
    )
    op.create_index(op.f("ix_draft_saved_at"), "draft", ["saved_at"])
    op.create_index("ix_draft_path_saved_at", "draft", ["path", "saved_at"])


def downgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_column("taken_back_at")
    op.drop_table("draft")
