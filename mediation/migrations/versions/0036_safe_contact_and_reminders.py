"""Safe contact: a WeChat name of its own, and records that nobody confirmed; reminders by mail, texts to her, small pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# From when her silence counts: the last step that was taken together with her, or the day of registration.
HEARD = """
UPDATE "case" SET heard_on = coalesce(
  (SELECT max(happened_on) FROM step_taken WHERE step_taken.chain = "case".ref AND length(happened_on) = 10
   AND step_taken.trigger IN ('assess_danger', 'record_violence', 'record_privacy_consent', 'plan_safety', 'record_follow_up', 'record_visit')),
  substr(cast(registered_at AS text), 1, 10))
"""


def upgrade() -> None:
    with op.batch_alter_table("safe_contact") as table:
        table.add_column(sa.Column("wechat_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("sms_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.alter_column("confirmed_at", existing_type=sa.DateTime(), nullable=True)
    for name in ("agency", "user"):
        op.add_column(name, sa.Column("email", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("case", sa.Column("heard_on", sa.String(length=10), nullable=False, server_default=""))
    op.execute(HEARD)
    # What was told before there was mail is not sent out now.
    op.add_column("message", sa.Column("mail", sa.String(length=10), nullable=False, server_default="none"))
    op.add_column("message", sa.Column("next_at", sa.DateTime(), nullable=True))
    op.create_index("ix_message_mail_next", "message", ["mail", "next_at"])
    op.add_column("attachment", sa.Column("thumbnail_sha256", sa.String(length=64), nullable=True))
    _texts()


def _texts() -> None:
    op.create_table(
        "text_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("said", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_text_message_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_text_message_party_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_text_message_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_text_message_ref")),
    )
    op.create_index(op.f("ix_text_message_case_id"), "text_message", ["case_id"])
    op.create_index("ix_text_message_state_next", "text_message", ["state", "next_at"])


def downgrade() -> None:
    op.drop_table("text_message")
    op.drop_column("attachment", "thumbnail_sha256")
    op.drop_index("ix_message_mail_next", table_name="message")
    op.drop_column("message", "next_at")
    op.drop_column("message", "mail")
    op.drop_column("case", "heard_on")
    for name in ("agency", "user"):
        op.drop_column(name, "email")
    # A record that nobody confirmed is as old as one can be.
    op.execute("UPDATE safe_contact SET confirmed_at = '1970-01-01 00:00:00' WHERE confirmed_at IS NULL")
    with op.batch_alter_table("safe_contact") as table:
        table.alter_column("confirmed_at", existing_type=sa.DateTime(), nullable=False)
        table.drop_column("sms_told")
        table.drop_column("wechat_sealed")
