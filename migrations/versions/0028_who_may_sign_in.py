"""Who may sign in, as which posts, and with how many tries"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_PROVEN = {
    "login": [
        *("name", "person", "password", "code", "code_ends_at", "second"),
        *("opened_at", "opened_by", "closed_at"),
    ],
    "seat": ["login_id", "body_uid", "post", "contact_id", "given_on", "taken_on"],
}


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, models.instant.UtcInstant(timezone=True), nullable=nullable)


def _made() -> None:
    op.create_table(
        "login",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_text("name"), _text("person"), _text("password", True), _text("code", True)),
        _instant("code_ends_at", True),
        sa.Column("second", sa.LargeBinary(), nullable=True),
        sa.Column("second_step", sa.Integer(), nullable=False, server_default="0"),
        *(_instant("opened_at"), _text("opened_by"), _instant("closed_at", True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("name", name=op.f("uq_login_name")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=False),
        *(_text("body_uid"), _text("post")),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["login_id"], ["login.id"], name=op.f("fk_seat_login_id_login")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_seat_contact_id_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_login_id"), "seat", ["login_id"])
    op.create_table(
        "tries",
        _text("what"),
        sa.Column("number", sa.Integer(), nullable=False),
        *(_instant("since"), _instant("until", True)),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_tries")),
    )


def upgrade() -> None:
    _made()
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(sa.Column("login_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("waits_for", sa.String(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_web_session_login_id_login"), "login", ["login_id"], ["id"]
        )
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in _PROVEN.items():
            for statement in note(table, ["id"], columns):
                op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _PROVEN:
            for statement in forget(table):
                op.execute(statement)
    with op.batch_alter_table("web_session") as batch:
        batch.drop_constraint(op.f("fk_web_session_login_id_login"), type_="foreignkey")
        batch.drop_column("waits_for")
        batch.drop_column("login_id")
    for table in ("tries", "seat", "login"):
        op.drop_table(table)
