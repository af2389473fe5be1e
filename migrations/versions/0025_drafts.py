"""A body's draft of a report waits, encrypted, until it is filed or discarded"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_PROVEN = ["obligation_id", "begun_at", "begun_by", "ended_at", "ended_as", "ended_by", "report_id"]


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", instant, nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", instant, nullable=True),
        sa.Column("ended_as", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_draft_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_draft_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("obligation_id", name=op.f("uq_draft_obligation_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("draft", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("draft"):
            op.execute(statement)
    op.drop_table("draft")
