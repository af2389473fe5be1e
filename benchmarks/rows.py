"""Holding the tables against the trail: microseconds a row, and the memory that takes.

Run `python -m benchmarks.rows [COMMUNES] [--postgres]`; 1,000 communes if not said. A country with
twelve finished rounds is bound by a baseline, one morning is swept on top of it, and everything is
verified as `dondoc audit verify` does, in a process of its own; beside it the chain alone.
"""

import multiprocessing
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.country import communes_of, rulebook_of
from benchmarks.history import fill
from benchmarks.office import office_of
from benchmarks.store import Store
from benchmarks.sweep import EVE, MORNING
from benchmarks.told import asking, say
from benchmarks.trail import resident, store_in
from dondoc.day.sweeping import run_sweep
from dondoc.setup.database import open_engine, reading
from dondoc.trail.entries import stored_entries
from dondoc.trail.standalone.verify_trail import Chain
from dondoc.trail.verify import verify
from models.baseline import lay
from models.trail import canonical

COMMUNES, TINY = 1_000, 3


def prepare(store: Store, communes: int, folder: Path) -> None:
    """Fill `store` with a country whose rows are all bound, most of them by a baseline."""
    with closing(office_of(store, rulebook_of(communes_of(communes, None)), folder)) as office:
        fill(store, office, EVE)
        with office.writing() as session:
            lay(session, EVE, anew=True)
        run_sweep(office, MORNING)


def measured(url: str) -> tuple[float, float, int, int, float, float]:
    """Verify; return (seconds of all, of the chain alone, entries, rows, MiB before, at most)."""
    engine = open_engine(url)
    begin = time.perf_counter()
    with reading(engine) as session:
        chain = Chain()
        for batch in stored_entries(session):
            for seq, at, kind, subject, data, prev, digest in batch:
                chain.add(seq, prev, digest, canonical(seq, at, kind, subject, data, prev))
    alone = time.perf_counter() - begin
    before = resident("VmRSS")
    begin = time.perf_counter()
    with reading(engine) as session:
        verdict = verify(session)
    seconds = time.perf_counter() - begin
    if verdict.problems or not verdict.rows:
        sys.exit(f"verify found {verdict.problems[:3]}")
    return seconds, alone, verdict.entries, verdict.rows, before, resident("VmHWM")


def measure(folder: Path, communes: int, postgres: bool) -> str:
    """Return the table."""
    with store_in(folder, postgres) as (store, url):
        say(f"{communes:,} communes: writing and binding their history")
        (folder / "office").mkdir()
        prepare(store, communes, folder / "office")
        store.settle()
        say("verifying")
        with multiprocessing.get_context("spawn").Pool(1) as alone:
            seconds, chain, entries, rows, before, most = alone.apply(measured, (url,))
    name = "PostgreSQL" if postgres else "SQLite"
    return "\n".join(
        (
            f"{name}, {entries:,} entries, {rows:,} rows",
            f"chain alone {chain:.2f} s, {chain / entries * 1e6:.1f} µs an entry",
            f"with the tables {seconds:.2f} s, {(seconds - chain) / rows * 1e6:.1f} µs a row more: "
            f"{seconds / chain:.1f} × the chain alone",
            f"resident memory: {before:.0f} MiB before, {most:.0f} MiB at most",
        )
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("communes", nargs="?", type=int)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    asked = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="dondoc-rows-") as made:
        communes = asked.communes or (TINY if asked.tiny else COMMUNES)
        print(measure(Path(made), communes, asked.postgres))


if __name__ == "__main__":
    main()
