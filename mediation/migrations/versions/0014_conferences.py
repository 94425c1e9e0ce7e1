"""Case conferences: who was called together, what was decided.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        """CREATE TRIGGER conference_state_change BEFORE UPDATE OF state, version, ref ON "conference" WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state); END""",
        """CREATE TRIGGER conference_state_begin BEFORE INSERT ON "conference" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) OR EXISTS (SELECT 1 FROM "conference" WHERE id = NEW.id OR ref = NEW.ref); END""",
        """CREATE TRIGGER conference_stays BEFORE DELETE ON "conference" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION conference_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'no change of state without its audit entry'; ELSIF TG_OP = 'INSERT' THEN IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN IF NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER conference_state BEFORE INSERT OR UPDATE OR DELETE ON "conference" FOR EACH ROW EXECUTE FUNCTION conference_state_guard()""",
        """CREATE TRIGGER conference_no_truncate BEFORE TRUNCATE ON "conference" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}


def upgrade() -> None:
    _conference()
    _guest()
    _decision()
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _conference() -> None:
    op.create_table(
        "conference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("meets_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("agenda_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("brief_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("minutes_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["called_by_id"], ["user.id"], name=op.f("fk_conference_called_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_conference_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
        sa.UniqueConstraint("ref", name=op.f("uq_conference_ref")),
    )
    op.create_index(op.f("ix_conference_case_id"), "conference", ["case_id"])


def _guest() -> None:
    op.create_table(
        "conference_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("coming", sa.String(length=4), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("who_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_conference_guest_agency_id")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_guest_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_guest")),
        sa.UniqueConstraint(
            "conference_id", "agency_id", name=op.f("uq_conference_guest_conference_id_agency_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_conference_guest_ref")),
    )
    op.create_index(op.f("ix_conference_guest_agency_id"), "conference_guest", ["agency_id"])
    op.create_index(op.f("ix_conference_guest_conference_id"), "conference_guest", ["conference_id"])


def _decision() -> None:
    op.create_table(
        "conference_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("what_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("result_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_conference_decision_agency_id")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_decision_conference_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_conference_decision_task_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_conference_decision_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_decision")),
        sa.UniqueConstraint("ref", name=op.f("uq_conference_decision_ref")),
    )
    op.create_index(op.f("ix_conference_decision_conference_id"), "conference_decision", ["conference_id"])


def downgrade() -> None:
    for table in ("conference_decision", "conference_guest", "conference"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION conference_state_guard")
