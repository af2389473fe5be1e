"""A sweep that ran under a wrong clock is taken back, and keeps its row"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sweep",
        sa.Column("taken_back_at", models.instant.UtcInstant(timezone=True), nullable=True),
    )


def downgrade() -> None:
    with op.batch_alter_table("sweep") as batch:
        batch.drop_column("taken_back_at")
