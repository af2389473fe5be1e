"""A directive can be stopped"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("directive") as batch:
        batch.add_column(sa.Column("stopped_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("stopped_reason", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("directive") as batch:
        batch.drop_column("stopped_reason")
        batch.drop_column("stopped_on")
