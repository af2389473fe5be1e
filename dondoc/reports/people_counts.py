"""Counts of lists, taken from the people on them: what targets, checks and prefilled reports read.

They are recorded as any other count, so that whoever reads counts needs to know nothing of people:
each time a list comes, and when a confirmed change has made one longer or shorter.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from dondoc.people.census import Census, censuses
from dondoc.people.fact import Kind
from dondoc.people.ledger import begun_anew, facts_of
from dondoc.reports.count_row import CountRow
from dondoc.reports.counts import counts_of, store_counts
from models import CountKind, PeopleListKind
from rules.meaning.list_counts import NO_COUNTS, Counted, GroupCounts
from rules.rulebook import Rulebook


def record_counts(
    session: Session,
    rulebook: Rulebook,
    directive: str,
    as_of: date,
    by: str,
    now: datetime,
    group: str | None = None,
    list_kind: PeopleListKind = PeopleListKind.UNCOVERED,
) -> None:
    """Record what the lists of `directive` come to on the local date `as_of`, where that is new.

    Args:
        by: who acts, as `uid/post`; now: the instant (aware) of the act.
        group: of this group alone.
        list_kind: `cards`: how many have a card is told too, as a card list has just said.
    """
    bodies, since = rulebook.bodies, begun_anew(session, directive)
    cards = list_kind is PeopleListKind.CARDS
    kinds = (Kind.LISTED, Kind.CARDED) if cards else (Kind.LISTED,)
    found = censuses(
        facts_of(session, directive, kinds=kinds),
        as_of,
        date.max,
        lambda uid: bodies.current(uid, as_of).uid,
        {id_: day for id_, day in since.items() if day <= as_of},
    )
    found = {key: one for key, one in found.items() if group in (None, key[1])}
    known = counts_of(session, directive, {uid for uid, _ in found}, upto=as_of)
    rows = list(_rows(directive, found, known, as_of, cards))
    if rows:
        said = "|".join(f"{r.body} {r.group} {r.kind} {r.people} {r.as_of}" for r in rows)
        store_counts(session, rows, sha256(said.encode()).hexdigest(), by, now)


def _rows(
    directive: str,
    found: Mapping[tuple[str, str], Census],
    known: Mapping[tuple[str, str], GroupCounts],
    as_of: date,
    cards: bool,
) -> Iterator[CountRow]:
    for number, (key, census) in enumerate(sorted(found.items()), start=1):
        before = known.get(key, NO_COUNTS)
        told: list[tuple[CountKind, int, Counted | None]] = [
            (CountKind.LISTED, len(census.listed), before.listed),
            (CountKind.CONFIRMED, len(census.confirmed), before.confirmed),
        ]
        if cards:
            told.append((CountKind.CARDS, len(census.carded), None))
        for kind, people, last in told:
            if last is None or last.people != people:
                yield CountRow(
                    number, directive, key[0], key[1], kind, people, as_of, "từ danh sách người"
                )
