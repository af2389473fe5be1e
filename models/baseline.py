"""The baseline: what was stored before the trail proved the tables, bound once as it was found.

What happened to it earlier is proven by nobody; from the baseline on every change is.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.binding import ROWS, bound_rows, stored_as
from models.proof import Proven, proven_tables
from models.trail import Entry, Event, append, append_written

KIND = "rows.baseline"
DONE = "trail.baseline"
# So many entries at once: what is written is not held longer.
_AT_ONCE = 50


def lay(session: Session, at: datetime, anew: bool = False) -> int:
    """Bind every row there is, and enter how many and their digest; return how many rows.

    Nothing is entered where there is no row, or where the tables are bound already.

    Args:
        at: the instant (aware) of the upgrade.
        anew: also where the tables are bound already.
    """
    bound = select(Entry.seq).where(Entry.kind.in_(("rows.bound", KIND))).limit(1)
    if not anew and session.scalar(bound) is not None:
        return 0
    connection, digest, counts = session.connection(), sha256(), dict[str, int]()
    for proven in proven_tables():
        entries = bound_rows(
            connection, proven, proven.columns, _counted(connection, proven, counts), KIND
        )
        while some := list(islice(entries, _AT_ONCE)):
            for one in some:
                digest.update(one.data.encode())
            append_written(session, at, some)
    if counts:
        data = {"rows": counts, "sha256": digest.hexdigest()}
        append(session, at, [Event(DONE, "trail", data)])
    return sum(counts.values())


def _counted(
    connection: Connection, proven: Proven, counts: dict[str, int]
) -> Iterator[Sequence[Any]]:
    listed = ", ".join(
        stored_as(proven, name, connection) for name in (*proven.keys, *proven.columns)
    )
    order = ", ".join(f'"{name}"' for name in proven.keys)
    # Names of our own tables and columns, no input.
    query = f'SELECT {listed} FROM "{proven.name}" ORDER BY {order}'  # noqa: S608
    driver: Any = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        cursor = driver.execute(query)
    else:
        cursor = driver.cursor(name="baseline")
        cursor.execute(query)
    while rows := cursor.fetchmany(ROWS):
        counts[proven.name] = counts.get(proven.name, 0) + len(rows)
        yield from rows
    cursor.close()
