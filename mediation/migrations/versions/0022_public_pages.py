"""The public pages: requests that come by them, and short visits.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0015"
branch_labels = None
depends_on = None

TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        """CREATE TRIGGER portal_request_state_change BEFORE UPDATE OF state, version, ref ON "portal_request" WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state); END""",
        """CREATE TRIGGER portal_request_state_begin BEFORE INSERT ON "portal_request" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) OR EXISTS (SELECT 1 FROM "portal_request" WHERE id = NEW.id OR ref = NEW.ref); END""",
        """CREATE TRIGGER portal_request_stays BEFORE DELETE ON "portal_request" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION portal_request_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'no change of state without its audit entry'; ELSIF TG_OP = 'INSERT' THEN IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN IF NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER portal_request_state BEFORE INSERT OR UPDATE OR DELETE ON "portal_request" FOR EACH ROW EXECUTE FUNCTION portal_request_state_guard()""",
        """CREATE TRIGGER portal_request_no_truncate BEFORE TRUNCATE ON "portal_request" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}


def upgrade() -> None:
    _request()
    _visit()
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _request() -> None:
    op.create_table(
        "portal_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_portal_request_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_portal_request_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_request")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_portal_request_code_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_portal_request_ref")),
    )
    op.create_index(op.f("ix_portal_request_agency_id"), "portal_request", ["agency_id"])
    op.create_index(op.f("ix_portal_request_case_id"), "portal_request", ["case_id"])


def _visit() -> None:
    op.create_table(
        "portal_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("draft_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["portal_request.id"], name=op.f("fk_portal_visit_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_visit")),
        sa.UniqueConstraint("ref", name=op.f("uq_portal_visit_ref")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_visit_token_hash")),
    )
    op.create_index(op.f("ix_portal_visit_ends_at"), "portal_visit", ["ends_at"])


def downgrade() -> None:
    op.drop_table("portal_visit")
    op.drop_table("portal_request")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION portal_request_state_guard")
