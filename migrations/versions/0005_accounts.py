"""Accounts that rest, and when an attempt really began"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT = models.instant.UtcInstant(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("paused_at", _INSTANT, nullable=True),
        sa.Column("paused_until", _INSTANT, nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.add_column("attempt", sa.Column("begun_at", _INSTANT, nullable=True))
    op.create_index(op.f("ix_message_contact_id_frozen_at"), "message", ["contact_id", "frozen_at"])
    # Whatever was entered so far was begun at once.
    op.execute("UPDATE attempt SET begun_at = started_at")


def downgrade() -> None:
    op.drop_index(op.f("ix_message_contact_id_frozen_at"), "message")
    op.drop_column("attempt", "begun_at")
    op.drop_table("account")
