"""Who must not know of a case: marks, declarations, ties; doors that stand open for a while; doubles and odd readings.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step. Marks of people who
were there before are made by the worker (job "marks"): they need the keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        """CREATE TRIGGER opening_state_change BEFORE UPDATE OF state, version, ref ON "opening" WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state); END""",
        """CREATE TRIGGER opening_state_begin BEFORE INSERT ON "opening" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) OR EXISTS (SELECT 1 FROM "opening" WHERE id = NEW.id OR ref = NEW.ref); END""",
        """CREATE TRIGGER opening_stays BEFORE DELETE ON "opening" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry'); END""",
        """CREATE TRIGGER recusal_state_change BEFORE UPDATE OF state, version, ref ON "recusal" WHEN NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state); END""",
        """CREATE TRIGGER recusal_state_begin BEFORE INSERT ON "recusal" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry') WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) OR EXISTS (SELECT 1 FROM "recusal" WHERE id = NEW.id OR ref = NEW.ref); END""",
        """CREATE TRIGGER recusal_stays BEFORE DELETE ON "recusal" BEGIN SELECT RAISE(ABORT, 'no change of state without its audit entry'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION opening_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'no change of state without its audit entry'; ELSIF TG_OP = 'INSERT' THEN IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN IF NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER opening_state BEFORE INSERT OR UPDATE OR DELETE ON "opening" FOR EACH ROW EXECUTE FUNCTION opening_state_guard()""",
        """CREATE TRIGGER opening_no_truncate BEFORE TRUNCATE ON "opening" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
        """CREATE FUNCTION recusal_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'no change of state without its audit entry'; ELSIF TG_OP = 'INSERT' THEN IF NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source IS NULL) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; ELSIF NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.ref <> OLD.ref THEN IF NEW.ref <> OLD.ref OR NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE subject = NEW.ref AND version = NEW.version AND dest = NEW.state AND source = OLD.state) THEN RAISE EXCEPTION 'no change of state without its audit entry'; END IF; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER recusal_state BEFORE INSERT OR UPDATE OR DELETE ON "recusal" FOR EACH ROW EXECUTE FUNCTION recusal_state_guard()""",
        """CREATE TRIGGER recusal_no_truncate BEFORE TRUNCATE ON "recusal" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}


def upgrade() -> None:
    _looked_through()
    _declaration()
    _person_mark()
    _declared_mark()
    _double()
    _odd_reading()
    _opening()
    _recusal()
    _tie()
    _unwanted()
    op.add_column("party", sa.Column("linked", sa.String(length=8), nullable=False, server_default=""))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def _looked_through() -> None:
    op.create_table(
        "looked_through",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_looked_through")),
    )


def _declaration() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("told_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_declaration_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("ref", name=op.f("uq_declaration_ref")),
    )
    op.create_index(op.f("ix_declaration_user_id"), "declaration", ["user_id"])


def _person_mark() -> None:
    op.create_table(
        "person_mark",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_mark_person_id")),
        sa.PrimaryKeyConstraint("person_id", "mark", name=op.f("pk_person_mark")),
    )
    op.create_index("ix_person_mark_mark", "person_mark", ["mark"])


def _declared_mark() -> None:
    op.create_table(
        "declared_mark",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_declared_mark_declaration_id")
        ),
        sa.PrimaryKeyConstraint("declaration_id", "mark", name=op.f("pk_declared_mark")),
    )
    op.create_index("ix_declared_mark_mark", "declared_mark", ["mark"])


def _double() -> None:
    op.create_table(
        "double",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_double_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_double_other_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_double_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double")),
        sa.UniqueConstraint("case_id", "other_id", "side", name=op.f("uq_double_case_id_other_id_side")),
        sa.UniqueConstraint("ref", name=op.f("uq_double_ref")),
    )
    op.create_index(op.f("ix_double_case_id"), "double", ["case_id"])
    op.create_index(op.f("ix_double_other_id"), "double", ["other_id"])


def _odd_reading() -> None:
    op.create_table(
        "odd_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_odd_reading_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_odd_reading_case_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_odd_reading_settled_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_odd_reading_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_odd_reading")),
        sa.UniqueConstraint("ref", name=op.f("uq_odd_reading_ref")),
        sa.UniqueConstraint(
            "user_id", "day", "kind", "case_id", name=op.f("uq_odd_reading_user_id_day_kind_case_id")
        ),
    )
    op.create_index("ix_odd_reading_agency_settled", "odd_reading", ["agency_id", "settled_at"])


def _opening() -> None:
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("workflow", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_opening_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_opening_case_id")),
        sa.ForeignKeyConstraint(["second_id"], ["user.id"], name=op.f("fk_opening_second_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_opening_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("ref", name=op.f("uq_opening_ref")),
    )
    op.create_index(op.f("ix_opening_agency_id"), "opening", ["agency_id"])
    op.create_index("ix_opening_case_until", "opening", ["case_id", "until"])
    op.create_index(op.f("ix_opening_user_id"), "opening", ["user_id"])


def _recusal() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_recusal_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_recusal_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recusal_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("ref", name=op.f("uq_recusal_ref")),
    )
    op.create_index(op.f("ix_recusal_case_id"), "recusal", ["case_id"])


def _tie() -> None:
    op.create_table(
        "tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_tie_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tie_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_tie_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
        sa.UniqueConstraint(
            "case_id", "user_id", "agency_id", "ground", name=op.f("uq_tie_case_id_user_id_agency_id_ground")
        ),
    )
    op.create_index("ix_tie_agency", "tie", ["agency_id", "case_id"])
    op.create_index(op.f("ix_tie_case_id"), "tie", ["case_id"])
    op.create_index("ix_tie_user", "tie", ["user_id", "case_id"])


def _unwanted() -> None:
    op.create_table(
        "unwanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unwanted_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_unwanted_case_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_unwanted_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unwanted")),
        sa.UniqueConstraint("ref", name=op.f("uq_unwanted_ref")),
    )
    op.create_index(op.f("ix_unwanted_case_id"), "unwanted", ["case_id"])


def downgrade() -> None:
    for table in (
        "unwanted",
        "tie",
        "recusal",
        "opening",
        "odd_reading",
        "double",
        "declared_mark",
        "person_mark",
        "declaration",
        "looked_through",
    ):
        op.drop_table(table)
    op.drop_column("party", "linked")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION opening_state_guard")
        op.execute("DROP FUNCTION recusal_state_guard")
