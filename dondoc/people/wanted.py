"""Digests looked for among the marks that are stored: all of them by one join, however many.

Asked for some hundreds at a time, a hundred thousand people cost a thousand statements, each of
which names what it looks for; a temporary table that only this connection sees names it once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, or_, select
from sqlalchemy.orm import aliased

from models import Person, PersonMark, PersonState
from models.bulk import insert_into

# So many rows are handed to the database at once; as many parameters as every SQLite takes.
_ROWS, _PARAMETERS = 20_000, 500
_WANTED = Table(
    "wanted_mark",
    MetaData(),
    Column("wanted_by", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    prefixes=["TEMPORARY"],
)


class Met(NamedTuple):
    """A stored mark that was looked for: by whom (any number), and whose it is (case number)."""

    wanted_by: int
    person: int


def met(connection: Connection, wanted: Iterable[tuple[int, bytes]]) -> Iterator[Met]:
    """Yield whose marks have the digests of `wanted`, each with a number of who looks for it."""
    _WANTED.create(connection, checkfirst=False)
    left = iter(wanted)
    while some := list(islice(left, _ROWS)):
        insert_into(connection, _WANTED, ("wanted_by", "digest"), some)
    query = select(_WANTED.c.wanted_by, PersonMark.person_id).where(
        PersonMark.digest == _WANTED.c.digest
    )
    yield from map(Met._make, connection.execute(query))
    _WANTED.drop(connection, checkfirst=False)


def met_again(connection: Connection, persons: Sequence[int]) -> Iterator[Met]:
    """Yield who shares a mark with one of `persons`, who are stored; never one with themselves."""
    other = aliased(PersonMark)
    query = select(PersonMark.person_id, other.person_id).where(
        other.digest == PersonMark.digest, other.person_id != PersonMark.person_id
    )
    for some in in_turn(persons):
        yield from map(Met._make, connection.execute(query.where(PersonMark.person_id.in_(some))))


def became(connection: Connection, persons: Collection[int]) -> dict[int, int | None]:
    """Return whom those of `persons` turned out to be who were made one; None: was erased."""
    erased = PersonState.ERASED.value
    query = select(Person.id, Person.merged_into, Person.state).where(
        or_(Person.state == erased, Person.merged_into.is_not(None))
    )
    return {
        id_: None if state == erased else into
        for some in in_turn(sorted(persons))
        for id_, into, state in connection.execute(query.where(Person.id.in_(some)))
    }


def in_turn(values: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield `values` in parts, each as many as one statement takes."""
    for start in range(0, len(values), _PARAMETERS):
        yield values[start : start + _PARAMETERS]
