"""A key that has sealed what is stored of people is needed no more from a day on"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import note

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.add_column("people_key", sa.Column("retired_at", instant, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for statement in note(
            "people_key", ["number"], ["known_by", "first_used_at", "retired_at"]
        ):
            op.execute(statement)


def downgrade() -> None:
    op.drop_column("people_key", "retired_at")
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("people_key", ["number"], ["known_by", "first_used_at"]):
            op.execute(statement)
