"""Binding: what a transaction did to proven columns stands in the trail with the act that did it.

At the end of every writing transaction the rows it made or changed are read back and entered as
they are stored: of a new row every proven column, of a changed one those that changed. So nothing
can be changed without being bound, and what somebody else had changed before is not bound with it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, Date
from sqlalchemy.orm import Session

from models.instant import UtcInstant
from models.noting import Key, Noted
from models.proof import SALTED, Proven, proven_table, sealed
from models.salt import salts_for
from models.trail import Written, append_written

KIND = "rows.bound"
# So many rows an entry at most: whoever reads the trail holds one batch of entries at a time.
ROWS = 200


def bind(session: Session, done: Mapping[str, Noted]) -> int:
    """Enter what the transaction of `session` has done to proven columns; return how many entries.

    Args:
        done: what `models.noting.noted` returned at its end.
    """
    connection = session.connection()
    entries = [
        entry
        for name in sorted(done)
        if (proven := proven_table(name))
        for entry in _bound(connection, proven, done[name])
    ]
    return append_written(session, None, entries)


def _bound(connection: Connection, proven: Proven, done: Noted) -> Iterator[Written]:
    if done.after is not None:
        rows = rows_after(connection, proven, done.after)
        yield from bound_rows(connection, proven, proven.columns, rows, KIND)
    alike: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    if done.made:
        alike[proven.columns].extend(sorted(done.made))
    for key in sorted(done.changed):
        if names := done.changed[key]:
            alike[tuple(one for one in proven.columns if one in names)].append(key)
    for columns, keys in alike.items():
        rows = rows_of(connection, proven, columns, keys)
        yield from bound_rows(connection, proven, columns, rows, KIND)
    for some in _slices(sorted(done.gone)):
        yield Written(KIND, f"table:{proven.name}", _said({"gone": some, "key": proven.keys}))


def bound_rows(
    connection: Connection,
    proven: Proven,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    kind: str,
    **more: object,
) -> Iterator[Written]:
    """Yield the entries that hold `rows`, each its key and then `columns` as stored.

    Args:
        kind: of the entries; `more` stands in each of them beside the rows.
    """
    names = [*proven.keys, *columns]
    secret = [place for place, name in enumerate(names) if name in proven.personal]
    written = [f"{name}{SALTED}" if name in proven.personal else name for name in names]
    for some in _slices(rows):
        said = _sealed(connection, proven, names, secret, some) if secret else some
        data = {"key": proven.keys, **_folded(written, said, len(proven.keys)), **more}
        yield Written(kind, f"table:{proven.name}", _said(data))


def _folded(names: Sequence[str], rows: Sequence[Sequence[Any]], keys: int) -> dict[str, Any]:
    """Return `rows` and their columns; what is the same in all of them is said once."""
    if len(rows) == 1:
        return {"columns": names, "rows": rows}
    columns = list(zip(*rows, strict=True))
    alike = [
        place >= keys and column.count(column[0]) == len(rows)
        for place, column in enumerate(columns)
    ]
    return {
        "columns": [name for name, same in zip(names, alike, strict=True) if not same],
        "rows": list(zip(*compress(columns, (not same for same in alike)), strict=True)),
        "same": {name: columns[place][0] for place, name in enumerate(names) if alike[place]},
    }


def _sealed(
    connection: Connection,
    proven: Proven,
    names: Sequence[str],
    secret: Sequence[int],
    rows: Sequence[Sequence[Any]],
) -> Sequence[Sequence[Any]]:
    """Return `rows` with the digests of what is personal in its place."""
    keys = len(proven.keys)
    lacking = [row for row in rows if any(row[place] for place in secret)]
    if not lacking and not any(row[place] == b"" for row in rows for place in secret):
        return rows
    salts = salts_for(connection, proven.name, (key_text(row[:keys]) for row in lacking))
    said: list[Sequence[Any]] = []
    for row in rows:
        salt = salts.get(key_text(row[:keys]), b"")
        changed = list(row)
        for place in secret:
            changed[place] = sealed(salt, names[place], row[place])
        said.append(changed)
    return said


def key_text(key: Sequence[Any]) -> str:
    """Return a row's key as one text, with ":" between its parts."""
    return ":".join(map(str, key))


def rows_after(connection: Connection, proven: Proven, last: int) -> Sequence[Sequence[Any]]:
    """Return, from SQLite, every row with a higher number: its key, then its proven columns."""
    listed = ", ".join(f'"{name}"' for name in (*proven.keys, *proven.columns))
    key = proven.keys[0]
    # Names of our own tables and columns, no input.
    query = f'SELECT {listed} FROM "{proven.name}" WHERE {key} > ? ORDER BY {key}'  # noqa: S608
    return connection.exec_driver_sql(query, (last,)).cursor.fetchall()


def rows_of(
    connection: Connection, proven: Proven, columns: Sequence[str], keys: Sequence[Key]
) -> list[Sequence[Any]]:
    """Return the rows with these keys, in their order: their key, then `columns` as stored."""
    driver = connection.connection.driver_connection
    sqlite = isinstance(driver, sqlite3.Connection)
    listed = ", ".join(stored_as(proven, name, connection) for name in (*proven.keys, *columns))
    mark = "?" if sqlite else "%s"
    key = proven.keys[0]
    # Names of our own tables and columns, no input.
    query = f'SELECT {listed} FROM "{proven.name}" WHERE '  # noqa: S608
    if len(proven.keys) == 1 and isinstance(keys[0][0], int):
        ids = [one[0] for one in keys]
        given: tuple[Any, ...] = (orjson.dumps(ids).decode() if sqlite else ids,)
        some = "IN (SELECT value FROM json_each(?))" if sqlite else "= ANY(%s)"
        if ids[-1] - ids[0] + 1 == len(ids):
            # In a row, as new ones are.
            some, given = f"BETWEEN {mark} AND {mark}", (ids[0], ids[-1])
        found = connection.exec_driver_sql(f"{query}{key} {some} ORDER BY {key}", given)
        return list(found.cursor.fetchall())
    where = " AND ".join(f'"{name}" = {mark}' for name in proven.keys)
    rows = (connection.exec_driver_sql(query + where, one).cursor.fetchone() for one in keys)
    return [tuple(row) for row in rows if row is not None]


def stored_as(proven: Proven, name: str, connection: Connection) -> str:
    """Return, as SQL, a column as it is entered: the same on both databases (docs/trail.md)."""
    column, kind = f'"{name}"', proven.table.c[name].type
    if connection.dialect.name == "sqlite":
        return column
    if isinstance(kind, UtcInstant):
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if isinstance(kind, Boolean):
        return f"{column}::int"
    return f"{column}::text" if isinstance(kind, JSON | Date) else column


def _slices(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == ROWS:
            yield some
            some = []
    if some:
        yield some


def _said(data: Mapping[str, object]) -> str:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
