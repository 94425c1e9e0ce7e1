"""Tokens of the systems of other agencies, and the way of referrals to their installations; a material may have come from an agency without an account here."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STRICT, _LOOSE = "added_by_id INTEGER NOT NULL", "added_by_id INTEGER"


def upgrade() -> None:
    op.create_table(
        "partner_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_partner_token_agency_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_partner_token_issued_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_token")),
        sa.UniqueConstraint("ref", name=op.f("uq_partner_token_ref")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_partner_token_token_hash")),
    )
    op.create_index(op.f("ix_partner_token_agency_id"), "partner_token", ["agency_id"])
    _travel()
    reference = sa.ForeignKey("agency.id", name=op.f("fk_attachment_added_for_id"))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE attachment ADD COLUMN added_for_id INTEGER "
            "CONSTRAINT fk_attachment_added_for_id REFERENCES agency (id)"
        )
        _rewrite(_STRICT, _LOOSE)
    else:
        op.add_column("attachment", sa.Column("added_for_id", sa.Integer(), reference, nullable=True))
        op.alter_column("attachment", "added_by_id", existing_type=sa.Integer(), nullable=True)


def _travel() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("base_url", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_channel_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_channel_agency_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_channel_ref")),
    )
    op.create_table(
        "journey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("their_ref", sa.String(length=32), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=80), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_journey_channel_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_journey_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey")),
        sa.UniqueConstraint("ref", name=op.f("uq_journey_ref")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_journey_referral_id")),
    )
    op.create_index("ix_journey_next", "journey", ["next_at"])
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("their_ref", sa.String(length=32), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_arrival_agency_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_arrival_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("agency_id", "their_ref", name=op.f("uq_arrival_agency_id_their_ref")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_arrival_referral_id")),
    )


def downgrade() -> None:
    for name in ("arrival", "journey", "channel"):
        op.drop_table(name)
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(_LOOSE, _STRICT)
        op.execute("ALTER TABLE attachment DROP COLUMN added_for_id")
    else:
        op.alter_column("attachment", "added_by_id", existing_type=sa.Integer(), nullable=False)
        op.drop_column("attachment", "added_for_id")
    op.drop_table("partner_token")


def _rewrite(old: str, new: str) -> None:
    """Take NOT NULL away, or put it back, where the table is described.

    Rebuilding the table would lose its triggers and break what points to it; SQLite names this way for changes that touch
    nothing on the disk (ALTER TABLE, section 7).
    """
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'attachment'",
        (old, new),
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")
