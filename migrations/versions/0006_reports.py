"""Figures, revisions, returns and files of a report"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INSTANT = models.instant.UtcInstant(timezone=True)
_ADDED = (
    ("figures", sa.JSON()),
    ("explanations", sa.JSON()),
    ("signer", sa.String()),
    ("capacity", sa.String()),
    ("sent_on", sa.Date()),
    ("decided_at", _INSTANT),
    ("decided_by", sa.String()),
    ("reasons", sa.JSON()),
    ("reply_by", sa.Date()),
    ("frozen_by", sa.Integer()),
)
_ADJUSTS = "fk_report_adjusts_id_obligation"


def upgrade() -> None:
    with op.batch_alter_table("report") as table:
        table.add_column(
            sa.Column("state", sa.String(), nullable=False, server_default="submitted")
        )
        for name, kind in _ADDED:
            table.add_column(sa.Column(name, kind, nullable=True))
        table.add_column(sa.Column("adjusts_id", sa.Integer(), nullable=True))
        table.create_foreign_key(_ADJUSTS, "obligation", ["adjusts_id"], ["id"])
        table.create_index(op.f("ix_report_adjusts_id"), ["adjusts_id"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_attachment_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_report_id"), "attachment", ["report_id"])


def downgrade() -> None:
    op.drop_table("attachment")
    with op.batch_alter_table("report") as table:
        table.drop_index(op.f("ix_report_adjusts_id"))
        table.drop_constraint(_ADJUSTS, type_="foreignkey")
        for name in ("adjusts_id", *(name for name, _ in reversed(_ADDED)), "state"):
            table.drop_column(name)
