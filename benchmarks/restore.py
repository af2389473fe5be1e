"""A province's year backed up, and put back into an empty place: minutes, and sizes.

Run `python -m benchmarks.restore [COMMUNES] [--postgres]`; 170 communes if not said. Twelve rounds
of six monthly duties are over, each report with its scan, three letters and a dozen entries of the
trail; a morning is swept on top of it. What is timed is `dondoc backup`, and `dondoc restore` until
nothing of it can leave twice; afterwards the whole trail and every row must hold in the new place.
Beside it the very same files are copied as they are. Between machines compare the ratios.
"""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import select

from benchmarks.country import communes_of, rulebook_of
from benchmarks.history import fill
from benchmarks.office import office_of, settings_of
from benchmarks.store import PostgresStore, Row, SqliteStore, Store, serving
from benchmarks.sweep import EVE, MORNING
from benchmarks.told import asking, say
from dondoc.day.backup import back_up
from dondoc.day.restore import doubt_all, put_back
from dondoc.day.sweeping import run_sweep
from dondoc.reports.attach import kept_at
from dondoc.setup.settings import LocatedSettings
from dondoc.setup.wiring import Office
from dondoc.trail.verify import verify
from models import Contact, Entry
from models.baseline import lay
from models.trail import canonical, instant_text
from rules.rulebook import Rulebook

COMMUNES, TINY = 170, 2
BOUND_MINUTES = 15
# Of one finished obligation; bytes as a letter with its text twice, an entry with a row, a scan.
LETTERS, LETTER_BYTES = 3, 12_000
ENTRIES, ENTRY_BYTES = 12, 700
SCAN_BYTES, TINY_BYTES = 100_000, 1_000
_HOUR = timedelta(hours=1)
T = TypeVar("T")


@dataclass(frozen=True)
class Measured:
    """One line of the table: how much there is, and seconds."""

    database: str
    obligations: int
    entries: int
    megabytes: float
    backup: float
    restore: float
    verified: float
    copied: float


def measure(store: Store, anew: Store | None, communes: int, folder: Path, scan: int) -> Measured:
    """Fill `store` with a year, back it up and put it back into `anew`.

    Args:
        anew: an empty database; None: SQLite's file in the new state folder.
        folder: empty, for both state folders and the backup; scan: bytes of each report's file.
    """
    rulebook = rulebook_of(communes_of(communes, None))
    back = folder / "back"
    with closing(office_of(store, rulebook, folder / "office")) as office:
        say(f"{store.name}: {communes} communes, writing their year")
        finished, _ = fill(store, office, EVE)
        _add_year(store, office, finished, scan)
        run_sweep(office, MORNING)
        store.settle()
        say(f"{store.name}: backing up")
        backup, made = _timed(lambda: back_up(office, folder / "copies", MORNING + _HOUR))
    copied, _ = _timed(lambda: _copied(made, folder / "plain"))
    say(f"{store.name}: putting back")
    url = anew and anew.engine().url.render_as_string(hide_password=False)
    settings = settings_of().model_copy(update={"database": url})
    located = LocatedSettings(settings=settings, folder=back, state_override=back)
    restore, twin = _timed(lambda: _put_back(made, located, anew, rulebook))
    verified, entries = _timed(lambda: _whole(twin))
    twin.close()
    megabytes = sum(one.stat().st_size for one in made.rglob("*") if one.is_file()) / 1e6
    return Measured(store.name, finished, entries, megabytes, backup, restore, verified, copied)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begin = time.perf_counter()
    done = work()
    os.sync()
    return time.perf_counter() - begin, done


def _copied(made: Path, to: Path) -> None:
    shutil.copytree(made, to)


def _put_back(
    made: Path, located: LocatedSettings, anew: Store | None, rulebook: Rulebook
) -> Office:
    """Do what `dondoc restore` does; return the office that stands there now."""
    made_at = put_back(made, located)
    store = anew or SqliteStore(located.state_folder, "dondoc")
    twin = office_of(store, rulebook, located.state_folder)
    twin.settings = located
    with twin.writing() as session:
        if not doubt_all(twin, session, made_at, MORNING + 2 * _HOUR):
            sys.exit("nothing that waited is in doubt")
    return twin


def _whole(office: Office) -> int:
    with office.reading() as session:
        verdict = verify(session)
    if verdict.problems or not verdict.rows:
        sys.exit(f"what was put back does not hold: {verdict.problems[:3]}")
    return verdict.entries


def _add_year(store: Store, office: Office, finished: int, scan: int) -> None:
    """Write what a year leaves beside `fill`: letters, tries, scans, entries; and bind the rows."""
    with office.reading() as session:
        officers = select(Contact.id).where(Contact.post == "officer").order_by(Contact.id)
        contacts = list(session.scalars(officers))
        seq, head = session.execute(
            select(Entry.seq, Entry.hash).order_by(Entry.seq.desc()).limit(1)
        ).one()
    store.load("message", _MESSAGE, _letters(contacts, finished * LETTERS))
    store.run(_ATTEMPTS)
    store.load("attachment", _ATTACHMENT, _scans(office.settings.state_folder, finished, scan))
    store.load("entry", _ENTRY, _chain(finished * ENTRIES, seq, head))
    store.settle()
    with office.writing() as session:
        lay(session, EVE, anew=True)


_STORED_EVE = EVE.strftime("%Y-%m-%d %H:%M:%S.%f")
_MESSAGE = (
    *("contact_id", "channel", "state", "message_id_header"),
    *("subject", "content", "content_sha256", "frozen_at"),
)
_ATTEMPTS = """
    INSERT INTO attempt (message_id, owner, started_at, begun_at, finished_at, outcome, code)
    SELECT id, 'bench', frozen_at, frozen_at, frozen_at, 'sent', '' FROM message ORDER BY id"""
_ATTACHMENT = ("report_id", "name", "content_type", "size", "sha256", "stored_at")
_ENTRY = ("seq", "at", "kind", "subject", "data", "prev", "hash")


def _letters(contacts: Sequence[int], number: int) -> Iterator[Row]:
    for one in range(number):
        content = _bytes(f"letter {one}", LETTER_BYTES)
        contact, digest = contacts[one % len(contacts)], sha256(content).hexdigest()
        yield (contact, "email", "sent", f"bench.{one}", "V/v", content, digest, _STORED_EVE)


def _scans(state: Path, number: int, size: int) -> Iterator[Row]:
    """Yield the row of each report's scan, whose bytes lie below `state` by then."""
    for report in range(1, number + 1):
        content = _bytes(f"scan {report}", size)
        digest = sha256(content).hexdigest()
        file = kept_at(state, digest)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        yield (report, "bao-cao.pdf", "application/pdf", size, digest, _STORED_EVE)


def _bytes(name: str, size: int) -> bytes:
    """Return bytes that no two names share, and that do not compress to nothing."""
    block = sha256(name.encode()).hexdigest().encode()
    return (block * (size // len(block) + 1))[:size]


def _chain(number: int, seq: int, prev: str) -> Iterator[Row]:
    at = instant_text(EVE)
    for one in range(number):
        seq += 1
        said = _bytes(f"entry {one}", ENTRY_BYTES).decode()
        data, subject = f'{{"said":"{said}"}}', f"obligation:{one // ENTRIES + 1}"
        hashed = sha256(canonical(seq, at, "obligation.moved", subject, data, prev)).hexdigest()
        yield seq, at, "obligation.moved", subject, data, prev, hashed
        prev = hashed


@contextmanager
def stores(folder: Path, postgres: bool) -> Iterator[tuple[Store, Store | None]]:
    """Yield a database with the schema, and an empty one to put it back into."""
    if not postgres:
        yield SqliteStore(folder, "SQLite").create(), None
        return
    with serving(folder) as server:
        empty = PostgresStore(server, "back").create(template="template0")
        yield PostgresStore(server, "PostgreSQL").create(), empty


def table(found: Measured) -> str:
    """Return the table; exits where a restore takes longer than it may."""
    minutes = found.restore / 60
    if minutes > BOUND_MINUTES:
        sys.exit(f"a restore took {minutes:.1f} minutes, {BOUND_MINUTES} at most")
    rate = found.megabytes / found.restore
    return "\n".join(
        (
            f"{found.database}: {found.obligations:,} finished obligations, {found.entries:,} "
            f"entries, {found.megabytes:,.0f} MB in the backup",
            f"backup  {found.backup:8.2f} s, {found.backup / found.copied:.1f} × the plain copy",
            f"restore {found.restore:8.2f} s, {found.restore / found.copied:.1f} × the plain copy, "
            f"{rate:,.0f} MB/s",
            f"verify  {found.verified:8.2f} s in the new place: whole",
            f"plain copy of the same files {found.copied:.2f} s",
        )
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("communes", nargs="?", type=int)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    parser.add_argument("--folder", type=Path, help="where it lies; a temporary folder")
    asked = parser.parse_args(arguments)
    communes = asked.communes or (TINY if asked.tiny else COMMUNES)
    with TemporaryDirectory(prefix="dondoc-restore-", dir=asked.folder) as made:
        folder, scan = Path(made), TINY_BYTES if asked.tiny else SCAN_BYTES
        with stores(folder, asked.postgres) as (store, anew):
            print(table(measure(store, anew, communes, folder, scan)))


if __name__ == "__main__":
    main()
