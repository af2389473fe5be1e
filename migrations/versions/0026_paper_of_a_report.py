"""The document of a report: presented, signed, issued; and whether that decides timeliness"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_PAPERWORK = [
    *("obligation_id", "step", "done_on", "number", "signer", "capacity", "counts_at"),
    *("recorded_at", "recorded_by", "undone_at", "undone_reason"),
]
_REPORT = [
    *("obligation_id", "revision", "received_at", "recorded_at", "recorded_by", "road", "number"),
    *("dated", "undone_at", "undone_reason", "state", "form", "figures", "explanations"),
    *("signer", "capacity", "sent_on", "grounds", "decided_at", "decided_by", "reasons"),
    *("reply_by", "frozen_by", "adjusts_id"),
]


def upgrade() -> None:
    op.create_table(
        "paperwork",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("signer", sa.String(), nullable=True),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("counts_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("undone_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_paperwork_obligation_id_obligation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paperwork")),
    )
    op.create_index(op.f("ix_paperwork_obligation_id"), "paperwork", ["obligation_id"])
    op.add_column("report", sa.Column("awaits", sa.String(), nullable=True))
    _run(note("paperwork", ["id"], _PAPERWORK), note("report", ["id"], [*_REPORT, "awaits"]))


def downgrade() -> None:
    _run(note("report", ["id"], _REPORT), forget("paperwork"))
    with op.batch_alter_table("report") as batch:
        batch.drop_column("awaits")
    op.drop_table("paperwork")


def _run(*some: Iterator[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statements in some:
            for statement in statements:
                op.execute(statement)
