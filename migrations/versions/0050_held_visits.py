"""Visits that a device delivered and that wait for a person"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_PROVEN = ["uuid", "device_id", "body_uid", "person_id", "why", "device_at", "received_at"]
_PROVEN += ["settled_at", "settled_by", "taken", "sealed"]


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        "held_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.Integer(), nullable=True),
        sa.Column("device_at", instant, nullable=True),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("settled_at", instant, nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_held_visit_device_id_device")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_held_visit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_visit")),
        sa.UniqueConstraint("uuid", name=op.f("uq_held_visit_uuid")),
    )
    op.create_index(
        op.f("ix_held_visit_body_uid_settled_at"), "held_visit", ["body_uid", "settled_at"]
    )
    op.create_index(op.f("ix_held_visit_person_id"), "held_visit", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("held_visit", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("held_visit"):
            op.execute(statement)
    op.drop_table("held_visit")
