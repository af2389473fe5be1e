"""What befell data of persons is recorded, with until when it has to be reported"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_PROVEN = ["body_uid", "found_at", "kind", "lists", "people", "report_by", "recorded_at"]
_PROVEN += ["recorded_by", "reported_at", "number", "addressee", "reported_by", "closed_at"]
_PROVEN += ["closed_by", "done", "reason"]


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("found_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lists", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("done", sa.LargeBinary(), nullable=False),
        sa.Column("report_by", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("reported_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("addressee", sa.String(), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=True),
        sa.Column("closed_at", models.instant.UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("incident", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("incident"):
            op.execute(statement)
    op.drop_table("incident")
