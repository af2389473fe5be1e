"""Many rows in one go: PostgreSQL's COPY and arrays, one `executemany` on SQLite."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, LargeBinary, Table, func, select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.base import Base
from models.instant import UtcInstant

if TYPE_CHECKING:
    import psycopg


def insert_rows(
    connection: Connection,
    model: type[Base],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    """Insert `rows`, the values of the columns `names`, into the table of `model`.

    The statement and the column types are looked up once for all rows: a sweep writes five rows
    for each obligation, and SQLAlchemy's own way takes longer than deciding does. Columns left
    out take the database's default, never one of SQLAlchemy's.

    Raises:
        sqlalchemy.exc.DatabaseError: the database refuses a row, or does not answer any more.
    """
    insert_into(connection, cast(Table, model.__table__), names, rows)


def insert_into(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert `rows` into `table`, one of a model or a temporary one; as `insert_rows`."""
    if not rows:
        return
    values = list(zip(*_stored(table, names, rows, connection.dialect), strict=True))
    listed = ", ".join(names)
    if connection.dialect.name == "postgresql":
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        loading = f"COPY {table.name} ({listed}) FROM STDIN".encode()
        try:
            with driver.cursor() as cursor, cursor.copy(loading) as copy:
                for row in values:
                    copy.write_row(row)
        except connection.dialect.loaded_dbapi.Error as error:
            # As any other statement says it.
            raise DatabaseError(loading.decode(), None, error, hide_parameters=True) from error
    else:
        marks = ", ".join("?" * len(names))
        # Names of our own tables and columns, no input.
        statement = f"INSERT INTO {table.name} ({listed}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, values)


def update_rows(
    connection: Connection,
    model: type[Base],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    where: str = "true",
) -> None:
    """Give each of `rows` its own values: on PostgreSQL in one statement, as its triggers like it.

    Args:
        names: the key of `model`, then the columns to be set.
        where: SQL of our own, its columns with the name of the table: which rows change at all.
    """
    if not rows:
        return
    table = cast(Table, model.__table__)
    key, *changed = names
    columns = _stored(table, names, rows, connection.dialect)
    if connection.dialect.name == "postgresql":
        kinds = (table.c[name].type.compile(connection.dialect) for name in names)
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        given = ", ".join(f"{name} = given.{name}" for name in changed)
        # Names of our own tables and columns, no input.
        statement = (
            f"UPDATE {table.name} SET {given} FROM unnest({arrays}) AS given({', '.join(names)}) "  # noqa: S608
            f"WHERE {table.name}.{key} = given.{key} AND {where}"
        )
        connection.exec_driver_sql(statement, tuple(list(column) for column in columns))
    else:
        given = ", ".join(f"{name} = ?" for name in changed)
        statement = f"UPDATE {table.name} SET {given} WHERE {key} = ? AND {where}"  # noqa: S608
        connection.exec_driver_sql(statement, list(zip(*columns[1:], columns[0], strict=True)))


def next_ids(connection: Connection, model: type[Base], count: int) -> list[int]:
    """Return `count` ids no row of `model` has, for rows written with `insert_rows`.

    On SQLite they are free as long as this writing transaction lasts, on PostgreSQL for good.
    """
    table = cast(Table, model.__table__)
    if connection.dialect.name == "postgresql":
        drawn = select(func.nextval(func.pg_get_serial_sequence(table.name, "id")))
        numbers = func.generate_series(1, count).table_valued("number")
        return list(connection.execute(drawn.select_from(numbers)).scalars())
    # Names of our own tables, no input.
    last = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar() or 0  # noqa: S608
    return list(range(last + 1, last + 1 + count))


def add_numbered(session: Session, rows: Sequence[Any]) -> None:
    """Add `rows` of one model and write them in one go: their ids are known beforehand."""
    if not rows:
        return
    for row, id_ in zip(
        rows, next_ids(session.connection(), type(rows[0]), len(rows)), strict=True
    ):
        row.id = id_
    session.add_all(rows)
    session.flush()


def _stored(
    table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]], dialect: Dialect
) -> list[tuple[Any, ...]]:
    """Return the values of `rows` column by column, as the driver takes them."""
    columns = list(zip(*rows, strict=True))
    for place, stored in _to_store(table, tuple(names), dialect):
        columns[place] = tuple(map(stored, columns[place]))
    return columns


# One for each kind of statement there is, and for each database's dialect.
@lru_cache(maxsize=256)
def _to_store(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Return, by their place, what turns columns' values into what the driver takes.

    Columns that go as they are have none.
    """
    found = ((place, _stored_as(table, name, dialect)) for place, name in enumerate(names))
    return tuple((place, stored) for place, stored in found if stored is not None)


def _stored_as(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    kind = table.c[name].type
    if isinstance(kind, LargeBinary) and dialect.name == "sqlite":
        # Bytes go as they are.
        return None
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    # One transaction knows few instants, and the next one some of the same.
    return lru_cache(64)(process) if process and isinstance(kind, UtcInstant) else process
