"""Who sees which village follows who is assigned to it: one table instead of two"""

import sqlalchemy as sa
from alembic import op

from migrations.noting import forget, note

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

# A seat was given on a local date; the instant that stands for it is noon in the office's zone.
_CARRIED = """INSERT INTO assignment
    (body_uid, village_id, role, holder, login_id, from_on, until_on, given_at, given_by, ended_by)
SELECT v.body_uid, s.village_id, 'officer', l.person, s.login_id, s.given_on, s.taken_on,
    {noon}, s.given_by, s.taken_by
FROM village_seat s JOIN village v ON v.id = s.village_id JOIN login l ON l.id = s.login_id
ORDER BY s.id"""
_NOON = {
    "sqlite": "s.given_on || ' 05:00:00.000000'",
    "postgresql": "(s.given_on + time '05:00') AT TIME ZONE 'UTC'",
}
_SEAT = ["login_id", "village_id", "given_on", "taken_on", "given_by", "taken_by"]


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.execute(_CARRIED.format(noon=_NOON[dialect]))
    if dialect == "postgresql":
        for statement in forget("village_seat"):
            op.execute(statement)
    op.drop_table("village_seat")


def downgrade() -> None:
    op.create_table(
        "village_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["login_id"], ["login.id"], name=op.f("fk_village_seat_login_id_login")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_village_seat_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_seat")),
    )
    op.create_index(op.f("ix_village_seat_login_id"), "village_seat", ["login_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("village_seat", ["id"], _SEAT):
            op.execute(statement)
