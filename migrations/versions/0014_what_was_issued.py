"""A công văn that was issued, whom it names; why a receipt holds that was denied before"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("signer", sa.String(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_issued_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["issued.id"], name=op.f("fk_issued_amends_id_issued")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued")),
    )
    op.create_index(op.f("ix_issued_obligation_id"), "issued", ["obligation_id"])
    op.create_table(
        "named",
        sa.Column("issued_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_id"], ["issued.id"], name=op.f("fk_named_issued_id_issued")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_named_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("issued_id", "obligation_id", name=op.f("pk_named")),
    )
    op.create_index(op.f("ix_named_obligation_id"), "named", ["obligation_id"])
    op.add_column("report", sa.Column("grounds", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report") as batch:
        batch.drop_column("grounds")
    op.drop_table("named")
    op.drop_table("issued")
