"""By which form a report was filled in"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# The only form there was.
_FORM = "coverage@1"


def upgrade() -> None:
    op.add_column("report", sa.Column("form", sa.String(), nullable=True))
    report = sa.table("report", sa.column("form"), sa.column("figures"))
    figures = sa.cast(report.c.figures, sa.Text())
    # A JSON column may hold JSON's own null: only the paper is known.
    filled = sa.and_(report.c.figures.is_not(None), figures != "null")
    op.execute(report.update().where(filled).values(form=_FORM))


def downgrade() -> None:
    op.drop_column("report", "form")
