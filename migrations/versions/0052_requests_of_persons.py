"""What persons ask of their own data, with its clock and its answer"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_PROVEN = ["person_id", "kind", "body_uid", "asked_on", "answer_by", "recorded_at", "recorded_by"]
_PROVEN += ["answered_at", "answered_by", "granted", "number", "sealed"]


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        "person_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seal_key", sa.Integer(), nullable=True),
        sa.Column("recorded_at", instant, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("answered_at", instant, nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
    )
    op.create_index(op.f("ix_person_request_person_id"), "person_request", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("person_request", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("person_request"):
            op.execute(statement)
    op.drop_table("person_request")
