"""Engines and transactions on SQLite and PostgreSQL, with the same promises on both."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text, util
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import StaticPool

from dondoc.errors import Refused
from models.binding import bind
from models.noting import TEMPORARY, Noted, at_rest, expect, noted, rolled_back, watch

_OPTIONS: dict[str, Any] = {
    # orjson takes a tenth of the standard encoder's time; a sweep writes thousands of facts.
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
    # An error's text comes into logs; a statement's values are people's data.
    "hide_parameters": True,
}
_BEFORE, _ONLY, _HELD = "before", "only", "held"
AtEnd = Callable[[Session, Mapping[str, Noted]], None]
# How a transaction on SQLite begins, and what its commit waits for: options of its connection.
_BEGIN, _LEVEL, _WAITS = "sqlite_begin", "sqlite_synchronous", "sqlite_busy"
_OURS = (_BEGIN, _LEVEL, _WAITS)
_READS = "DEFERRED"
# Kibibytes of pages that a connection holds. Whoever writes a hundred thousand rows into an index
# touches its pages again and again: with as few as a reader's, each is written and read anew.
_READER_CACHE, _WRITER_CACHE = 2_000, 32_000
# How long a writer waits for another before it gives up, in seconds.
BUSY_SECONDS = 30


class SameSqlite(SQLiteDialect_pysqlite):
    """SQLite as this process has it: the same to every engine, so that statements are shared.

    Engines differ in their file only; what one has compiled holds for the others.
    """

    supports_statement_cache = True

    def set_connection_execution_options(
        self, connection: Connection, opts: CoreExecuteOptionsParameter
    ) -> None:
        """Remember how the next transaction of `connection` begins."""
        super().set_connection_execution_options(connection, opts)
        asked: Mapping[str, Any] = {**opts}
        connection.info.update((one, asked[one]) for one in _OURS if one in asked)

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin as that was asked for: not by a listener, which every statement would look for."""
        info = dbapi_connection.info
        at_rest(info)
        level = info.pop(_LEVEL, _AT_FIRST)
        if info.get("synchronous", _AT_FIRST) != level:
            # It cannot be changed within a transaction.
            dbapi_connection.execute(f"PRAGMA synchronous={level}")
            info["synchronous"] = level
        waits = info.pop(_WAITS, BUSY_SECONDS)
        if info.get("busy", BUSY_SECONDS) != waits:
            dbapi_connection.execute(f"PRAGMA busy_timeout={int(waits * 1000)}")
            info["busy"] = waits
        begin = info.pop(_BEGIN, _READS)
        if info.get("cache", _READS) != begin:
            kibibytes = _READER_CACHE if begin == _READS else _WRITER_CACHE
            dbapi_connection.execute(f"PRAGMA cache_size=-{kibibytes}")
            info["cache"] = begin
        dbapi_connection.execute(f"BEGIN {begin}")

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run `statement`, before it what notes its doing."""
        if context is not None:
            expect(context.root_connection.info, cursor.connection, statement)
        cursor.execute(statement, parameters)

    def do_executemany(
        self, cursor: Any, statement: str, parameters: Any, context: Any = None
    ) -> None:
        """Run `statement` for each of `parameters`, before it what notes its doing."""
        if context is not None:
            expect(context.root_connection.info, cursor.connection, statement)
        cursor.executemany(statement, parameters)

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        """Go back to the savepoint `name`, with it what was made since to note."""
        super().do_rollback_to_savepoint(connection, name)  # type: ignore[no-untyped-call]
        rolled_back(connection.info)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(SameSqlite)


registry.register("sqlite.same", __name__, SameSqlite.__name__)
registry.register("postgresql.alive", "dondoc.setup.postgresql", "AlivePostgresql")
# What a new connection waits for at a commit; a transaction may say otherwise.
_AT_FIRST = "FULL"
# Statements compiled for SQLite by any engine: more than the program has.
_COMPILED = util.LRUCache[Any, Any](2_000)


def open_engine(url: str) -> Engine:
    """Return an engine for the SQLAlchemy URL `url` ("sqlite:///…" or "postgresql+psycopg://…").

    Raises:
        Refused: it is no such address, or one of another kind of database.
    """
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        kind = ""
    if kind not in ("sqlite", "postgresql"):
        # An address may hold a password: it is not repeated.
        raise Refused(
            f"địa chỉ cơ sở dữ liệu {f'loại {kind} ' if kind else ''}không dùng được: database "
            "trong config.yaml hoặc DONDOC_DATABASE phải bắt đầu bằng sqlite:/// hoặc postgresql://"
        )
    if parsed.get_backend_name() == "postgresql":
        alive = parsed.set(drivername="postgresql+alive")
        engine = create_engine(alive, pool_pre_ping=True, **_OPTIONS)
        # Who is told of the address knows no other driver.
        engine.url = parsed.set(drivername="postgresql+psycopg")
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    in_memory = parsed.database in (None, "", ":memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        parsed.set(drivername="sqlite+same"),
        execution_options={"compiled_cache": _COMPILED},
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **_OPTIONS,
        **options,
    )
    # Who is told of the address knows no other driver.
    engine.url = parsed
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


# What a server was told to do faster than its disk, it does not do for us.
_LASTING = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'"
)


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TEMPORARY)
        # A turn to send that came must not be forgotten: see dondoc.sending.turns.
        cursor.execute(_LASTING)
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions on its own: `SameSqlite` does, knowingly.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"synchronous={_AT_FIRST}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


@contextmanager
def writing(
    engine: Engine,
    lasting: bool = True,
    at_end: AtEnd | None = None,
    unbound: Collection[str] | None = None,
    patience: float = BUSY_SECONDS,
) -> Iterator[Session]:
    """Open one writing transaction; commit at the end, roll back on any exception.

    Args:
        at_end: told before the commit what was done to each table; changes nothing proven.
        lasting: wait until the commit is on the disk. Without it, on SQLite, it outlasts this
            process but maybe not a power cut before the next lasting one.
        unbound: of what this process alone ever sees, the tables of which `at_end` is told;
            nothing is bound to the trail then. None: all of them, and everything is bound.
        patience: how long another writer is waited for, in seconds; on PostgreSQL that is no
            matter of the whole database, and only who asks for another patience gets it.
    """
    level = "FULL" if lasting else "NORMAL"
    options = {_BEGIN: "IMMEDIATE", _LEVEL: level, _WAITS: patience}
    with (
        engine.connect().execution_options(**options) as connection,
        _Writing(connection, expire_on_commit=False, info={_ONLY: unbound}) as session,
        session.begin(),
    ):
        if patience != BUSY_SECONDS and connection.dialect.name == "postgresql":
            session.execute(text(f"SET LOCAL lock_timeout = {int(patience * 1000)}"))
        yield session
        if (before := session.info.pop(_BEFORE, None)) is not None:
            session.flush()
            done = noted(session.connection(), before)
            if at_end is not None:
                at_end(session, done)
            if unbound is None:
                bind(session, done)


class _Held(Session):
    """A session on the one connection it is made with: asked for it, it has it at hand.

    SQLAlchemy looks for it anew at every call, and a transaction of ours asks a hundred times.
    """

    def connection(
        self,
        bind_arguments: Any = None,
        execution_options: CoreExecuteOptionsParameter | None = None,
    ) -> Connection:
        """Return the connection, as part of the transaction under way."""
        held: Connection | None = self.info.get(_HELD)
        if held is None or bind_arguments or execution_options or not self.is_active:
            return super().connection(bind_arguments, execution_options)
        return held


@event.listens_for(_Held, "after_begin", propagate=True)
def _hold(session: Session, _: object, connection: Connection) -> None:
    session.info[_HELD] = connection


@event.listens_for(_Held, "after_transaction_create", propagate=True)
@event.listens_for(_Held, "after_transaction_end", propagate=True)
def _let_go(session: Session, transaction: SessionTransaction) -> None:
    # A savepoint is set when the connection is asked for; a flush only goes on with what there is.
    if transaction.nested or transaction.parent is None:
        session.info.pop(_HELD, None)


class _Writing(_Held):
    """The session of a writing transaction."""


@event.listens_for(_Writing, "after_begin")
def _watch(session: Session, _: object, connection: Connection) -> None:
    """Note from here on what is done, so that it is bound to the trail before the commit."""
    if connection.in_nested_transaction():
        return
    session.info[_BEFORE] = watch(connection, session.info[_ONLY])


@contextmanager
def glancing(engine: Engine) -> Iterator[Connection]:
    """Open a connection for reading statements each of which stands by itself.

    On PostgreSQL no transaction is begun and ended around them: each of the two is a way to the
    server and back, as long as a short statement takes.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open one consistent reading transaction; nothing in it is kept."""
    postgresql = engine.dialect.name == "postgresql"
    options = {"isolation_level": "REPEATABLE READ"} if postgresql else {_BEGIN: "DEFERRED"}
    with (
        engine.connect().execution_options(**options) as connection,
        _Held(connection) as session,
    ):
        yield session
        # What was read may be looked at afterwards.
        session.expunge_all()
        session.rollback()
