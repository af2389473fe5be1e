"""The triggers that note on PostgreSQL which rows a transaction changed: see `models/noting.py`.

They write into the temporary table of the program's own connection; where there is none (somebody
else is at the database) they do nothing, and nothing binds what he does. A migration that makes a
table, or adds a proven column, calls `note` for it: `tests/models/test_noting.py` sees that it did.
"""

from collections.abc import Iterator, Sequence

_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.noted') IS NOT NULL THEN
        INSERT INTO pg_temp.noted {rows};
    END IF;
    RETURN NULL;
END $$"""
_TRIGGER = """CREATE OR REPLACE TRIGGER {name} AFTER {change} ON "{table}"
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"""


def note(table: str, keys: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    """Yield the statements by which rows of `table` are noted, and which `columns` changed."""
    for change, tables, rows in _changes(table, keys, columns):
        name = f"noted_{table}_{change.lower()}"
        yield _FUNCTION.format(name=name, rows=rows)
        yield _TRIGGER.format(name=name, change=change, table=table, tables=tables)


def forget(table: str) -> Iterator[str]:
    """Yield the statements that take the triggers of `table` away."""
    for change in ("insert", "delete", "update"):
        yield f'DROP TRIGGER IF EXISTS noted_{table}_{change} ON "{table}"'
        yield f"DROP FUNCTION IF EXISTS noted_{table}_{change}()"


def _changes(
    table: str, keys: Sequence[str], columns: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    said = ", ".join((*(f'r."{key}"::text' for key in keys), "NULL")[:2])
    # Names of our own tables and columns, no input.
    yield "INSERT", "NEW TABLE AS rows", f"SELECT '{table}', {said}, '+' FROM rows r"  # noqa: S608
    yield "DELETE", "OLD TABLE AS rows", f"SELECT '{table}', {said}, '-' FROM rows r"  # noqa: S608
    if columns:
        # JSON has no equality.
        changed = ", ".join(
            f'CASE WHEN o."{one}"::text IS DISTINCT FROM r."{one}"::text THEN \'{one}\' END'
            for one in columns
        )
        same = " AND ".join(f'o."{key}" = r."{key}"' for key in keys)
        yield (
            "UPDATE",
            "OLD TABLE AS old_rows NEW TABLE AS rows",
            f"SELECT '{table}', {said}, concat_ws(',', {changed}) "  # noqa: S608
            f"FROM rows r JOIN old_rows o ON {same}",
        )
