"""The stored entries in order, as the driver gives them, with flat memory."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models.trail import COLUMNS

# Some megabytes at a time; entries that bind rows are long.
BATCH = 500
Row = tuple[Any, ...]


class Unreadable(Exception):
    """The database cannot read its own table any further. `after` is the last entry read."""

    def __init__(self, after: int, reason: str) -> None:
        super().__init__(reason)
        self.after = after


def stored_entries(
    session: Session, upto: int | None = None, after: int = -(2**63)
) -> Iterator[Sequence[Row]]:
    """Yield the entries, batch by batch, as tuples of `COLUMNS`.

    Args:
        upto: the last number wanted. after: only those with a higher number.
    Raises:
        Unreadable: the file of the database is damaged.
    """
    last = after
    end = 2**63 - 1 if upto is None else upto
    while batch := _batch(session, last, end):
        yield batch
        last = batch[-1][0]
        if len(batch) < BATCH:
            return


def _batch(session: Session, last: int, end: int) -> Sequence[Row]:
    connection = session.connection()
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        found = connection.exec_driver_sql(_query("%s"), (last, end))
        return found.cursor.fetchall()
    try:
        return driver.execute(_query("?"), (last, end)).fetchall()
    except sqlite3.DatabaseError:
        return _damaged(driver, last, end)


def _query(mark: str) -> str:
    # Names and a number of our own, no input.
    return (
        f"SELECT {', '.join(COLUMNS)} FROM entry "  # noqa: S608
        f"WHERE seq > {mark} AND seq <= {mark} ORDER BY seq LIMIT {BATCH}"
    )


def _damaged(driver: sqlite3.Connection, last: int, end: int) -> Sequence[Row]:
    """Read on where a text is no UTF-8 any more: it cannot have the hash it had."""
    factory = driver.text_factory
    driver.text_factory = _any_text
    try:
        return driver.execute(_query("?"), (last, end)).fetchall()
    except sqlite3.DatabaseError as error:
        raise Unreadable(last, str(error)) from error
    finally:
        driver.text_factory = factory


def _any_text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")
