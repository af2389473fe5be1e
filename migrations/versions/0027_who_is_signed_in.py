"""Who is signed in at the web"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "web_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        _instant("opened_at"),
        _instant("seen_at"),
        _instant("ends_at"),
        _instant("locked_at", nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token", name=op.f("uq_web_session_token")),
    )


def downgrade() -> None:
    op.drop_table("web_session")
