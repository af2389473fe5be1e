"""Killed at any moment: never two copies by our doing, never a silent loss, every doubt listed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.outbox import country_of, office_over, waiting_office
from dondoc.trail.verify import verify
from models import Contact, Message, Notice
from tests.sinks.fast import FastSink

MAILS, KILLS, SEED = 1000, 120, 20240507
# How many mails a worker may send at most before it is killed: all of them take all the kills.
LIFE = 15
PATIENCE = 170.0


class Nursery:
    """Starts worker after worker; each wakes an hour after the last, when its lease is over."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._hours = 0
        assert self._hear() == "ready"

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def start(self) -> int:
        """Start a worker; return its process id once it begins."""
        assert self._process.stdin is not None
        self._hours += 1
        self._process.stdin.write(f"{self._hours}\n")
        self._process.stdin.flush()
        return int(self._hear())

    def exit_code(self) -> int:
        """Wait for the end of the worker."""
        return int(self._hear())


@contextmanager
def nursery(folder: Path, port: int) -> Iterator[Nursery]:
    command = [
        sys.executable,
        "-m",
        "tests.dondoc.sending.mortal",
        str(folder),
        str(port),
        str(MAILS),
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Nursery(process)
        process.communicate()


@pytest.mark.slow
def test_a_worker_killed_at_random_moments_sends_nothing_twice_and_loses_nothing(
    tmp_path: Path,
) -> None:
    begun = time.monotonic()
    # Two thousandths of a second a mail: a quick relay, and time enough to be killed in.
    sink = FastSink(delay=0.002)
    waiting_office(MAILS, 1, tmp_path, sink.port).close()
    draw = random.Random(SEED)  # noqa: S311 - no secret
    killed = 0
    with nursery(tmp_path, sink.port) as workers:
        while killed < KILLS and time.monotonic() - begun < PATIENCE:
            worker = workers.start()
            _live(sink, draw)
            os.kill(worker, signal.SIGKILL)
            killed += workers.exit_code() == -signal.SIGKILL
        workers.start()
        assert workers.exit_code() == 0
    sink.close()
    assert killed >= 100
    _nothing_twice_nothing_lost(tmp_path, sink, killed)
    assert time.monotonic() - begun < 180


def _live(sink: FastSink, draw: random.Random) -> None:
    """Let a worker live: for some mails and a moment, or (one in five) for a moment only."""
    at_once = draw.random() < 0.2
    enough, end = sink.taken + draw.randint(1, LIFE), time.monotonic() + 2
    while not at_once and sink.taken < enough and time.monotonic() < end:
        time.sleep(0.0005)
    time.sleep(draw.uniform(0, 0.006))


def _nothing_twice_nothing_lost(folder: Path, sink: FastSink, killed: int) -> None:
    with closing(office_over(country_of(MAILS), folder, sink.port)) as office:
        with office.reading() as session:
            query = select(Contact.email, Message.state).join(
                Message, Message.contact_id == Contact.id
            )
            states = dict(session.execute(query).all())
            open_notices = session.scalar(
                select(func.count()).where(Notice.state == "pending", Notice.message_id.is_(None))
            )
        with office.reading() as session:
            checked = verify(session)
    copies: Counter[str] = Counter()
    for (_, recipient), count in sink.copies.items():
        copies[recipient] += count
    print(f"\n{killed} kills, {MAILS} notices: {Counter(states.values())}")  # noqa: T201
    assert max(copies.values()) == 1
    assert len(states) == MAILS
    assert open_notices == 0
    assert set(states.values()) <= {"sent", "unknown"}
    # What is called sent arrived; who got nothing is on the list of doubts.
    assert all(copies[address] == 1 for address, state in states.items() if state == "sent")
    doubts = {address for address, state in states.items() if state == "unknown"}
    assert {address for address in states if not copies[address]} <= doubts
    # One doubt a kill at most: what only waited for its turn is none. And some, or the workers
    # were not killed while they worked.
    assert 0 < len(doubts) <= killed
    assert checked.ok
