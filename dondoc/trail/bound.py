"""Bound: what the trail says the rows of the tables are, held against what they are.

Both are read once, in the order of their keys, with flat memory: what the trail says lies meanwhile
in a temporary file.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

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
# `about`: the obligation a row hangs on, where what is said names it.
_TABLES = (
    """CREATE TABLE IF NOT EXISTS bound (what TEXT, k1, k2, seq INTEGER, columns INTEGER, said BLOB,
    about INTEGER, PRIMARY KEY (what, k1, k2, seq)) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS named (number INTEGER PRIMARY KEY, what TEXT, names TEXT)",
)
_INSERT = "INSERT OR REPLACE INTO bound VALUES (?, ?, ?, ?, ?, ?, ?)"
_ABOUT = "obligation_id"
_GONE = -1
Key = tuple[Any, ...]


class Bindings:
    """The rows the trail has bound, as they are read from it.

    Without a `path` they lie in a file of their own that goes with the connection.
    """

    def __init__(self, path: str = "") -> None:
        self._file = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._file.execute(f"PRAGMA cache_size={_CACHE}")
        if not path:
            self._file.execute("PRAGMA synchronous=OFF")
            self._file.execute("PRAGMA journal_mode=OFF")
        self._columns: dict[tuple[str, tuple[str, ...]], int] = {}
        for statement in _TABLES:
            self._file.execute(statement)
        for number, what, names in self._file.execute("SELECT number, what, names FROM named"):
            self._columns[what, tuple(names.split())] = number
        self._places: dict[int, Places] = {}
        self._waiting: list[tuple[Any, ...]] = []
        # The entry that ends the baseline, 0 for none.
        self.baseline = 0

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def tables(self) -> set[str]:
        """Return the names of the tables of whose rows something is said."""
        return {name for name, _ in self._columns}

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
        keys, same = len(said["key"]), said.get("same", {})
        names, alike = [*said.get("columns", ()), *same], [*same.values()]
        for key in said.get("gone", ()):
            self._waiting.append((name, *_two(key), seq, _GONE, b"", None))
        if rows := said.get("rows"):
            columns = self._number(name, tuple(names[keys:]))
            about = names.index(_ABOUT) if _ABOUT in names else None
            for row in rows:
                full = row + alike
                hangs = None if about is None else full[about]
                values = (seq, columns, orjson.dumps(full[keys:]), hangs)
                self._waiting.append((name, *_two(full[:keys]), *values))
        if len(self._waiting) >= _BATCH:
            self.store()

    def _number(self, what: str, names: tuple[str, ...]) -> int:
        if (what, names) not in self._columns:
            number = self._columns[what, names] = len(self._columns)
            said = (number, what, " ".join(names))
            self._file.execute("INSERT INTO named VALUES (?, ?, ?)", said)
        return self._columns[what, names]

    def store(self) -> None:
        """Put what was taken into the file."""
        alone = not self._file.in_transaction
        if alone:
            self._file.execute("BEGIN")
        self._file.executemany(_INSERT, self._waiting)
        if alone:
            self._file.execute("COMMIT")
        self._waiting.clear()

    def of(
        self, proven: Proven, where: str = "", given: tuple[Any, ...] = ()
    ) -> Iterator[tuple[Key, "State | None"]]:
        """Yield (key, what its row is said to be, None for gone) in the order of the keys.

        Args:
            where: SQL over the file's own columns, with marks for what is `given`.
        """
        self.store()
        places = self._places_of(proven)
        query = (
            "SELECT k1, k2, seq, columns, said FROM bound "  # noqa: S608 - ours, no input
            f"WHERE what = ? {where} ORDER BY k1, k2, seq"
        )
        keys, width = len(proven.keys), len(proven.columns)
        found = self._file.execute(query, (proven.name, *given))
        for key, several in groupby(found, itemgetter(0, 1)):
            state: State | None = None
            for _, _, seq, columns, said in several:
                if columns == _GONE:
                    state = None
                    continue
                state = state or State(width)
                state.take(seq, places[columns], orjson.loads(said))
            yield key[:keys], state

    def _places_of(self, proven: Proven) -> dict[int, "Places"]:
        """Return by number where the columns that entries of this table name stand in it."""
        for (table, names), number in self._columns.items():
            if table == proven.name and number not in self._places:
                at = tuple(_place(proven, name) for name in names)
                whole = len(at) > 1 and sorted(at) == [*range(len(proven.columns))]
                every = itemgetter(*map(at.index, sorted(at))) if whole else None
                self._places[number] = Places(at, every)
        return self._places


class Places(NamedTuple):
    """Where the columns that an entry names stand in their table, -1 for none.

    `every`: puts the values in the table's order, where they are those of every column.
    """

    at: tuple[int, ...]
    every: Callable[[Sequence[Any]], tuple[Any, ...]] | None


class State:
    """What a row is said to be: the values of its columns, and the entry that says each."""

    __slots__ = ("seqs", "values")

    def __init__(self, width: int) -> None:
        self.values: list[Any] = [None] * width
        self.seqs = [0] * width

    def take(self, seq: int, places: Places, said: Sequence[Any]) -> None:
        """Take what the entry `seq` says of the columns at `places`."""
        if places.every and len(said) == len(places.at):
            # As of a new row: what most rows are said to be.
            self.values, self.seqs = list(places.every(said)), [seq] * len(said)
            return
        for place, value in zip(places.at, said, strict=True):
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
        for key, row, state in together(stored_rows(connection, proven), bindings.of(proven)):
            rows += row is not None
            if row is None or state is None or row != state.values:
                for problem in differences(proven, key, row, state):
                    tell(problem)
    return rows


def together(
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


def differences(
    proven: Proven, key: Key, row: list[Any] | None, state: State | None
) -> Iterator[Problem]:
    """Yield how a row, None for none, differs from what it is said to be, None for nothing."""
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
        yield from _of_sqlite(driver, query, given)
        return
    with driver.cursor(name="rows") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query, given or None)
        yield from map(list, cursor)


def _of_sqlite(
    driver: sqlite3.Connection, query: str, given: tuple[Any, ...]
) -> Iterator[Sequence[Any]]:
    done = 0
    try:
        for row in driver.execute(query, given):
            done += 1
            yield row
        return
    except sqlite3.OperationalError:
        # A text that is no UTF-8, which nothing of ours writes; or worse, and then it comes again.
        pass
    factory, driver.text_factory = driver.text_factory, _any_text
    try:
        yield from islice(driver.execute(query, given), done, None)
    finally:
        driver.text_factory = factory


def _any_text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")
