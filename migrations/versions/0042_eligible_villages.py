"""The villages whose people a group means, as a dated list"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_PROVEN = ["directive_id", "group_id", "body_uid", "name", "since", "until", "source", "struck_at"]
_PROVEN += ["struck_by", "recorded_at", "recorded_by"]


def upgrade() -> None:
    op.create_table(
        "eligible_village",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("struck_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligible_village")),
    )
    op.create_index(
        op.f("ix_eligible_village_directive_id_group_id"),
        "eligible_village",
        ["directive_id", "group_id"],
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("eligible_village", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("eligible_village"):
            op.execute(statement)
    op.drop_table("eligible_village")
