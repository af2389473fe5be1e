"""What a database of this version consists of, and what one that is found consists of.

Both are sets of lines, one for each column, key, index, foreign key and trigger, so that a
difference can be told by name. The expected lines stand in sqlite.txt and postgresql.txt beside
this file, under the revision they belong to; `make schema` writes them anew from the migrations.
The order of columns is no part of it: a repaired table has the same columns in another order.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

_FOLDER = Path(__file__).parent
_MARK = "revision "


class Schema(NamedTuple):
    """What a database consists of; `revision` is the migration it says it stands at, if any."""

    revision: str | None
    lines: frozenset[str]


@cache
def expected(dialect: str) -> Schema:
    """Return what this version expects of a database of `dialect` ("sqlite", "postgresql")."""
    first, *lines = (_FOLDER / f"{dialect}.txt").read_text("utf-8").splitlines()
    return Schema(first.removeprefix(_MARK), frozenset(lines))


def found(connection: Connection) -> Schema:
    """Return what the database behind `connection` consists of, read with one query.

    A second one reads the revision, where there is one to read.
    """
    name = connection.dialect.name
    rows = connection.exec_driver_sql((_FOLDER / f"{name}.sql").read_text("utf-8"))
    lines = frozenset(" ".join(" ".join(map(str, row)).split()) for row in rows)
    revision = None
    if any(line.startswith("column alembic_version ") for line in lines):
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return Schema(revision, lines)


def write(schema: Schema, dialect: str) -> bool:
    """Write `schema` down as the one expected of `dialect`; return whether that changed it."""
    file = _FOLDER / f"{dialect}.txt"
    text = "\n".join([f"{_MARK}{schema.revision}", *sorted(schema.lines)]) + "\n"
    if file.exists() and file.read_text("utf-8") == text:
        return False
    file.write_text(text, "utf-8")
    return True
