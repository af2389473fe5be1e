"""Obligations lie in the order of their dates, so that a page of them is read without the rest"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NAME = "ix_obligation_directive_id_due_on_duty_bearer_uid_id"


def upgrade() -> None:
    columns = ["directive_id", "due_on", "duty", "bearer_uid", "id"]
    op.create_index(op.f(_NAME), "obligation", columns)


def downgrade() -> None:
    op.drop_index(op.f(_NAME), table_name="obligation")
