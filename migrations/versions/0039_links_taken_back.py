"""Links in letters that were taken back before their time"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ended_link",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ended_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_ended_link_message_id_message")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_ended_link")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("ended_link", ["message_id"], ["ended_at", "ended_by"]):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("ended_link"):
            op.execute(statement)
    op.drop_table("ended_link")
