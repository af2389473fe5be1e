"""An installation has a name, of which the ids of its messages are made"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("made_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("behind_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("trusted_from", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note(
            "installation", ["id"], ["uid", "made_at", "behind_at", "trusted_from"]
        ):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("installation"):
            op.execute(statement)
    op.drop_table("installation")
