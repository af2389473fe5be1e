"""PostgreSQL and the worker killed at any moment: no copy by our doing, no loss, doubts listed."""

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DatabaseError

from benchmarks.outbox import country_of, waiting_office
from benchmarks.store import PostgresStore
from dondoc.cli.app import main as command_line
from dondoc.errors import in_one_line
from dondoc.sending.outbox import LARGEST_WINDOW
from dondoc.trail.verify import verify
from models import Attempt, Contact, Message, Notice
from tests.dondoc.sending.persevering import office_on
from tests.own_postgres import OwnPostgres, own_postgres
from tests.sinks.fast import FastSink

MAILS, KILLS, SEED = 600, 16, 20240507
# How many mails go out at most between two kills.
LIFE = 30
PATIENCE = 80.0
# What is killed, in turn: one that serves a client, the server, the worker, or both at once.
WAYS = ("backend", "server", "worker", "backend", "server", "both")


class Persevering:
    """The worker that goes on; when it was killed the next one begins where its leases are over."""

    def __init__(self, folder: Path, port: int, url: str) -> None:
        self._folder, self._command = folder, [sys.executable, "-m", MODULE]
        self._command += [str(folder), str(port), str(MAILS), url]
        self._begun = 0
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        begun, self._begun = self._begun, self._begun + 1
        with (self._folder / "said").open("ab") as said, (self._folder / "wrong").open("ab") as bad:
            return subprocess.Popen(
                [*self._command, str(1_000 * begun)], stdin=subprocess.PIPE, stdout=said, stderr=bad
            )

    def kill(self) -> None:
        """Kill it; `begin` has the next one go on."""
        self._process.kill()
        self._process.communicate()

    def begin(self) -> None:
        self._process = self._start()

    def ended(self) -> bool:
        return self._process.poll() is not None

    def finish(self) -> int:
        """Let it finish its work by itself; return its exit code."""
        self._process.communicate(timeout=60)
        return self._process.returncode

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


MODULE = "tests.dondoc.sending.persevering"


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
    sink = FastSink(delay=0.002)
    draw = random.Random(SEED)  # noqa: S311 - no secret
    killed: Counter[str] = Counter()
    with own_postgres() as server:
        store = PostgresStore(server.url, "office").create()
        url = store.url.render_as_string(hide_password=False)
        waiting_office(MAILS, 1, tmp_path, sink.port, store).close()
        begun = time.monotonic()
        with closing(Persevering(tmp_path, sink.port, url)) as worker:
            while killed.total() < KILLS and time.monotonic() - begun < PATIENCE:
                _live(sink, draw)
                if worker.ended() or sink.taken >= MAILS - 1:
                    break
                way = WAYS[killed.total() % len(WAYS)]
                killed[way] += _strike(way, server, worker, draw)
            ended = worker.finish()
        said = (tmp_path / "said").read_text("utf-8")
        wrong = (tmp_path / "wrong").read_text("utf-8")
        assert (ended, wrong) == (0, "")
        sink.close()
        print(f"\n{dict(killed)} kills; {said.count('báo lỗi')} dispatches broken off")  # noqa: T201
        assert killed.total() >= 10
        assert min(killed[way] for way in WAYS) >= 2
        _nothing_twice_nothing_lost(url, tmp_path, sink, killed)
    ways = ("done ", "cơ sở dữ liệu báo lỗi: ")
    assert [line for line in said.splitlines() if not line.startswith(ways)] == []
    assert "[SQL" not in said
    print(f"{time.monotonic() - begun:.0f} s")  # noqa: T201
    assert time.monotonic() - begun < 120


def _strike(way: str, server: OwnPostgres, worker: Persevering, draw: random.Random) -> bool:
    """Kill; say whether there was something to kill."""
    if way == "backend":
        return server.kill_backend(draw)
    if way == "server":
        return server.kill_all()
    worker.kill()
    if way == "both":
        server.kill_all()
    worker.begin()
    return True


def _live(sink: FastSink, draw: random.Random) -> None:
    """Let the worker send some mails, and a moment more that ends anywhere in its next ones."""
    enough, end = sink.taken + draw.randint(1, LIFE), time.monotonic() + 10
    while sink.taken < enough and time.monotonic() < end:
        time.sleep(0.0005)
    time.sleep(draw.uniform(0, 0.03))


def _nothing_twice_nothing_lost(
    url: str, folder: Path, sink: FastSink, killed: Counter[str]
) -> None:
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
    # A worker that outlives its server leaves no doubt, one killed alone one at most, both killed
    # at once a window; and there are some, or nothing was killed while it worked.
    assert 0 < len(doubts) <= killed["worker"] + LARGEST_WINDOW * killed["both"]
    assert checked.ok
