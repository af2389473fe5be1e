"""The index: likely doubles among the people stored, found by the digests of their marks.

What it costs follows from what is looked for, not from how many are stored: the digests sought are
read from an index, and of the people only those are opened who share one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import TypeVar

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, case, or_, select
from sqlalchemy.orm import Session

from dondoc.people.doubles import likely
from dondoc.people.entry import Entry, entry_of
from dondoc.people.marks import others, sought
from dondoc.people.safe import Safe
from dondoc.people.unsought import PLACE
from models import DoubleJudged, Event, Person, PersonMark, PersonState, Village
from models.bulk import insert_into, insert_rows
from models.trail import append

# As many parameters as every SQLite takes.
_AT_ONCE = 500
# What is looked for, and for whom: one join finds it, however much it is.
_WANTED = Table(
    "wanted_mark",
    MetaData(),
    Column("wanted_by", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    prefixes=["TEMPORARY"],
)
# No case has it.
GONE = 0
Pair = tuple[int, int]
T = TypeVar("T", int, bytes)


def write_marks(session: Session, safe: Safe, entries: Mapping[int, Entry]) -> None:
    """Let people (by case number) be found by what is no number."""
    rows = [
        (id_, kind, safe.digest(kind, text))
        for id_, entry in entries.items()
        # Who has no name is found by nothing, and was looked for.
        for kind, text in [*others(entry)] or [(PLACE, f"{id_}")]
    ]
    # In the order of the index: what goes to one page of it goes there together.
    rows.sort(key=itemgetter(2))
    insert_rows(session.connection(), PersonMark, ("person_id", "kind", "digest"), rows)


def entries_of(session: Session, safe: Safe, ids: Collection[int]) -> dict[int, Entry]:
    """Return how the people with these case numbers are compared; none who was erased.

    Raises:
        NotPossible: a key lacks, or what is stored was changed.
    """
    query = (
        select(Person.id, Person.body_uid, Village.name, Person.sealed, Person.seal_key)
        .outerjoin(Village, Village.id == Person.village_id)
        .where(Person.state != PersonState.ERASED.value)
    )
    return {
        id_: entry_of(safe.open_person(id_, sealed, key), body, village)
        for some in _in_turn(sorted(ids))
        for id_, body, village, sealed, key in session.execute(query.where(Person.id.in_(some)))
    }


def find(session: Session, safe: Safe, entries: Mapping[int, Entry], now: datetime) -> int:
    """Write down which people are likely doubles of those of `entries`; return how many pairs.

    A pair that was found or judged before is left as it is. `entries`: by case number, as they
    are stored; `now`: the instant (aware).
    """
    found = likely_pairs(session, safe, entries)
    before = _found_before(session, {one for pair in found for one in pair})
    rows = [(*pair, score, now) for pair, score in sorted(found.items()) if pair not in before]
    if rows:
        names = ("one_id", "other_id", "score", "found_at")
        insert_rows(session.connection(), DoubleJudged, names, rows)
        append(session, now, [Event("doubles.found", "double_judged", {"found": len(rows)})])
    return len(rows)


def likely_pairs(session: Session, safe: Safe, entries: Mapping[int, Entry]) -> dict[Pair, int]:
    """Return which stored people are likely doubles of `entries`, with scores in thousandths."""
    alike = sharing(session, safe, entries)
    lacking = {one for near in alike.values() for one in near} - set(entries)
    known = {**entries_of(session, safe, lacking), **entries}
    found: dict[Pair, int] = {}
    for id_, near in alike.items():
        for one in likely(entries[id_], ((other, known[other]) for other in sorted(near))):
            pair = (id_, one.key) if id_ < one.key else (one.key, id_)
            found[pair] = max(found.get(pair, 0), round(1000 * one.share))
    return found


def likely_known(session: Session, safe: Safe, entries: Sequence[Entry]) -> int:
    """Return how many of `entries`, who are stored nowhere, are likely somebody stored."""
    # No case has a number below nought.
    unknown = {-place: entry for place, entry in enumerate(entries, start=1)}
    return len({one for one, _ in likely_pairs(session, safe, unknown)})


def sharing(session: Session, safe: Safe, entries: Mapping[int, Entry]) -> Mapping[int, set[int]]:
    """Return for each of `entries` the other stored people who share a mark (case numbers).

    Of somebody who was found to be another, that other.
    """
    wanted = [
        (id_, safe.digest(kind, text))
        for id_, entry in entries.items()
        for kind, text in sought(entry)
    ]
    # In the order of the index, so that one page of it after the other is read.
    wanted.sort(key=itemgetter(1))
    connection = session.connection()
    _WANTED.create(connection, checkfirst=False)
    insert_into(connection, _WANTED, ("wanted_by", "digest"), wanted)
    query = select(_WANTED.c.wanted_by, PersonMark.person_id).where(
        PersonMark.digest == _WANTED.c.digest, PersonMark.person_id != _WANTED.c.wanted_by
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for id_, other in connection.execute(query):
        found[id_].add(other)
    _WANTED.drop(connection, checkfirst=False)
    elsewhere = {one for near in found.values() for one in near}.difference(entries)
    became = _became(session, elsewhere)
    if became:
        for id_, near in found.items():
            found[id_] = {became.get(one, one) for one in near} - {GONE, id_}
    return found


def _became(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return who of these people was found to be another, with that other; GONE: was erased."""
    gone = case((Person.state == PersonState.ERASED.value, GONE), else_=Person.merged_into)
    query = select(Person.id, gone).where(
        or_(Person.state == PersonState.ERASED.value, Person.merged_into.is_not(None))
    )
    return {
        id_: other
        for some in _in_turn(sorted(ids))
        for id_, other in session.execute(query.where(Person.id.in_(some)))
    }


def _found_before(session: Session, ids: Collection[int]) -> set[Pair]:
    one, other = DoubleJudged.one_id, DoubleJudged.other_id
    query = select(one, other)
    return {
        (first, second)
        for some in _in_turn(sorted(ids))
        for first, second in session.execute(query.where(or_(one.in_(some), other.in_(some))))
    }


def _in_turn(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
