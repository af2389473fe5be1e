"""A million accesses to persons: who saw one of them, one more logged, all bound and verified.

Run `python -m benchmarks.accesses [ACCESSES]`; 1,000,000 if not said, on SQLite. They are loaded in
one transaction, each of two of 100,000 persons; person 1 is in one of a thousand. The ratio is to
the driver's own look-up of the same rows; between machines compare that. It fails where "who saw"
takes more than a second.
"""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.store import SqliteStore
from benchmarks.told import asking, say
from dondoc.people.access import Showing, log, who_saw
from dondoc.setup.database import reading
from dondoc.trail.accesses import anchor_accesses
from dondoc.trail.verify import verify
from models import Access, Purpose

ACCESSES, TINY = 1_000_000, 3_000
PERSONS, OFTEN, SINGLE = 100_000, 1_000, 200
# What "who saw case N" may take, in seconds.
MOST = 1.0
MORNING = datetime(2024, 5, 31, tzinfo=UTC)
_ACCESS = "INSERT INTO person_access VALUES (?, ?, '02617@base/officer', NULL, 'view', 'duty', 2)"
_BARE = (
    "SELECT a.* FROM person_seen s JOIN person_access a ON a.id = s.access_id "
    "WHERE s.person_id = 1 ORDER BY s.access_id DESC"
)


def fill(store: SqliteStore, number: int) -> None:
    """Load `number` accesses, as the triggers allow: each, then whom it showed."""
    with closing(store.bare()) as connection:
        connection.execute("BEGIN")
        for access in range(1, number + 1):
            first = 1 if access % OFTEN == 0 else 2 + access * 7 % PERSONS
            connection.execute(_ACCESS, (access, "2024-05-31 00:00:00.000000"))
            pairs = ((access, first), (access, 2 + PERSONS + access % PERSONS))
            connection.executemany("INSERT INTO person_seen VALUES (?, ?)", pairs)
        connection.execute("COMMIT")
    store.settle()


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that `what` takes."""
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


def measure(folder: Path, number: int) -> str:
    """Return the table; end where "who saw" takes too long or the log does not hold."""
    store = SqliteStore(folder, "accesses").create()
    say(f"loading {number:,} accesses")
    fill(store, number)
    engine = store.engine()
    showing = Showing("02617@base/officer", Access.VIEW, Purpose.DUTY, tuple(range(10, 60)))

    def asked() -> None:
        with reading(engine) as session:
            list(who_saw(session, 1))

    def verified() -> None:
        with reading(engine) as session:
            if not verify(session).ok:
                sys.exit("the log does not hold")

    with closing(store.bare()) as connection:
        bare = min(timed(lambda: connection.execute(_BARE).fetchall()) for _ in range(5))
    seconds = {"who saw one person": min(timed(asked) for _ in range(5))}
    say("logging, binding, verifying")
    begin = time.perf_counter()
    for one in range(SINGLE):
        log(engine, showing, MORNING + timedelta(seconds=one))
    seconds["log one page of 50"] = (time.perf_counter() - begin) / SINGLE
    seconds["bind all of them"] = timed(lambda: anchor_accesses(engine, MORNING))
    seconds["verify all of them"] = timed(verified)
    engine.dispose()
    if seconds["who saw one person"] > MOST:
        sys.exit(f"who saw one person took {seconds['who saw one person']:.2f} s")
    lines = [f"SQLite, {number:,} accesses", f"{'':28}{'ms':>12}{'ratio to bare':>16}"]
    lines.append(f"{'bare look-up':28}{bare * 1000:>12.2f}{1:>16.1f}")
    lines += [
        f"{name:28}{took * 1000:>12.2f}{took / bare:>16.1f}" for name, took in seconds.items()
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("accesses", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="dondoc-accesses-") as made:
        print(measure(Path(made), asked.accesses or (TINY if asked.tiny else ACCESSES)))


if __name__ == "__main__":
    main()
