"""Drafts of long forms; notes that their author took back; old rows brought in from Excel."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _draft()
    _ledger()
    _given_before()
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


def _given_before() -> None:
    op.create_table(
        "given_before",
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_given_before_user_id")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_given_before")),
    )


def _ledger() -> None:
    op.create_table(
        "ledger_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_ledger_batch_agency_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_ledger_batch_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_batch")),
        sa.UniqueConstraint("ref", name=op.f("uq_ledger_batch_ref")),
    )
    op.create_index(op.f("ix_ledger_batch_agency_id"), "ledger_batch", ["agency_id"])
    op.create_table(
        "ledger_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lines_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["ledger_batch.id"], name=op.f("fk_ledger_page_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_page")),
        sa.UniqueConstraint("ref", name=op.f("uq_ledger_page_ref")),
        sa.UniqueConstraint("batch_id", "place", name=op.f("uq_ledger_page_batch_id_place")),
    )


def downgrade() -> None:
    op.drop_table("given_before")
    op.drop_table("ledger_page")
    op.drop_table("ledger_batch")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_column("taken_back_at")
    op.drop_table("draft")
