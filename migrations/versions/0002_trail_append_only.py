"""The trail refuses updates and deletions

A later migration that makes `entry` anew (Alembic's batch mode on SQLite does) must call
`upgrade` of this one again: triggers go with their table.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "dấu vết chỉ được ghi thêm, không sửa, không xóa (the trail is append-only)"

_POSTGRESQL = (
    f"""CREATE FUNCTION entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    # Per statement: one that hits no row is refused as well, and TRUNCATE knows no rows.
    """CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION entry_is_append_only()""",
    # Otherwise `SET session_replication_role = replica` would silence it.
    "ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_append_only",
)

_SQLITE = (
    f"""CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    # INSERT OR REPLACE removes the old row without asking the DELETE trigger.
    f"""CREATE TRIGGER entry_at_the_end BEFORE INSERT ON entry
    WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry), 0)
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",  # noqa: S608 - no input in it
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER entry_append_only ON entry")
        op.execute("DROP FUNCTION entry_is_append_only()")
        return
    for name in ("entry_no_update", "entry_no_delete", "entry_at_the_end"):
        op.execute(f"DROP TRIGGER {name}")
