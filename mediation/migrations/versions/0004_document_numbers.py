"""The register of document numbers, and the code by which a printed paper is checked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "document_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_document_number_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_number")),
        sa.UniqueConstraint(
            "agency_id",
            "series",
            "year",
            "number",
            name=op.f("uq_document_number_agency_id_series_year_number"),
        ),
        sa.UniqueConstraint("chain", "name", "about", name=op.f("uq_document_number_chain_name_about")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mark", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("facts_mark", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("number_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_document_mark"), ["mark"])
        batch_op.create_foreign_key(op.f("fk_document_number_id"), "document_number", ["number_id"], ["id"])
    op.execute(
        """
        INSERT INTO document_number
            (agency_id, series, year, number, text, chain, name, about, given_at, given_by_id)
        SELECT agreement.agency_id, 'mediation_agreement', agreement.number_year, agreement.number,
               '（' || agreement.number_year || '）' || agency.short_name || '人调字第' || agreement.number || '号',
               "case".ref, CASE WHEN agreement.oral THEN 'oral_agreement' ELSE 'agreement' END,
               agreement.ref, agreement.opened_at, NULL
        FROM agreement
        JOIN agency ON agency.id = agreement.agency_id
        JOIN stage ON stage.id = agreement.stage_id
        JOIN "case" ON "case".id = stage.case_id
        WHERE agreement.number IS NOT NULL
        """
    )


def downgrade():
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_document_number_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_document_mark"), type_="unique")
        batch_op.drop_column("number_id")
        batch_op.drop_column("pages")
        batch_op.drop_column("facts_mark")
        batch_op.drop_column("mark")
    op.drop_table("document_number")
