"""The head of every chain, kept by the database; and what a step said that is kept elsewhere, by its digest.

The text of the triggers is frozen here; `mediation/audit/guards.py` may change with a later step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRIGGERS: dict[str, list[str]] = {
    "sqlite": [
        """CREATE TRIGGER audit_entry_follows BEFORE INSERT ON "audit_entry" WHEN NOT (CASE WHEN NEW.sequence = 1 THEN NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain) ELSE EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain AND sequence = NEW.sequence - 1 AND hash = NEW.previous) END) BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its chain, and is counted'); END""",
        """CREATE TRIGGER audit_entry_counts AFTER INSERT ON "audit_entry" BEGIN INSERT INTO audit_head (chain, sequence, hash) SELECT NEW.chain, 1, NEW.hash WHERE NEW.sequence = 1; UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash WHERE chain = NEW.chain AND NEW.sequence > 1; END""",
        """CREATE TRIGGER audit_head_begins BEFORE INSERT ON "audit_head" WHEN NOT (NEW.sequence = 1 AND NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain) AND EXISTS (SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence AND hash = NEW.hash)) BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its chain, and is counted'); END""",
        """CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON "audit_head" WHEN NOT (NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 AND EXISTS (SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence AND hash = NEW.hash AND previous = OLD.hash)) BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its chain, and is counted'); END""",
        """CREATE TRIGGER audit_head_stays BEFORE DELETE ON "audit_head" BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its chain, and is counted'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION audit_entry_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (CASE WHEN NEW.sequence = 1 THEN NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain) ELSE EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain AND sequence = NEW.sequence - 1 AND hash = NEW.previous) END) THEN RAISE EXCEPTION 'an entry follows the last one of its chain, and is counted'; END IF; RETURN NEW; END $$""",
        """CREATE FUNCTION audit_entry_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit_head (chain, sequence, hash) SELECT NEW.chain, 1, NEW.hash WHERE NEW.sequence = 1; UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash WHERE chain = NEW.chain AND NEW.sequence > 1; RETURN NULL; END $$""",
        """CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an entry follows the last one of its chain, and is counted'; ELSIF TG_OP = 'INSERT' THEN IF NOT (NEW.sequence = 1 AND NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain) AND EXISTS (SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence AND hash = NEW.hash)) THEN RAISE EXCEPTION 'an entry follows the last one of its chain, and is counted'; END IF; ELSIF NOT (NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 AND EXISTS (SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence AND hash = NEW.hash AND previous = OLD.hash)) THEN RAISE EXCEPTION 'an entry follows the last one of its chain, and is counted'; END IF; RETURN NEW; END $$""",
        """CREATE TRIGGER audit_entry_follows BEFORE INSERT ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_entry_follow()""",
        """CREATE TRIGGER audit_entry_counts AFTER INSERT ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_entry_count()""",
        """CREATE TRIGGER audit_head_goes_on BEFORE INSERT OR UPDATE OR DELETE ON "audit_head" FOR EACH ROW EXECUTE FUNCTION audit_head_guard()""",
        """CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON "audit_head" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}
FILL = """
INSERT INTO audit_head (chain, sequence, hash)
SELECT entry.chain, entry.sequence, entry.hash FROM audit_entry AS entry
JOIN (SELECT chain, max(sequence) AS last FROM audit_entry GROUP BY chain) AS tail
ON tail.chain = entry.chain AND tail.last = entry.sequence
"""


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.add_column("step_taken", sa.Column("apart_digest", sa.String(length=64), nullable=True))
    op.execute(FILL)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    table = "" if op.get_bind().dialect.name == "sqlite" else " ON audit_entry"
    for trigger in ("audit_entry_follows", "audit_entry_counts"):
        op.execute(f"DROP TRIGGER {trigger}{table}")
    op.drop_table("audit_head")
    if op.get_bind().dialect.name == "postgresql":
        for function in ("audit_entry_follow", "audit_entry_count", "audit_head_guard"):
            op.execute(f"DROP FUNCTION {function}()")
    op.drop_column("step_taken", "apart_digest")
