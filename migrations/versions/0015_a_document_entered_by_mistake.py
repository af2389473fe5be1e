"""A công văn that was entered as issued by mistake keeps its row, with the reason"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "issued", sa.Column("undone_at", models.instant.UtcInstant(timezone=True), nullable=True)
    )
    op.add_column("issued", sa.Column("undone_reason", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("issued") as batch:
        batch.drop_column("undone_reason")
        batch.drop_column("undone_at")
