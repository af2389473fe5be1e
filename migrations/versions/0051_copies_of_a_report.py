"""To whom copies of a signed report go, as its signer chose"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from migrations.noting import note

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_REPORT = [
    *("obligation_id", "revision", "received_at", "recorded_at", "recorded_by", "road", "number"),
    *("dated", "undone_at", "undone_reason", "state", "form", "figures", "explanations"),
    *("signer", "capacity", "sent_on", "grounds", "decided_at", "decided_by", "reasons"),
    *("reply_by", "frozen_by", "adjusts_id", "awaits"),
]


def upgrade() -> None:
    op.add_column("report", sa.Column("copies", sa.JSON(), nullable=True))
    _run(note("report", ["id"], [*_REPORT, "copies"]))


def downgrade() -> None:
    _run(note("report", ["id"], _REPORT))
    with op.batch_alter_table("report") as batch:
        batch.drop_column("copies")


def _run(statements: Iterator[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in statements:
            op.execute(statement)
