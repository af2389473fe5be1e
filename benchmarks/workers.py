"""Mails a second of one, two and four workers at one outbox, each a process of its own.

Run `python -m benchmarks.workers [--mails N] [--postgres]`; SQLite if not said. What is timed is
`dondoc.day.dispatching.run_dispatch` as the flows call it, from the moment all workers are ready to
the end of the last, to a sink that answers at once and to one that answers after 20 ms, as a relay
does: there workers wait, and more of them send more; at once they share the processors. Beside it
the processor time a worker takes for a mail, which does not depend on who else is at the machine,
and the machine's load. Between machines compare the ratios, not the times.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.outbox import SENDING, office_over, running, waiting_office
from benchmarks.store import PostgresStore, SqliteStore, Store, serving
from benchmarks.told import asking, say
from dondoc.day.dispatching import run_dispatch
from rules.rulebook import Rulebook

MAILS, TINY = 2_000, 12
WORKERS = (1, 2, 4)
# The sink answers after so many seconds.
SINKS = {"at once": 0.0, "after 20 ms": 0.02}


@dataclass(frozen=True)
class Line:
    """What so many workers sent: mails a second, and milliseconds of their processors a mail."""

    sink: str
    workers: int
    rate: float
    cpu: float
    load: float


def measure(mails: int, folder: Path, server: str | None) -> Iterator[Line]:
    """Yield a line for each sink and number of workers, each on a fresh copy of one outbox."""
    first = _store(folder, server, "outbox")
    with closing(waiting_office(mails, 1, folder, 1, first)) as office:
        rulebook = office.rulebook
    for sink, delay in SINKS.items():
        for workers in WORKERS:
            name = f"outbox_{workers}_{int(delay * 1000)}"
            say(f"{workers} workers, {sink}")
            with running("tests.sinks.fast", f"--delay={delay}") as port:
                place = folder / name
                place.mkdir()
                store = first.copy(name)
                begin, seconds, cpu = _send(rulebook, place, port, store, workers, mails)
            yield Line(sink, workers, mails / seconds, 1000 * cpu / mails, begin)


def _store(folder: Path, server: str | None, name: str) -> Store:
    return (PostgresStore(server, name) if server else SqliteStore(folder, name)).create()


def _send(
    rulebook: Rulebook, place: Path, port: int, store: Store, workers: int, mails: int
) -> tuple[float, float, float]:
    """Send all; return the load before it, the seconds it took, and those of the processors."""
    ready, go = os.pipe(), os.pipe()
    children = [_fork(rulebook, place, port, store, ready, go) for _ in range(workers)]
    for _ in children:
        os.read(ready[0], 1)
    load, before = os.getloadavg()[0], resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    os.write(go[1], b"." * workers)
    failed = [os.waitpid(child, 0)[1] for child in children]
    seconds = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for end in (*ready, *go):
        os.close(end)
    with closing(office_over(rulebook, place, port, store)) as office:
        left = run_dispatch(office, SENDING).messages
    if any(failed) or left:
        sys.exit(f"{workers} workers: exit codes {failed}, and {left} of {mails} were left")
    return load, seconds, _processor(after) - _processor(before)


def _processor(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _fork(
    rulebook: Rulebook,
    place: Path,
    port: int,
    store: Store,
    ready: tuple[int, int],
    go: tuple[int, int],
) -> int:
    """Begin one worker, which waits for `go`; return its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        office = office_over(rulebook, place, port, store)
        os.write(ready[1], b".")
        os.read(go[0], 1)
        run_dispatch(office, SENDING)
        office.close()
        code = 0
    finally:
        # Not the parent's exit handlers.
        os._exit(code)


def table(database: str, mails: int, lines: list[Line]) -> str:
    """Return the table in Markdown."""
    rows = [
        f"{mails:,} mails, {database}, {os.cpu_count()} processors",
        "",
        "| sink answers | workers | mails | ratio to one | processor a mail | load |",
        "|---|---|---|---|---|---|",
    ]
    one = {line.sink: line.rate for line in lines if line.workers == 1}
    for line in lines:
        rows.append(
            f"| {line.sink} | {line.workers} | {line.rate:,.0f}/s | "
            f"{line.rate / one[line.sink]:.2f} × | {line.cpu:.2f} ms | {line.load:.1f} |"
        )
    return "\n".join(rows)


@contextmanager
def _server(folder: Path, postgres: bool) -> Iterator[str | None]:
    with serving(folder) if postgres else nullcontext() as server:
        yield server


def main() -> None:
    """Measure and print the table."""
    parser = asking(__doc__)
    parser.add_argument("--mails", type=int)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    mails = asked.mails or (TINY if asked.tiny else MAILS)
    with TemporaryDirectory() as made, _server(Path(made), asked.postgres) as server:
        lines = list(measure(mails, Path(made), server))
    print(table("PostgreSQL" if asked.postgres else "SQLite", mails, lines))


if __name__ == "__main__":
    main()
