"""Drafts that are written are found by themselves: each page asks whether one has changed"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_WRITTEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_draft_written",
        "draft",
        ["version"],
        sqlite_where=_WRITTEN,
        postgresql_where=_WRITTEN,
    )


def downgrade() -> None:
    op.drop_index("ix_draft_written", table_name="draft")
