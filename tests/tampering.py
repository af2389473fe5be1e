"""What someone with the database's password can do to the trail: take the guards off first."""

from sqlalchemy import Engine, text

_GUARDS = {
    "sqlite": ("entry_no_update", "entry_no_delete", "entry_at_the_end"),
    "postgresql": ("entry_append_only",),
}
_TABLE = {"sqlite": "", "postgresql": " ON entry"}


def tamper(database: Engine, *statements: str, **values: object) -> None:
    """Drop the triggers and run `statements` in one transaction."""
    name = database.dialect.name
    with database.begin() as connection:
        for guard in _GUARDS[name]:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {guard}{_TABLE[name]}"))
        for statement in statements:
            connection.execute(text(statement), values)
