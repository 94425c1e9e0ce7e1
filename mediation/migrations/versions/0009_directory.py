"""The directory: what an agency does, who has a place there, who is on duty, who is away; and what is told to liaisons."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXTS = (("services", 400, ""), ("duties", 2000, ""), ("hours", 200, ""), ("way_in", 10, "account"))


def upgrade() -> None:
    # Column by column: to rebuild the table would break what points to it. The defaults stay in the database.
    for name, length, usual in TEXTS:
        op.add_column("agency", sa.Column(name, sa.String(length), nullable=False, server_default=usual))
    op.add_column("agency", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "agency_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("sex", sa.String(1), nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("chairs", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("training", sa.String(200), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_agency_person_agency_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_agency_person_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_person"),
        sa.UniqueConstraint("ref", name="uq_agency_person_ref"),
    )
    op.create_index("ix_agency_person_agency_id", "agency_person", ["agency_id"])
    op.create_index("ix_agency_person_user_id", "agency_person", ["user_id"])
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(60), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_duty_agency_id"),
        sa.ForeignKeyConstraint(["person_id"], ["agency_person.id"], name="fk_duty_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        sa.UniqueConstraint("ref", name="uq_duty_ref"),
        sa.UniqueConstraint("person_id", "day", name="uq_duty_person_id_day"),
    )
    op.create_index("ix_duty_agency_day", "duty", ["agency_id", "day"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_absence_user_id"),
        sa.ForeignKeyConstraint(["substitute_id"], ["user.id"], name="fk_absence_substitute_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
        sa.UniqueConstraint("ref", name="uq_absence_ref"),
    )
    op.create_index("ix_absence_user_until", "absence", ["user_id", "until"])
    _bulletins()


def _bulletins() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("agenda", sa.String(2000), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_bulletin_agency_id"),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name="fk_bulletin_sent_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulletin"),
        sa.UniqueConstraint("ref", name="uq_bulletin_ref"),
    )
    op.create_index("ix_bulletin_agency_id", "bulletin", ["agency_id"])
    op.create_table(
        "bulletin_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name="fk_bulletin_receipt_bulletin_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_bulletin_receipt_agency_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_bulletin_receipt_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulletin_receipt"),
        sa.UniqueConstraint(
            "bulletin_id", "agency_id", "user_id", name="uq_bulletin_receipt_bulletin_id_agency_id_user_id"
        ),
    )
    op.create_index("ix_bulletin_receipt_agency_id", "bulletin_receipt", ["agency_id"])
    op.create_index("ix_bulletin_receipt_user_id", "bulletin_receipt", ["user_id"])


def downgrade() -> None:
    for name in ("bulletin_receipt", "bulletin", "absence", "duty", "agency_person"):
        op.drop_table(name)
    for name in ("version", *(name for name, _length, _usual in reversed(TEXTS))):
        op.drop_column("agency", name)
