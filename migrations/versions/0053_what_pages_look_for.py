"""What pages look for among all there is, by indexes of those few alone"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

# Index, table, columns, which rows: all of them where nothing is said.
_MADE = (
    ("ix_notice_held", "notice", ["id"], "state = 'held'"),
    ("ix_notice_failed", "notice", ["created_at"], "state = 'failed'"),
    ("ix_notice_urging", "notice", ["obligation_id"], "step = 'urge'"),
    ("ix_message_doubtful", "message", ["id"], "state = 'unknown'"),
    ("ix_entry_baseline", "entry", ["seq"], "kind = 'trail.baseline'"),
    ("ix_report_adjusts_id", "report", ["adjusts_id"], "adjusts_id IS NOT NULL"),
    ("ix_report_recorded_at_obligation_id", "report", ["recorded_at", "obligation_id"], ""),
)


def upgrade() -> None:
    # Hardly a report corrects another: an index of all said nothing, and was not used.
    op.drop_index("ix_report_adjusts_id", table_name="report")
    for name, table, columns, which in _MADE:
        only = sa.text(which) if which else None
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, table, *_ in reversed(_MADE):
        op.drop_index(name, table_name=table)
    op.create_index("ix_report_adjusts_id", "report", ["adjusts_id"])
