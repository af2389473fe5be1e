"""Seeking doubles of a list's new people among those stored: what it costs as the office grows.

Run `python -m benchmarks.seeking [ROWS]`; 1,000 rows if not said, entered again from among 10,000
and from among 100,000 people who are stored sealed with their marks (SQLite). Seconds are of the
processor: the rows' marks written, whoever shares one opened and weighed, the pairs written down.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy.orm import Session

from benchmarks.people.again import entered_again
from benchmarks.people.maker import Place, people
from benchmarks.store import SqliteStore
from benchmarks.told import asking, say
from dondoc.people.entry import Entry, entry_of
from dondoc.people.index import find, write_marks
from dondoc.people.row import Personal
from dondoc.people.safe import Safe, safe_to_write
from dondoc.setup.database import writing
from models import Person, PersonMark, PersonState
from models.bulk import insert_rows

ROWS, TINY = 1_000, 50
STORED, TINY_STORED = (10_000, 100_000), (500, 1_000)
_NOW = datetime(2024, 5, 6, 2, tzinfo=UTC)
_COLUMNS = ("id", "body_uid", "sealed", "seal_key", "state", "recorded_at", "recorded_by")
Written = tuple[Place, Personal]


class Sought(NamedTuple):
    """How many were stored, what seeking cost (CPU seconds), and how many pairs were found."""

    stored: int
    seconds: float
    pairs: int


def put(session: Session, safe: Safe, rows: Sequence[Written], first: int) -> Mapping[int, Entry]:
    """Store people as an import does, numbered from `first`; return how each is compared."""
    persons, marks, entries = [], [], {}
    said = PersonState.KNOWN.value, _NOW, "bhxh/officer"
    for id_, (place, personal) in enumerate(rows, start=first):
        sealed = safe.close_person(id_, personal)
        persons.append((id_, place.commune, sealed, safe.newest, *said))
        marks += [(id_, kind, digest) for kind, digest in safe.marks(personal)]
        entries[id_] = entry_of(personal, place.commune)
    insert_rows(session.connection(), Person, _COLUMNS, persons)
    insert_rows(session.connection(), PersonMark, ("person_id", "kind", "digest"), marks)
    return entries


def measure(folder: Path, stored: int, rows: int) -> Sought:
    """Store people, then seek the doubles of `rows` entered again."""
    residents = people(stored)
    engine = SqliteStore(folder, f"stored-{stored}").create().engine()
    with writing(engine) as session:
        safe = safe_to_write(session, folder, _NOW)
        known = [(one.place, one.personal) for one in residents]
        write_marks(session, safe, put(session, safe, known, 1))
    with writing(engine) as session:
        again = [(one.place, one.personal) for one in entered_again(residents, rows)]
        entries = put(session, safe, again, stored + 1)
        begin = time.process_time()
        write_marks(session, safe, entries)
        pairs = find(session, safe, entries, _NOW)
        seconds = time.process_time() - begin
    engine.dispose()
    return Sought(stored, seconds, pairs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = asking(__doc__)
    parser.add_argument("rows", nargs="?", type=int)
    asked = parser.parse_args(arguments)
    rows = asked.rows or (TINY if asked.tiny else ROWS)
    found = []
    for stored in TINY_STORED if asked.tiny else STORED:
        say(f"{rows:,} rows among {stored:,} stored")
        with TemporaryDirectory(prefix="dondoc-seeking-") as made:
            found.append(measure(Path(made), stored, rows))
    if any(one.pairs < rows / 2 for one in found):
        sys.exit(f"too few pairs: {found}")
    print(f"{rows:,} rows entered again, sought among those stored")
    print(f"{'stored':>10}{'pairs':>8}{'CPU s':>8}{'µs a row':>10}{'× the first':>13}")
    for one in found:
        print(
            f"{one.stored:>10,}{one.pairs:>8,}{one.seconds:>8.2f}{one.seconds / rows * 1e6:>10,.0f}"
            f"{one.seconds / found[0].seconds:>13.2f}"
        )


if __name__ == "__main__":
    main()
