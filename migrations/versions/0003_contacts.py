"""Contacts with validity, channels and deputies"""

import sqlalchemy as sa
from alembic import op

import models.instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTERs: a rebuilt table would lose the rows that point to it.
    op.add_column("contact", sa.Column("email", sa.String(), nullable=True))
    op.add_column("contact", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("contact", sa.Column("channels", sa.String(), server_default="", nullable=False))
    op.add_column(
        "contact", sa.Column("capacity", sa.String(), server_default="holder", nullable=False)
    )
    op.add_column("contact", sa.Column("position", sa.Integer(), server_default="0"))
    op.add_column("contact", sa.Column("written", sa.JSON(), nullable=True))
    # E-mail was the only channel there was; who had ended was listed no more.
    op.execute("UPDATE contact SET email = address")
    op.execute("UPDATE contact SET position = NULL WHERE valid_to IS NOT NULL")
    op.drop_column("contact", "address")
    op.drop_column("contact", "channel")
    op.create_table(
        "contact_book",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("imported_at", models.instant.UtcInstant(timezone=True), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("delimiter", sa.String(), nullable=False),
        sa.Column("newline", sa.String(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_book")),
    )


def downgrade() -> None:
    op.drop_table("contact_book")
    op.add_column("contact", sa.Column("channel", sa.String(), server_default="email"))
    op.add_column("contact", sa.Column("address", sa.String(), server_default=""))
    op.execute("UPDATE contact SET address = email WHERE email IS NOT NULL")
    for column in ("written", "position", "capacity", "channels", "phone", "email"):
        op.drop_column("contact", column)
