"""In which language the person of a login reads the pages"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("login") as batch:
        batch.drop_column("language")
