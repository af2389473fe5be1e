"""The last checkpoint is remembered in the database too"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "anchored",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchored")),
    )


def downgrade() -> None:
    op.drop_table("anchored")
