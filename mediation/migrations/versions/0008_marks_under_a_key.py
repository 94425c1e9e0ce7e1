"""The marks of facts that could be computed without a key are taken away; the codes that stand on paper remain."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE document SET facts_mark = NULL")


def downgrade():
    op.execute("UPDATE document SET facts_mark = NULL")
