"""How far a worker is in its window stands in a table of its own, which waits for no disk"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# What a worker held at that moment stood in its attempts themselves.
_CARRY = """INSERT INTO turn (attempt_id, begun, outcome, code, reason)
SELECT attempt.id, attempt.begun_at IS NOT NULL, attempt.outcome, attempt.code, attempt.reason
FROM attempt JOIN message ON message.id = attempt.message_id
WHERE message.state = 'sending' AND attempt.id = (
    SELECT max(latest.id) FROM attempt AS latest WHERE latest.message_id = message.id)"""


def upgrade() -> None:
    server = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "turn",
        sa.Column("attempt_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_turn")),
        # Emptied when the server broke down: see models/turn.py.
        prefixes=["UNLOGGED"] if server else [],
    )
    op.execute(_CARRY)


def downgrade() -> None:
    op.drop_table("turn")
