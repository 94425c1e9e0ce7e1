"""Requests of persons about their data; how long cases are kept, what forbids their disposal, and the lists of it.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

GUARDED = ("data_request", "legal_hold", "disposal")
TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        """CREATE TRIGGER {name}_state_change BEFORE UPDATE OF state, version, ref ON "{name}" WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state); END""",
        """CREATE TRIGGER {name}_state_begin BEFORE INSERT ON "{name}" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) OR EXISTS (SELECT 1 FROM "{name}" WHERE id = NEW.id OR ref = NEW.ref); END""",
        """CREATE TRIGGER {name}_stays BEFORE DELETE ON "{name}" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION {name}_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'no change of state without its audit entry'; ELSIF TG_OP = 'INSERT' THEN IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN IF NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER {name}_state BEFORE INSERT OR UPDATE OR DELETE ON "{name}" FOR EACH ROW EXECUTE FUNCTION {name}_state_guard()""",
        """CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON "{name}" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}


def upgrade() -> None:
    _data_request()
    _retention()
    _legal_hold()
    _disposal()
    for name in GUARDED:
        for statement in TRIGGERS[op.get_bind().dialect.name]:
            op.execute(statement.replace("{name}", name))


def _tracked() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _data_request() -> None:
    op.create_table(
        "data_request",
        *_tracked(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("by_whom", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_data_request_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_data_request_party_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["user.id"], name=op.f("fk_data_request_registered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("ref", name=op.f("uq_data_request_ref")),
    )
    op.create_index(op.f("ix_data_request_case_id"), "data_request", ["case_id"])


def _retention() -> None:
    op.create_table(
        "retention",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_retention_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_retention")),
    )
    op.create_index(op.f("ix_retention_due_on"), "retention", ["due_on"])


def _legal_hold() -> None:
    op.create_table(
        "legal_hold",
        *_tracked(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_legal_hold_case_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["user.id"], name=op.f("fk_legal_hold_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sa.UniqueConstraint("ref", name=op.f("uq_legal_hold_ref")),
    )
    op.create_index(op.f("ix_legal_hold_case_id"), "legal_hold", ["case_id"])


def _disposal() -> None:
    op.create_table(
        "disposal",
        *_tracked(),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("appraisal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("schedule_approval_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_disposal_agency_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_disposal_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("ref", name=op.f("uq_disposal_ref")),
    )
    op.create_index(op.f("ix_disposal_agency_id"), "disposal", ["agency_id"])
    op.create_table(
        "disposal_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disposal_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("record_kind", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_keys", sa.JSON(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_disposal_item_case_id")),
        sa.ForeignKeyConstraint(["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_item_disposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_item")),
    )
    op.create_index(op.f("ix_disposal_item_case_id"), "disposal_item", ["case_id"])
    op.create_index(op.f("ix_disposal_item_disposal_id"), "disposal_item", ["disposal_id"])


def downgrade() -> None:
    for table in ("disposal_item", "disposal", "legal_hold", "retention", "data_request"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in GUARDED:
            op.execute(f"DROP FUNCTION {name}_state_guard")
