"""Signed consolidations and the reports they were built from"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSTANT = models.instant.UtcInstant(timezone=True)


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=False),
        sa.Column("signed_at", _INSTANT, nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_signature_obligation_id_obligation"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_signature_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint(
            "obligation_id", "revision", name=op.f("uq_signature_obligation_id_revision")
        ),
    )
    op.create_index(op.f("ix_signature_report_id"), "signature", ["report_id"])
    op.create_table(
        "signed",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_signed_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_signed_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("signature_id", "report_id", name=op.f("pk_signed")),
    )
    op.create_index(op.f("ix_signed_report_id"), "signed", ["report_id"])


def downgrade() -> None:
    op.drop_table("signed")
    op.drop_table("signature")
