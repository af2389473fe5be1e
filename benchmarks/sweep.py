"""One morning of a whole country: milliseconds per obligation due, and of a sweep with none due.

Run `python -m benchmarks.sweep [SIZES …] [--communes FILE] [--postgres]`; sizes are numbers of
communes, 31 1000 10599 if not said. Six monthly duties; twelve rounds are over and stored with
what followed them, and the morning opens the thirteenth: each obligation gets its first notice.
What is timed is `dondoc.day.sweeping.run_sweep` as the flows call it, to the signed checkpoint.
Beside it the raw driver writes the very same rows in the same run, unsigned: the trail must end in
the same hash. Between machines compare the ratio, not the times.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from benchmarks.bare import bare_of, replay, written
from benchmarks.country import Commune, communes_of, read_communes, rulebook_of
from benchmarks.history import fill
from benchmarks.office import office_of
from benchmarks.store import PostgresStore, SqliteStore, Store, serving
from benchmarks.told import asking, say
from dondoc.day.sweeping import run_sweep
from dondoc.setup.wiring import Office
from dondoc.trail.anchors import read_anchors
from models import Entry

SIZES, TINY = (31, 1_000, 10_599), (3, 5)
# 07:00 of the last working day of May, when the June round opens, and of the day before.
MORNING = datetime(2024, 5, 31, tzinfo=UTC)
EVE = MORNING - timedelta(days=1)
LOOKS = 25


@dataclass(frozen=True)
class Measured:
    """One line of the table; times in milliseconds, `due` ones per obligation."""

    communes: int
    due: int
    stored: int
    due_ms: float
    due_bare_ms: float
    idle_ms: float
    idle_bare_ms: float
    first_ms: float


def measure(store: Store, communes: Sequence[Commune], folder: Path) -> Measured:
    """Fill `store` (empty, with its schema) and measure one morning on it.

    Args:
        folder: the office's own, empty: what it signs stands there, and fits no other store.
    """
    rulebook = rulebook_of(communes)
    say(f"{store.name}: {len(communes):,} communes, writing their history")
    with closing(office_of(store, rulebook, folder)) as office:
        finished, due = fill(store, office, EVE)
    say(f"{store.name}: {finished:,} finished obligations, {due:,} open; idle sweeps")
    with closing(office_of(store, rulebook, folder)) as office:
        first = _timed(lambda: _idle(office, EVE))
        idle = _median(lambda n: _idle(office, EVE + timedelta(seconds=n)))
        office.database.dispose()
        twin = store.copy(f"{store.name}_bare")
        before = _last_entry(office)
        say(f"{store.name}: the morning")
        due_ms = _timed(lambda: _morning(office, due))
        _signed(office)
    batches = list(written(store, before, MORNING))
    with closing(bare_of(twin)) as bare:
        idle_bare = _median(lambda n: _none(bare.look(EVE)))
    say(f"{store.name}: the same rows by the raw driver")
    seconds, head = replay(twin, batches, MORNING)
    _agree(store, head)
    stored = finished + due
    return Measured(
        len(communes), due, stored, due_ms / due, seconds * 1e3 / due, idle, idle_bare, first
    )


def _timed(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3


def _median(work: Callable[[int], None]) -> float:
    return median(_timed(lambda n=n: work(n)) for n in range(1, LOOKS + 1))  # type: ignore[misc]


def _idle(office: Office, now: datetime) -> None:
    _none(run_sweep(office, now).totals.examined)


def _none(found: int) -> None:
    if found:
        sys.exit(f"{found} obligations were due on an idle morning")


def _morning(office: Office, due: int) -> None:
    totals = run_sweep(office, MORNING).totals
    if not totals.examined == totals.fired == totals.notices == due:
        sys.exit(f"{due} obligations are due, but the sweep did {totals}")


def _last_entry(office: Office) -> int:
    with office.reading() as session:
        return session.scalar(select(func.max(Entry.seq))) or 0


def _signed(office: Office) -> None:
    """Exit unless the sweep's last act, signing all it wrote, was done."""
    anchors = read_anchors(office.settings.state_folder)
    signed, last = (
        anchors.checkpoints[-1].entries if anchors.checkpoints else 0,
        _last_entry(office),
    )
    if anchors.problems or signed != last:
        sys.exit(f"the trail has {last} entries and is signed up to {signed}: {anchors.problems}")


def _agree(store: Store, head: tuple[int, str]) -> None:
    """Exit unless the raw driver's trail ends as the sweep's did."""
    engine = store.engine()
    with engine.connect() as connection:
        ours = connection.scalar(select(Entry.hash).where(Entry.seq == head[0]))
    engine.dispose()
    if ours != head[1]:
        sys.exit(f"entry {head[0]}: the sweep wrote {ours}, the raw driver {head[1]}")


@contextmanager
def stores(folder: Path, postgres: bool) -> Iterator[Callable[[str], Store]]:
    """Yield what makes an empty database with the schema."""
    if not postgres:
        yield lambda name: SqliteStore(folder, name).create()
        return
    with serving(folder) as server:
        yield lambda name: PostgresStore(server, name).create()


def table(name: str, lines: Sequence[Measured]) -> str:
    """Return what was measured, as one table."""
    three = f"  {'ours':>10}{'bare':>10}{'ratio':>8}"
    head = f"{'':>26}  {'all due, ms per obligation':^28}  {'none due, ms':^28}"
    columns = f"{'communes':>8}{'due':>9}{'stored':>9}{three}{three}"
    rows = [
        f"{m.communes:>8,}{m.due:>9,}{m.stored:>9,}"
        f"  {m.due_ms:>10.4f}{m.due_bare_ms:>10.4f}{m.due_ms / m.due_bare_ms:>8.1f}"
        f"  {m.idle_ms:>10.3f}{m.idle_bare_ms:>10.3f}{m.idle_ms / m.idle_bare_ms:>8.1f}"
        for m in lines
    ]
    firsts = ", ".join(f"{m.first_ms:,.0f}" for m in lines)
    note = f"a process's first sweep reads the contacts once: {firsts} ms"
    return "\n".join([name, head, columns, *rows, note])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of communes")
    parser.add_argument("--communes", type=Path, help="a real list, CSV")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args(arguments)
    listed = read_communes(asked.communes) if asked.communes else None
    with (
        TemporaryDirectory(prefix="dondoc-sweep-") as made,
        stores(Path(made), asked.postgres) as create,
    ):
        lines = []
        for size in asked.sizes or (TINY if asked.tiny else SIZES):
            name = f"country_{size}"
            office = Path(made) / name
            office.mkdir()
            lines.append(measure(create(name), communes_of(size, listed), office))
        print(table("PostgreSQL" if asked.postgres else "SQLite", lines))


if __name__ == "__main__":
    main()
