"""Bound: what the trail says the rows of the tables are, held against what they are.

Both are read once, in the order of their keys, with flat memory: what the trail says lies meanwhile
in a temporary file.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, String
from sqlalchemy.orm import Session

from dondoc.trail.standalone.verify_trail import Problem
from models import baseline, binding
from models.binding import stored_as
from models.proof import SALTED, Proven, proven_tables, sealed

KINDS = frozenset({binding.KIND, baseline.KIND, baseline.DONE})
_BATCH = 5_000
_CACHE = -65_536
_SHOWN = 40
_TABLE = """CREATE TABLE bound (what INTEGER, k1, k2, seq INTEGER, columns INTEGER, said BLOB,
    PRIMARY KEY (what, k1, k2, seq)) WITHOUT ROWID"""
_INSERT = "INSERT OR REPLACE INTO bound VALUES (?, ?, ?, ?, ?, ?)"
_GONE = -1
Key = tuple[Any, ...]


class Bindings:
    """The rows the trail has bound, as they are read from it."""

    def __init__(self) -> None:
        # Without a name: a file of its own that goes with the connection.
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute(f"PRAGMA cache_size={_CACHE}")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute(_TABLE)
        self._tables = {proven.name: proven for proven in proven_tables()}
        self._numbers = {name: number for number, name in enumerate(self._tables)}
        self._columns: dict[tuple[str, tuple[str, ...]], int] = {}
        self._waiting: list[tuple[Any, ...]] = []
        # The entry that ends the baseline, 0 for none.
        self.baseline = 0

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def add(self, seq: int, subject: str, data: str) -> None:
        """Take an entry of one of `KINDS`; what is not in form is left out: its row is missed."""
        if subject == "trail":
            self.baseline = seq
            return
        try:
            said = orjson.loads(data)
            self._add(seq, subject.removeprefix("table:"), said)
        except (ValueError, KeyError, TypeError, IndexError):
            return

    def _add(self, seq: int, name: str, said: dict[str, Any]) -> None:
        number, keys = self._numbers[name], len(said["key"])
        for key in said.get("gone", ()):
            self._waiting.append((number, *_two(key), seq, _GONE, b""))
        if rows := said.get("rows"):
            known = (name, tuple(said["columns"][keys:]))
            columns = self._columns.setdefault(known, len(self._columns))
            self._waiting.extend(
                (number, *_two(row[:keys]), seq, columns, orjson.dumps(row[keys:])) for row in rows
            )
        if len(self._waiting) >= _BATCH:
            self._store()

    def _store(self) -> None:
        self._file.execute("BEGIN")
        self._file.executemany(_INSERT, self._waiting)
        self._file.execute("COMMIT")
        self._waiting.clear()

    def of(self, proven: Proven) -> Iterator[tuple[Key, "State | None"]]:
        """Yield (key, what its row is said to be, None for gone) in the order of the keys."""
        self._store()
        places = {
            columns: tuple(_place(proven, name) for name in names)
            for (table, names), columns in self._columns.items()
            if table == proven.name
        }
        query = "SELECT k1, k2, seq, columns, said FROM bound WHERE what = ? ORDER BY k1, k2, seq"
        keys, width = len(proven.keys), len(proven.columns)
        found = self._file.execute(query, (self._numbers[proven.name],))
        for key, several in groupby(found, itemgetter(0, 1)):
            state: State | None = None
            for _, _, seq, columns, said in several:
                if columns == _GONE:
                    state = None
                    continue
                state = state or State(width)
                state.take(seq, places[columns], orjson.loads(said))
            yield key[:keys], state


class State:
    """What a row is said to be: the values of its columns, and the entry that says each."""

    __slots__ = ("seqs", "values")

    def __init__(self, width: int) -> None:
        self.values: list[Any] = [None] * width
        self.seqs = [0] * width

    def take(self, seq: int, places: Sequence[int], said: Sequence[Any]) -> None:
        """Take what the entry `seq` says of the columns at `places`."""
        for place, value in zip(places, said, strict=True):
            if place >= 0:
                self.values[place] = value
                self.seqs[place] = seq


def _place(proven: Proven, name: str) -> int:
    """Return where the column stands, -1 for one that is not proven any more."""
    plain = name.removesuffix(SALTED)
    return proven.columns.index(plain) if plain in proven.columns else -1


def _two(key: Sequence[Any]) -> tuple[Any, Any]:
    return key[0], key[1] if len(key) > 1 else ""


def compare(session: Session, bindings: Bindings, tell: Callable[[Problem], None]) -> int:
    """Hold every proven row against what the trail says of it; return how many rows there are.

    Args:
        tell: called with each row, and each of its columns, that does not fit.
    """
    connection, rows = session.connection(), 0
    for proven in proven_tables():
        for key, row, state in _together(stored_rows(connection, proven), bindings.of(proven)):
            rows += row is not None
            if row is None or state is None or row != state.values:
                for problem in _differences(proven, key, row, state):
                    tell(problem)
    return rows


def _together(
    rows: Iterator[tuple[Key, list[Any]]], states: Iterator[tuple[Key, State | None]]
) -> Iterator[tuple[Key, list[Any] | None, State | None]]:
    """Yield each key once, with its row and with what is said of it; both come in order."""
    row, said = next(rows, None), next(states, None)
    while row or said:
        order = _order(row, said)
        if row and order <= 0:
            state = said[1] if said and order == 0 else None
            yield row[0], row[1], state
        elif said:
            yield said[0], None, said[1]
        row = next(rows, None) if order <= 0 else row
        said = next(states, None) if order >= 0 else said


def _order(row: tuple[Key, Any] | None, said: tuple[Key, Any] | None) -> int:
    if row is None or said is None:
        return 1 if row is None else -1
    if row[0] == said[0]:
        return 0
    return -1 if _sortable(row[0]) < _sortable(said[0]) else 1


def _sortable(key: Key) -> list[tuple[bool, Any]]:
    # Numbers before texts, as SQLite sorts them; texts by their bytes.
    return [
        (isinstance(part, str), part.encode("utf-8", "surrogateescape"))
        if isinstance(part, str)
        else (False, part)
        for part in key
    ]


def _differences(
    proven: Proven, key: Key, row: list[Any] | None, state: State | None
) -> Iterator[Problem]:
    where = f"bảng {proven.name}, dòng {':'.join(map(str, key))}"
    if row is None:
        if state is not None:
            last = max(state.seqs, default=0)
            yield Problem(last, "removed", f"{where}: không còn, mà mục {last} đã ghi")
        return
    if state is None:
        yield Problem(0, "added", f"{where}: có trong bảng, không mục nào ghi")
        return
    for place, name in enumerate(proven.columns):
        if row[place] != state.values[place]:
            seq = state.seqs[place]
            shown = "" if name in proven.personal else _shown(row[place], state.values[place])
            yield Problem(seq, "changed", f"{where}, cột {name}: không như mục {seq} đã ghi{shown}")


def _shown(stored: object, said: object) -> str:
    both = f" (trong bảng: {stored}; đã ghi: {said})".encode("utf-8", "replace").decode()
    return both if len(both) <= 2 * _SHOWN else ""


def stored_rows(
    connection: Connection, proven: Proven, where: str = "", given: tuple[Any, ...] = ()
) -> Iterator[tuple[Key, list[Any]]]:
    """Yield (key, proven columns as the trail would say them now) in the order of the keys.

    Args:
        where: SQL over the table `t`, with the driver's own marks for what is `given`.
    """
    keys, secret = len(proven.keys), [proven.columns.index(one) for one in proven.personal]
    rows = _raw(connection, _query(connection, proven, where), given)
    for row in rows:
        values = list(row[keys:-1] if secret else row[keys:])
        if secret:
            salt = bytes(row[-1] or b"")
            for place in secret:
                values[place] = sealed(salt, proven.columns[place], values[place])
        yield tuple(row[:keys]), values


def _query(connection: Connection, proven: Proven, where: str) -> str:
    listed = [stored_as(proven, one, connection) for one in (*proven.keys, *proven.columns)]
    collate = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""
    order = ", ".join(
        f't."{one}"{collate if isinstance(proven.table.c[one].type, String) else ""}'
        for one in proven.keys
    )
    key = " || ':' || ".join(f't."{one}"' for one in proven.keys)
    salts = (
        f" LEFT JOIN salt s ON s.what = '{proven.name}' AND s.key = CAST({key} AS TEXT)"
        if proven.personal
        else ""
    )
    found = ", ".join((*listed, "s.salt") if proven.personal else listed)
    limited = f" WHERE {where}" if where else ""
    # Names of our own tables and columns, no input.
    return f'SELECT {found} FROM "{proven.name}" t{salts}{limited} ORDER BY {order}'  # noqa: S608


def _raw(connection: Connection, query: str, given: tuple[Any, ...]) -> Iterable[Sequence[Any]]:
    driver: Any = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        factory, driver.text_factory = driver.text_factory, _any_text
        try:
            yield from driver.execute(query, given)
        finally:
            driver.text_factory = factory
        return
    with driver.cursor(name="rows") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query, given or None)
        yield from map(list, cursor)


def _any_text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")
