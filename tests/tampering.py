"""What someone with the database's password can do to the trail: take the guards off meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from sqlalchemy import Connection, Engine, text

_GUARDS = {
    "sqlite": ("entry_no_update", "entry_no_delete", "entry_at_the_end"),
    "postgresql": ("entry_append_only",),
}
_TABLE = {"sqlite": "", "postgresql": " ON entry"}


def tamper(database: Engine, *statements: str, **values: object) -> None:
    """Run `statements` in one transaction without the triggers, which are there again after it.

    A trail without its guards would be noticed at the next start, before anybody verifies it.
    """
    with unguarded(database) as connection:
        for statement in statements:
            connection.execute(text(statement), values)


@contextmanager
def unguarded(database: Engine) -> Iterator[Connection]:
    """Open one transaction without the triggers."""
    name = database.dialect.name
    with database.begin() as connection:
        for guard in _GUARDS[name]:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {guard}{_TABLE[name]}"))
        yield connection
        for statement in _guards(name):
            connection.execute(text(statement))


def _guards(dialect: str) -> tuple[str, ...]:
    made = import_module("migrations.versions.0002_trail_append_only")
    # The function of PostgreSQL's trigger is still there.
    statements: tuple[str, ...] = made._SQLITE if dialect == "sqlite" else made._POSTGRESQL[1:]
    return statements
