"""Answers, promises, suspensions, corrections, the switch"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INSTANT = models.instant.UtcInstant(timezone=True)


def upgrade() -> None:
    op.add_column("obligation", sa.Column("via_checked_at", _INSTANT, nullable=True))
    op.add_column("obligation", sa.Column("suspended_until", sa.Date(), nullable=True))
    op.add_column(
        "obligation",
        sa.Column("extended", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("called_at", _INSTANT, nullable=False),
        sa.Column("called_by", sa.String(), nullable=False),
        sa.Column("met", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_call_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index(op.f("ix_call_obligation_id"), "call", ["obligation_id"])
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_table(
        "covered",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("due_on_before", sa.Date(), nullable=False),
        sa.Column("late_from_before", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_covered_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_covered_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("decision_id", "obligation_id", name=op.f("pk_covered")),
    )
    op.create_table(
        "switch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("off_since", _INSTANT, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switch")),
    )


def downgrade() -> None:
    for table in ("switch", "covered", "decision", "call"):
        op.drop_table(table)
    for column in ("extended", "suspended_until", "via_checked_at"):
        op.drop_column("obligation", column)
