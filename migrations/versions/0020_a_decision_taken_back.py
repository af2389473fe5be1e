"""A decision can be taken back by another, which says which"""

import sqlalchemy as sa
from alembic import op

from migrations.noting import note

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_BEFORE = ["kind", "number", "reason", "approver", "days", "until", "decided_at"]


def upgrade() -> None:
    to = sa.ForeignKey("decision.id", name=op.f("fk_decision_undoes_id_decision"))
    op.add_column(
        "decision",
        sa.Column("undoes_id", sa.Integer(), to, nullable=True),
        # SQLite would have to make the table anew, to which others refer.
        inline_references=op.get_bind().dialect.name == "sqlite",
    )
    op.create_index(op.f("ix_decision_undoes_id"), "decision", ["undoes_id"], unique=True)
    _note([*_BEFORE, "undoes_id"])


def downgrade() -> None:
    _note(_BEFORE)
    op.drop_index(op.f("ix_decision_undoes_id"), "decision")
    with op.batch_alter_table("decision") as batch:
        batch.drop_column("undoes_id")


def _note(columns: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("decision", ["id"], columns):
            op.execute(statement)
