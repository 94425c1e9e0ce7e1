"""Contacts that are no case; phrases that are written again and again; doubles that were linked.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None

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
    op.create_table(
        "plain_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index("ix_plain_contact_agency_at", "plain_contact", ["agency_id", "at"])
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index("ix_phrase_agency", "phrase", ["agency_id", "user_id"])
    _merge()


def _merge() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("into_case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("into_person_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["into_case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["into_person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
    )
    for column in ("agency_id", "case_id", "into_case_id", "person_id", "into_person_id"):
        op.create_index(f"ix_merge_{column}", "merge", [column])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement.replace("{name}", "merge"))


def downgrade() -> None:
    for table in ("merge", "phrase", "plain_contact"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION merge_state_guard")
