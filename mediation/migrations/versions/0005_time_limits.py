"""A time limit keeps the version, the province and the article of its rule; its history and its reminders.

Clocks that run already keep their numbers: their version stays empty, and the worker looks at them once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RUNNING = sa.text("UPDATE clock SET next_at = due_at WHERE state = 'running'")
KINDS = sa.text(
    "UPDATE clock SET kind = CASE WHEN duty = 'party' THEN 'right' "
    "WHEN duty IN ('us', 'mediation_committee', 'mandatory_reporter') THEN 'deadline' ELSE 'ext' END"
)


def upgrade() -> None:
    with op.batch_alter_table("clock") as batch:
        batch.alter_column(
            "note", type_=sa.String(400), existing_type=sa.String(200), existing_nullable=False
        )
        for name, length in (("kind", 10), ("rule_version", 10), ("province", 2), ("source", 300)):
            batch.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        batch.add_column(sa.Column("rolls", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("paused_on", sa.String(32), nullable=True))
        batch.add_column(sa.Column("paused_for", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("next_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
        batch.create_foreign_key("fk_clock_follows_id", "clock", ["follows_id"], ["id"])
        batch.create_index("ix_clock_next", ["next_at"])
    with op.batch_alter_table("clock") as batch:
        for name in ("kind", "rule_version", "province", "source", "rolls", "paused_for", "rung"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "clock_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("happened_on", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(120), nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("after", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name="fk_clock_event_clock_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_event"),
    )
    op.create_index("ix_clock_event_clock", "clock_event", ["clock_id", "id"])
    with op.batch_alter_table("task") as batch:
        batch.add_column(sa.Column("clock_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_task_clock_id", "clock", ["clock_id"], ["id"])
        batch.create_index("ix_task_clock_id", ["clock_id"])
    op.execute(RUNNING)
    op.execute(KINDS)


def downgrade() -> None:
    with op.batch_alter_table("task") as batch:
        batch.drop_index("ix_task_clock_id")
        batch.drop_constraint("fk_task_clock_id", type_="foreignkey")
        batch.drop_column("clock_id")
    op.drop_table("clock_event")
    with op.batch_alter_table("clock") as batch:
        batch.drop_index("ix_clock_next")
        batch.drop_constraint("fk_clock_follows_id", type_="foreignkey")
        for name in ("rung", "next_at", "paused_for", "paused_on", "follows_id", "rolls"):
            batch.drop_column(name)
        for name in ("source", "province", "rule_version", "kind"):
            batch.drop_column(name)
        batch.alter_column(
            "note", type_=sa.String(200), existing_type=sa.String(400), existing_nullable=False
        )
