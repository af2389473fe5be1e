"""Counts of lists that were handed over"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INSTANT = models.instant.UtcInstant(timezone=True)


def upgrade() -> None:
    op.create_table(
        "count_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_import")),
    )
    op.create_table(
        "list_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=True),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["count_import.id"], name=op.f("fk_list_count_import_id_count_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_count")),
    )
    op.create_index(
        op.f("ix_list_count_body_uid_group_id_kind_as_of"),
        "list_count",
        ["body_uid", "group_id", "kind", "as_of"],
    )


def downgrade() -> None:
    op.drop_table("list_count")
    op.drop_table("count_import")
