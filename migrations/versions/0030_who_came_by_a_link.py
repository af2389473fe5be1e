"""Who came by a link in a letter, and whether they may file"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_NAMES = ("only", "message_id", "code", "code_ends_at", "proven")


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(sa.Column("only", sa.String(), nullable=True))
        batch.add_column(sa.Column("message_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("code", sa.String(), nullable=True))
        batch.add_column(sa.Column("code_ends_at", instant, nullable=True))
        batch.add_column(
            sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.create_foreign_key(
            op.f("fk_web_session_message_id_message"), "message", ["message_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("web_session") as batch:
        batch.drop_constraint(op.f("fk_web_session_message_id_message"), type_="foreignkey")
        for name in reversed(_NAMES):
            batch.drop_column(name)
