"""Devices that are taken along where there is no signal"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_PROVEN = ["login_id", "body_uid", "post", "given_at", "given_by", "revoked_at", "revoked_by"]
_PROVEN += ["name", "token", "mark"]


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=True),
        sa.Column("body_uid", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given_at", instant, nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("revoked_at", instant, nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("seen_at", instant, nullable=True),
        sa.ForeignKeyConstraint(["login_id"], ["login.id"], name=op.f("fk_device_login_id_login")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("mark", name=op.f("uq_device_mark")),
        sa.UniqueConstraint("token", name=op.f("uq_device_token")),
    )
    op.create_index(op.f("ix_device_login_id"), "device", ["login_id"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("device", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("device"):
            op.execute(statement)
    op.drop_table("device")
