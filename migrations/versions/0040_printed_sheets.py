"""Sheets of people that were printed for a village, by number: given out, destroyed"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_PROVEN = ["list_id", "body_uid", "village_id", "people", "given_on", "destroyed_on", "settled_by"]
_PROVEN += ["recorded_at", "recorded_by"]


def upgrade() -> None:
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["person_list.id"], name=op.f("fk_printed_sheet_list_id_person_list")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_printed_sheet_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
    )
    op.create_index(
        op.f("ix_printed_sheet_list_id_body_uid"), "printed_sheet", ["list_id", "body_uid"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("printed_sheet", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("printed_sheet"):
            op.execute(statement)
    op.drop_table("printed_sheet")
