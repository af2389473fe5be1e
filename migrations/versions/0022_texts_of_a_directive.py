"""Each text of a dispatch is kept, so that a corrected one leaves the older to be read"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directive_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("stored_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["directive_id"],
            ["directive.id"],
            name=op.f("fk_directive_text_directive_id_directive"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_text")),
    )
    op.create_index(op.f("ix_directive_text_directive_id"), "directive_text", ["directive_id"])
    if op.get_bind().dialect.name == "postgresql":
        proven = ["directive_id", "sha256", "content", "stored_at", "by", "reason"]
        for statement in note("directive_text", ["id"], proven):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("directive_text"):
            op.execute(statement)
    op.drop_table("directive_text")
