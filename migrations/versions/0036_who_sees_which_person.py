"""Which villages a login is assigned to, and to which bodies a person's case has come"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_VILLAGES = ["login_id", "village_id", "given_on", "taken_on", "given_by", "taken_by"]
_REACHED = ["person_id", "body_uid", "reached_on", "recorded_at", "recorded_by"]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade() -> None:
    op.create_table(
        "village_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        _key("village_seat", "login_id", "login"),
        _key("village_seat", "village_id", "village"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_seat")),
    )
    op.create_index(op.f("ix_village_seat_login_id"), "village_seat", ["login_id"])
    op.create_table(
        "person_reached",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        _key("person_reached", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_reached")),
    )
    op.create_index(op.f("ix_person_reached_person_id"), "person_reached", ["person_id"])
    op.create_index(
        op.f("ix_person_reached_body_uid_person_id"), "person_reached", ["body_uid", "person_id"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in (
            *note("village_seat", ["id"], _VILLAGES),
            *note("person_reached", ["id"], _REACHED),
        ):
            op.execute(statement)


def downgrade() -> None:
    for table in ("person_reached", "village_seat"):
        if op.get_bind().dialect.name == "postgresql":
            for statement in forget(table):
                op.execute(statement)
        op.drop_table(table)
