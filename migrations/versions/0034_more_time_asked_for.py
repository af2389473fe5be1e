"""More time that a body asks for, and what became of it"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_PROVEN = [
    *("obligation_id", "until", "reason", "asked_at", "asked_by", "end", "ended_at", "ended_by"),
    *("answer", "decision_id"),
]


def upgrade() -> None:
    op.create_table(
        "asking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("ended_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_asking_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_asking_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asking")),
    )
    op.create_index(op.f("ix_asking_obligation_id"), "asking", ["obligation_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("asking", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("asking"):
            op.execute(statement)
    op.drop_table("asking")
