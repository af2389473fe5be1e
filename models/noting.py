"""Which rows a transaction has made, changed or removed, whoever wrote them: ORM, SQL in bulk.

The database itself notes it, in a temporary table of the program's own connection, and the names of
the columns that changed with it; what somebody does on a connection of his own is noted nowhere, so
that nothing binds it. On SQLite temporary triggers note, made for a table when the connection first
writes to it, and new rows are those with a higher number than any before the transaction's first
statement that writes to it; on PostgreSQL the triggers of `migrations/noting.py`. What it costs
goes by the tables that are written to, not by those that there are.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from functools import cache
from typing import Any

from sqlalchemy import Connection

from models.proof import Proven, proven_table, proven_tables

Key = tuple[Any, ...]
Info = MutableMapping[Any, Any]
# What a note says instead of columns.
MADE, GONE = "+", "-"
# What every connection to PostgreSQL begins with; on SQLite `watch` makes its like.
TEMPORARY = (
    "CREATE TEMP TABLE IF NOT EXISTS noted (what TEXT, k1 TEXT, k2 TEXT, said TEXT) "
    "ON COMMIT DELETE ROWS"
)
_NOTED = "CREATE TEMP TABLE IF NOT EXISTS noted (what, k1, k2, said)"
# What is remembered of a connection while a transaction is noted: the tables that need no triggers.
_TABLES = "noted tables"
# What is remembered of the transaction: the highest number of each table before it was written to.
_HIGHEST, _ONLY = "highest numbers", "noted only"
# A database without our tables yet has none of it.
_OURS = "SELECT 1 FROM entry LIMIT 1"
_WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM) "?(\w+)', re.I
)
_READS = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT)\b", re.I)


class Noted:
    """What one transaction did to one table: rows made, removed, and others by what changed.

    `after`: every row with a higher number was made too.
    """

    def __init__(self) -> None:
        self.after: int | None = None
        self.made: set[Key] = set()
        self.gone: set[Key] = set()
        self.changed: dict[Key, set[str]] = defaultdict(set)

    def add(self, key: Key, said: str) -> None:
        """Take one note, in the order in which they were made."""
        if said == GONE:
            self.changed.pop(key, None)
            self.made.discard(key)
            self.gone.add(key)
        elif said == MADE:
            self.gone.discard(key)
            self.made.add(key)
        elif said and key not in self.made:
            self.changed[key].update(said.split(","))


def watch(connection: Connection, only: Collection[str] | None = None) -> dict[str, int] | None:
    """Begin to note; return what `noted` needs at the end, None where there is nothing to note.

    Call it as the first thing of a writing transaction. What is returned is filled by `expect`.

    Args:
        only: on SQLite, the tables of which anything is noted; None for all that are proven.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        return {}
    try:
        driver.execute(_NOTED)
        made = driver.execute("SELECT DISTINCT tbl_name FROM temp.sqlite_master").fetchall()
        # Nothing is left of what somebody wrote on this connection beside a session.
        driver.execute("DELETE FROM noted")
        driver.execute(_OURS).close()
    except sqlite3.OperationalError:
        return None
    before: dict[str, int] = {}
    # What a roll back took along, and a table made anew, has no triggers any more.
    ready = {name for (name,) in made}
    connection.info.update({_TABLES: ready, _HIGHEST: before, _ONLY: only})
    return before


def noted(connection: Connection, before: dict[str, int]) -> dict[str, Noted]:
    """Return by table what was done since `watch` returned `before`; the notes are used up."""
    driver = connection.connection.driver_connection
    found: dict[str, Noted] = defaultdict(Noted)
    if not isinstance(driver, sqlite3.Connection):
        return _noted_by_postgresql(connection, found)
    # What is entered from here on is the trail's own.
    at_rest(connection.info)
    for what, k1, k2, said in driver.execute("SELECT what, k1, k2, said FROM noted").fetchall():
        if k1 is not None and what in before and k1 > before[what]:
            continue
        found[what].add((k1,) if k2 is None else (k1, k2), _names(what, said))
    if found:
        driver.execute("DELETE FROM noted")
    for name, highest in _highest(driver, before).items():
        if highest > before[name]:
            found[name].after = before[name]
    return found


def expect(info: Info, driver: sqlite3.Connection, statement: str) -> None:
    """Make the triggers of what `statement` is about to write to, where they are not there yet.

    Args:
        info: what is remembered of the connection; only while `watch` notes is anything done.
    """
    ready = info.get(_TABLES)
    if ready is None or _READS.match(statement):
        return
    writes, only = _WRITES.match(statement), info[_ONLY]
    # Whatever else there is may write to any of them.
    for name in (writes[1],) if writes else tuple(one.name for one in proven_tables()):
        proven = proven_table(name) if only is None or name in only else None
        if proven is None:
            continue
        if proven.serial and name not in info[_HIGHEST]:
            info[_HIGHEST].update(_highest(driver, (name,)))
        if name not in ready:
            for trigger in _triggers(name):
                driver.execute(trigger)
            ready.add(name)


def rolled_back(info: Info) -> None:
    """Rely on no trigger: going back to a savepoint takes along those that were made since."""
    if (ready := info.get(_TABLES)) is not None:
        ready.clear()


def at_rest(info: Info) -> None:
    """Note nothing until `watch` says so: a transaction begins."""
    info.pop(_TABLES, None)


def _noted_by_postgresql(connection: Connection, found: dict[str, Noted]) -> dict[str, Noted]:
    rows = connection.exec_driver_sql("SELECT what, k1, k2, said FROM pg_temp.noted").all()
    if rows:
        connection.exec_driver_sql("DELETE FROM pg_temp.noted")
    for what, k1, k2, said in rows:
        if proven := proven_table(what):
            found[what].add(_typed(proven, (k1,) if k2 is None else (k1, k2)), said)
    return found


def _typed(proven: Proven, key: tuple[str, ...]) -> Key:
    kinds = [proven.table.c[name].type.python_type for name in proven.keys]
    return tuple(kind(part) for kind, part in zip(kinds, key, strict=True))


def _highest(driver: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    return {name: driver.execute(_highest_query(name)).fetchone()[0] for name in names}


@cache
def _highest_query(name: str) -> str:
    key = proven.keys[0] if (proven := proven_table(name)) else "rowid"
    # Names of our own tables and columns, no input.
    return f'SELECT coalesce(max({key}), 0) FROM "{name}"'  # noqa: S608


def _names(what: str, said: str | int) -> str:
    """Return the columns a note names: on SQLite a bit each."""
    if isinstance(said, str):
        return said
    return _names_of(what, said)


@cache
def _names_of(what: str, bits: int) -> str:
    proven = proven_table(what)
    columns = proven.columns if proven else ()
    return ",".join(name for place, name in enumerate(columns) if bits >> place & 1)


@cache
def _triggers(name: str) -> tuple[str, ...]:
    proven = proven_table(name)
    return tuple(_sqlite_triggers(proven)) if proven else ()


def _sqlite_triggers(proven: Proven) -> Iterator[str]:
    def trigger(change: str, when: str, row: str, said: str) -> str:
        k1, k2 = (*(f'{row}."{key}"' for key in proven.keys), "NULL")[:2]
        # Names of our own tables and columns, no input.
        note = f"INSERT INTO noted VALUES ('{proven.name}', {k1}, {k2}, {said})"  # noqa: S608
        return (
            f'CREATE TEMP TRIGGER IF NOT EXISTS "noted_{proven.name}_{change}" '
            f'AFTER {when} ON main."{proven.name}" BEGIN {note}; END'
        )

    yield trigger("delete", "DELETE", "OLD", f"'{GONE}'")
    if not proven.serial:
        yield trigger("insert", "INSERT", "NEW", f"'{MADE}'")
    if proven.columns:
        named = ", ".join(f'"{column}"' for column in proven.columns)
        bits = " + ".join(
            f'(OLD."{column}" IS NOT NEW."{column}") * {1 << place}'
            for place, column in enumerate(proven.columns)
        )
        yield trigger("update", f"UPDATE OF {named}", "NEW", bits)
