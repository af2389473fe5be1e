"""A country's morning past one machine, with a worker and then the database killed in it.

`python -m tests.flows.morning [--communes N] [--duties N] [--delay SECONDS]` sets up PostgreSQL,
one Prefect server and two workers from an empty folder with the very commands of "Several machines"
in docs/operating.md, has the morning swept and sent by them, kills (SIGKILL, with all they started)
one worker, then the database, and starts the database again. Printed is what became of each letter.
"""

import json
import os
import shlex
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from benchmarks.country import communes_of
from dondoc.running.children import Child, Program
from dondoc.setup.database import open_engine, reading
from dondoc.setup.loopback import LOOPBACK, answers, free_port
from language.zone import local_date
from models import Contact, Message, Notice
from models.clock import real_now
from tests.flows.country_office import settle_office
from tests.flows.prefect_api import LOOK_AGAIN, PATIENCE, PrefectApi
from tests.own_postgres import OwnPostgres, own_postgres
from tests.program import ROOT
from tests.sinks.fast import FastSink

SWEEP, DISPATCH = "dondoc-sweep", "dondoc-dispatch"
# When what is killed, in parts of all letters.
WORKER_AT, DATABASE_AT = 0.2, 0.6
# Between two runs that are asked for, in seconds.
OFTEN = 15.0
_BINARIES = Path(sys.executable).parent
_PORT = "4200"


@dataclass(frozen=True)
class Outcome:
    """What became of a morning: letters by state, what arrived, and how long it took (seconds).

    `down`: so many seconds nobody could ask the database.
    """

    states: dict[str, int]
    arrived: int
    lost: int
    doubled: int
    doubts: int
    doubts_arrived: int
    listed: int
    sweep: float
    down: float
    whole: float


def commands() -> Iterator[list[str]]:
    """Yield the commands of the page's section, in order: words without prompt and `export`s."""
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    section = page.partition("\n## Several machines\n")[2].partition("\n## ")[0]
    for block in section.split("```")[1::2]:
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "))
            if words and words[0] in ("createuser", "createdb", "dondoc", "prefect"):
                yield words


class Morning:
    """One play in `folder`, over a PostgreSQL of its own."""

    def __init__(self, folder: Path, server: OwnPostgres, stack: ExitStack, delay: float) -> None:
        self._folder, self._server, self._stack = folder, server, stack
        self.sink = FastSink(delay=delay)
        stack.callback(self.sink.close)
        self._port = free_port()
        self.api = PrefectApi(self._port)
        socket = server.url.partition("?host=")[2]
        self.url = f"postgresql://dondoc@/dondoc?host={socket}"
        self._environment = {
            **{key: value for key, value in os.environ.items() if "PREFECT" not in key},
            "PATH": f"{_BINARIES}:{server.binaries}:{os.environ['PATH']}",
            "PGHOST": socket,
            "PGUSER": "postgres",
            "DONDOC_CONFIG": str(folder / "office" / "config.yaml"),
            "DONDOC_DATABASE": self.url,
            "PREFECT_API_URL": f"http://{LOOPBACK}:{self._port}/api",
            # The wheel's PostgreSQL lacks the extension that Prefect asks for.
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        }
        self._said = [self._here(words) for words in commands()]
        self._down = 0.0

    def _here(self, words: list[str]) -> list[str]:
        """Return a command of the page as meant here, where nobody asks for passwords."""
        words = [str(self._port) if word == _PORT else word for word in words]
        return [word for word in words if word != "--pwprompt"]

    def settle(self, communes: int, duties: int) -> None:
        """Write what the page takes for granted: the rules, config.yaml, the address book."""
        office, today = self._folder / "office", local_date(real_now())
        settle_office(
            office, communes_of(communes, None), duties, self.sink.port, self._port, today
        )

    def set_up(self) -> list[Child]:
        """Do what the page says, in its order; return the two workers."""
        workers = []
        for words in self._said:
            if words[:3] == ["prefect", "server", "start"]:
                server = self._start("prefect-server", words)
                _until(lambda: answers(self._port), server)
            elif words[:3] == ["prefect", "worker", "start"]:
                workers = [self._start(name, words) for name in ("worker-1", "worker-2")]
                self.api.wait_for_workers(workers[-1], 2)
            else:
                self.run(*words)
        return workers

    def _start(self, name: str, words: list[str]) -> Child:
        log = self._folder / f"{name}.log"
        program = Program(name, (str(_BINARIES / words[0]), *words[1:]), self._environment, log)
        child = Child(program)
        self._stack.callback(child.stop)
        return child

    def run(self, *words: str) -> str:
        """Run a command where the office lies and return what it prints."""
        done = subprocess.run(
            words,
            env=self._environment,
            cwd=self._folder / "office",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, deployment: str = DISPATCH) -> str:
        """Let a run be made for now, as the schedule does every minute."""
        return self.api.ask_for_run(deployment)

    def sweep(self, worker: Child) -> None:
        """Have the morning's sweep made by a worker, while `worker` lives."""
        run = self.ask(SWEEP)
        _until(lambda: self._ended(run) == "COMPLETED", worker)

    def _ended(self, run: str) -> str:
        return str(self.api.ask("GET", f"flow_runs/{run}")["state_type"])

    def until_sent(self, letters: int, worker: Child) -> None:
        """Wait until so many have arrived, while `worker` lives."""
        _until(lambda: self.sink.taken >= letters, worker)

    def kill_database(self) -> None:
        """Kill the server with all it started; another is started."""
        begun = time.monotonic()
        assert self._server.kill_all()
        self._down = time.monotonic() - begun

    def finish(self, worker: Child) -> None:
        """Let runs be made, as the schedule does, until nothing waits; `worker` lives."""
        _until(lambda: not self.waiting(), worker, each=self.ask)

    def waiting(self) -> bool:
        """Say whether anything waits or is under way, or nobody can say."""
        new = select(Notice.id).where(Notice.state == "pending", Notice.message_id.is_(None))
        begun = select(Message.id).where(Message.unsettled())
        try:
            with self._reading() as session:
                return any(session.scalar(query.limit(1)) for query in (new, begun))
        except DatabaseError:
            return True

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        engine = open_engine(self.url)
        try:
            with reading(engine) as session:
                yield session
        finally:
            engine.dispose()

    def outcome(self, sweep: float, whole: float) -> Outcome:
        """Hold what arrived against what is stored, and the doubts against what is listed."""
        copies = Counter[str]()
        for (_, address), count in self.sink.copies.items():
            copies[address] += count
        told = select(Contact.email, Message.state).join(Message, Message.contact_id == Contact.id)
        with self._reading() as session:
            rows = [(str(row[0]), str(row[1])) for row in session.execute(told)]
            known = session.scalars(select(Contact.email)).all()
        doubts = {address for address, state in rows if state == "unknown"}
        return Outcome(
            states=dict(Counter(state for _, state in rows)),
            arrived=len(copies),
            lost=sum(not copies[str(one)] and one not in doubts for one in known),
            doubled=sum(count > 1 for count in copies.values()) + len(rows) - len(dict(rows)),
            doubts=len(doubts),
            doubts_arrived=sum(bool(copies[one]) for one in doubts),
            listed=len({one["message"] for one in self.listed()}),
            sweep=round(sweep, 1),
            down=round(self._down, 1),
            whole=round(whole, 1),
        )

    def listed(self) -> list[dict[str, Any]]:
        """Return the notices in doubt as the command lists them."""
        said: list[dict[str, Any]] = json.loads(
            self.run("dondoc", "notices", "--unknown", "--json")
        )
        return said


def _until(
    come: Callable[[], bool], child: Child, each: Callable[[], object] | None = None
) -> None:
    """Wait while `child` lives; every few seconds do `each`."""
    begun, done = time.monotonic(), 0
    while time.monotonic() < begun + PATIENCE:
        if come():
            return
        if each and time.monotonic() > begun + done * OFTEN:
            each()
            done += 1
        assert not child.wait(LOOK_AGAIN), child.program.log.read_text("utf-8")
    raise AssertionError(f"not in {PATIENCE} s: {child.program.log.read_text('utf-8')[-2000:]}")


def play(folder: Path, communes: int, duties: int, delay: float) -> Outcome:
    """Play it below `folder`, a word a commune for all of its `duties`; see `Outcome`.

    Args:
        delay: how long the relay takes to answer for a letter, in seconds.
    """
    with own_postgres() as server, ExitStack() as stack:
        morning = Morning(folder, server, stack, delay)
        morning.settle(communes, duties)
        first, second = morning.set_up()
        begun = time.monotonic()
        morning.sweep(second)
        swept = time.monotonic()
        for _ in ("worker-1", "worker-2"):
            morning.ask()
        morning.until_sent(int(WORKER_AT * communes), second)
        first.stop(grace=0)
        morning.ask()
        morning.until_sent(int(DATABASE_AT * communes), second)
        assert morning.waiting(), "it was killed at its work"
        morning.kill_database()
        morning.finish(second)
        whole = time.monotonic() - begun
        return morning.outcome(swept - begun, whole)


def main() -> None:
    """Play a morning, print what became of it; 1 where a letter was lost or doubled."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--communes", type=int, default=3_321)
    parser.add_argument("--duties", type=int, default=6)
    parser.add_argument("--delay", type=float, default=0.02)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="dondoc-morning-") as name:
        outcome = play(Path(name), asked.communes, asked.duties, asked.delay)
    sys.stdout.write(f"{outcome}\n")
    if outcome.lost or outcome.doubled or outcome.listed != outcome.doubts:
        sys.exit("a letter was lost or doubled, or a doubt is not listed")


if __name__ == "__main__":
    main()
