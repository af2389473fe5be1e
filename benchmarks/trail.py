"""A million entries: appended, verified against their checkpoint, and merely hashed.

Run `python -m benchmarks.trail [ENTRIES] [--postgres]`; 1,000,000 entries if not said. They are
made as a sweep makes them: 1,500 a transaction, three kinds in turn. Verifying is what
`dondoc audit verify` does; bare hashing takes the same canonical bytes from memory and hashes
them in the same run. Each verification runs in a process of its own, so that the memory shown
is its own. Between machines compare the ratio, not the times.
"""

import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.store import PostgresStore, SqliteStore, Store, serving
from benchmarks.told import asking, say
from dondoc.setup.database import open_engine, reading, writing
from dondoc.trail.anchor import anchor
from dondoc.trail.anchors import read_anchors
from dondoc.trail.verify import verify
from models import Event
from models.trail import append, canonical, canonical_data

ENTRIES, TINY = 1_000_000, 3_000
MORNING = datetime(2024, 5, 31, tzinfo=UTC)
# What a sweep's batch of 500 obligations enters.
BATCH = 1_500
_FIRED = {
    "cycle": 0,
    "policy": "thu-dau-tien",
    "repeat": 0,
    "step": "first",
    "rung": 1,
    "basis": "B-1.4",
    "because": [["state", "eq", "open", "open"], ["opened", "eq", True, True]],
}
_CREATED = {
    "notice": "123456:0:first:0:02617@base/officer:123456:email",
    "step": "first",
    "rung": 1,
    "basis": "B-1.4",
    "recipient": "02617@base/officer",
    "contact": 123456,
    "state": "pending",
}


def drawn(number: int) -> Iterator[Event]:
    """Yield `number` events as a sweep writes them."""
    for place in range(number):
        subject = f"obligation:{place // 3}"
        if place % 3 == 0:
            yield Event("obligation.opened", subject, {"due_on": "2024-06-05"})
        elif place % 3 == 1:
            yield Event("finding.fired", subject, _FIRED)
        else:
            yield Event("notice.created", subject, _CREATED)


def fill(store: Store, number: int) -> float:
    """Append `number` entries by the application's own way; return the seconds it took."""
    engine = store.engine()
    events = list(drawn(number))
    begin = time.perf_counter()
    for start in range(0, number, BATCH):
        with writing(engine) as session:
            append(session, MORNING, events[start : start + BATCH])
    seconds = time.perf_counter() - begin
    engine.dispose()
    return seconds


def hashed(number: int) -> float:
    """Return the seconds it takes to hash as many canonical bytes, ready in memory."""
    data = [(e.kind, e.subject, canonical_data(e.data)) for e in drawn(3_000)]
    lines = [
        canonical(n, "2024-05-31T00:00:00.000000Z", *said, "f" * 64) for n, said in enumerate(data)
    ]
    begin = time.perf_counter()
    for place in range(number):
        sha256(lines[place % 3_000]).hexdigest()
    return time.perf_counter() - begin


def verified(url: str, state: Path, number: int) -> tuple[float, float, float, float]:
    """Verify; return (seconds, of processor, MiB resident before, MiB at most)."""
    engine = open_engine(url)
    before = resident("VmRSS")
    begin, used = time.perf_counter(), time.process_time()
    anchors = read_anchors(state)
    with reading(engine) as session:
        verdict = verify(session, anchors)
    seconds, used = time.perf_counter() - begin, time.process_time() - used
    if not verdict.ok or not verdict.entries == verdict.anchored_to == number:
        sys.exit(f"verify found {verdict}")
    return seconds, used, before, resident("VmHWM")


def resident(field: str) -> float:
    """Return VmRSS (now) or VmHWM (at most so far) of this process in MiB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = next(line for line in status.splitlines() if line.startswith(field))
    return int(found.split()[1]) / 1024


@contextmanager
def store_in(folder: Path, postgres: bool) -> Iterator[tuple[Store, str]]:
    """Yield an empty database with the schema, and its URL."""
    if not postgres:
        store = SqliteStore(folder, "trail").create()
        yield store, f"sqlite:///{store.file}"
        return
    with serving(folder) as server:
        other = PostgresStore(server, "trail").create()
        yield other, other.url.render_as_string(hide_password=False)


def measure(folder: Path, number: int, postgres: bool) -> str:
    """Return the table."""
    with store_in(folder, postgres) as (store, url):
        say(f"appending {number:,} entries")
        appended = fill(store, number)
        engine = store.engine()
        with reading(engine) as session:
            anchor(session, folder / "state", MORNING)
        engine.dispose()
        store.settle()
        say("verifying")
        with multiprocessing.get_context("spawn").Pool(1) as alone:
            seconds, used, before, most = alone.apply(verified, (url, folder / "state", number))
    say("hashing")
    bare = hashed(number)
    lines = [
        f"{'PostgreSQL' if postgres else 'SQLite'}, {number:,} entries",
        f"{'':28}{'s':>8}{'entries/s':>12}{'× bare hashing':>16}",
    ]
    for name, took in (("append", appended), ("verify", seconds), ("bare hashing", bare)):
        lines.append(f"{name:28}{took:>8.2f}{number / took:>12,.0f}{took / bare:>16.1f}")
    lines.append(f"of which verify took {used:.2f} s of processor")
    lines.append(f"resident memory of verify: {before:.0f} MiB before, {most:.0f} MiB at most")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("entries", nargs="?", type=int)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="dondoc-trail-") as made:
        number = asked.entries or (TINY if asked.tiny else ENTRIES)
        print(measure(Path(made), number, asked.postgres))


if __name__ == "__main__":
    main()
