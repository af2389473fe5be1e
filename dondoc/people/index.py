"""The index: likely doubles among the people stored, found by the digests of their marks.

What it costs follows from what is looked for, not from how many are stored: the digests sought are
read from an index, and of the people only those are opened who share one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dondoc.people.doubles import likely
from dondoc.people.entry import Entry, entry_of
from dondoc.people.marks import beside, others, sought
from dondoc.people.safe import Safe
from dondoc.people.unsought import PLACE
from dondoc.people.wanted import became, in_turn, met, met_again
from models import DoubleJudged, Event, Person, PersonMark, PersonState, Village
from models.bulk import insert_rows
from models.trail import append

Pair = tuple[int, int]


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
        for some in in_turn(sorted(ids))
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

    Whoever of `entries` has a case number is stored with all marks; others have one below nought.
    Of somebody who was found to be another, that other.
    """
    connection = session.connection()
    stored = [id_ for id_ in sorted(entries) if id_ > 0]
    wanted = [
        (id_, safe.digest(kind, text))
        for id_, entry in entries.items()
        for kind, text in (beside(entry) if id_ > 0 else sought(entry))
    ]
    # In the order of the index, so that one page of it after the other is read.
    wanted.sort(key=itemgetter(1))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for id_, other in chain(met_again(connection, stored), met(connection, wanted)):
        found[id_].add(other)
    elsewhere = {one for near in found.values() for one in near}.difference(entries)
    if now := became(connection, elsewhere):
        for id_, near in found.items():
            found[id_] = {one for two in near if (one := now.get(two, two)) is not None}
    for id_, near in found.items():
        near.discard(id_)
    return found


def _found_before(session: Session, ids: Collection[int]) -> set[Pair]:
    one, other = DoubleJudged.one_id, DoubleJudged.other_id
    query = select(one, other)
    return {
        (first, second)
        for some in in_turn(sorted(ids))
        for first, second in session.execute(query.where(or_(one.in_(some), other.in_(some))))
    }
