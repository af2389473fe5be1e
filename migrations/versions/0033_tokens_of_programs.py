"""Tokens by which programs act and look as one post"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_PROVEN = [
    *("token", "name", "body_uid", "post", "given_at", "given_by"),
    *("ends_on", "ended_at", "ended_by"),
]


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_text("token"), _text("name"), _text("body_uid"), _text("post")),
        *(_instant("given_at"), _text("given_by")),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *(_instant("ended_at", True), _text("ended_by", True), _instant("used_at", True)),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token", name=op.f("uq_api_token_token")),
    )
    op.create_index(op.f("ix_api_token_body_uid_post"), "api_token", ["body_uid", "post"])
    if op.get_bind().dialect.name == "postgresql":
        for statement in note("api_token", ["id"], _PROVEN):
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in forget("api_token"):
            op.execute(statement)
    op.drop_table("api_token")
