"""Who saw which person: a log that only grows

A later migration that makes one of the two tables anew (Alembic's batch mode on SQLite does) must
make the triggers again: they go with their table.
"""

import sqlalchemy as sa
from alembic import op

import models.instant
from migrations.noting import forget, note

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = ("person_access", "person_seen")
REFUSED = "nhật ký xem hồ sơ chỉ được ghi thêm, không sửa, không xóa (the log is append-only)"

# What comes next, of either table: an access, then whom it showed, in one transaction.
_NEXT = {
    "person_access": "NEW.id <> 1 + coalesce((SELECT max(id) FROM person_access), 0)",
    "person_seen": "NEW.access_id <> coalesce((SELECT max(id) FROM person_access), 0) OR EXISTS "
    "(SELECT 1 FROM person_seen WHERE access_id = NEW.access_id AND person_id = NEW.person_id)",
}


def upgrade() -> None:
    instant = models.instant.UtcInstant(timezone=True)
    op.create_table(
        "person_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("login_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_access")),
    )
    op.create_table(
        "person_seen",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["access_id"], ["person_access.id"], name=op.f("fk_person_seen_access_id_person_access")
        ),
        sa.PrimaryKeyConstraint("access_id", "person_id", name=op.f("pk_person_seen")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_person_seen_person_id_access_id"), "person_seen", ["person_id", "access_id"]
    )
    op.create_table(
        "access_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("accesses", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_batch")),
        sa.UniqueConstraint("upto", name=op.f("uq_access_batch_upto")),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _postgresql() if postgresql else _sqlite():
        op.execute(statement)


def _postgresql() -> list[str]:
    made = [
        *note("access_batch", ["id"], ["upto", "accesses", "persons", "digest"]),
        f"""CREATE FUNCTION person_access_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    ]
    for table in TABLES:
        made += [
            f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION person_access_is_append_only()""",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only",
        ]
    return made


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    made = []
    for table in TABLES:
        made += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE removes the old row without asking the DELETE trigger.
            f"CREATE TRIGGER {table}_at_the_end BEFORE INSERT ON {table} "
            f"WHEN {_NEXT[table]} {refuse}",
        ]
    return made


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        for statement in forget("access_batch"):
            op.execute(statement)
    op.drop_table("access_batch")
    op.drop_table("person_seen")
    op.drop_table("person_access")
    if postgresql:
        op.execute("DROP FUNCTION person_access_is_append_only()")
