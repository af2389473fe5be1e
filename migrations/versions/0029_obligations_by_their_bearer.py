"""What one body owes is found without reading what all others owe"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_NAME = "ix_obligation_bearer_uid_due_on"


def upgrade() -> None:
    op.create_index(op.f(_NAME), "obligation", ["bearer_uid", "due_on"])


def downgrade() -> None:
    op.drop_index(op.f(_NAME), table_name="obligation")
