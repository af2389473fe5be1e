"""Who works at this database, and what all of them share"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _instant(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "worker",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("name", "place", "source", "version", "rules")
        ),
        _instant("seen_at", nullable=False),
        _instant("told_at"),
        sa.Column("quiet_entries", sa.Integer(), nullable=True),
        _instant("quiet_until"),
        sa.Column("quiet_stamp", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.create_table(
        "shared",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("folder", "version", "rules")),
        _instant("since"),
        sa.Column("place", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared")),
    )


def downgrade() -> None:
    op.drop_table("shared")
    op.drop_table("worker")
