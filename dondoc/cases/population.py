"""Who is still to be covered under a directive, where, and why whoever is not is no more."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dondoc.people.census import Census, censuses
from dondoc.people.ledger import begun_anew, facts_of
from models import Person, PersonState
from rules.meaning.case import Leave
from rules.meaning.directive import Directive
from rules.rulebook import Rulebook

_AT_ONCE = 500


@dataclass(frozen=True)
class Home:
    """Where somebody is still to be covered: the uid of the body, of which groups there."""

    body: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """Who is still to be covered on a local date, by case number.

    `covered`: on a list, and covered. `gone`: why a case number means nobody any more.
    """

    homes: Mapping[int, Home] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()
    gone: Mapping[int, Leave] = field(default_factory=dict)

    def left(self, person: int, body: str) -> Leave | None:
        """Return why somebody whose case `body` (uid) brought up is on its road no more.

        None: they still are.
        """
        if (why := self.gone.get(person)) is not None:
            return why
        home = self.homes.get(person)
        if home is None:
            return Leave.COVERED if person in self.covered else Leave.OFF
        return None if home.body == body else Leave.ELSEWHERE


def population(
    session: Session,
    rulebook: Rulebook,
    declared: Directive,
    on: date,
    bodies: Collection[str] | None = None,
    persons: Collection[int] | None = None,
) -> Population:
    """Return who is still to be covered on the local date `on`, as it is known now.

    Args:
        bodies: of whoever is or was listed at one of these (uids); None: wherever.
        persons: of these case numbers; None: of everybody.
    """
    known = rulebook.bodies.known_on(on)
    found = censuses(
        facts_of(session, declared.id, bodies=bodies, persons=persons),
        on,
        date.max,
        lambda uid: known.current(uid, on).uid,
        {group: first for group, first in begun_anew(session, declared.id).items() if first <= on},
        rulebook.reasons.reopens_days,
    )
    homes, covered = _homes(declared, found), set[int]()
    for one in found.values():
        covered |= one.confirmed
    numbers = {*homes, *covered, *(persons or ())}
    gone = dict(_gone(session, numbers))
    return Population(
        {person: home for person, home in homes.items() if person not in gone},
        frozenset(covered - homes.keys()),
        gone,
    )


def _homes(declared: Directive, found: Mapping[tuple[str, str], Census]) -> dict[int, Home]:
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for group in declared.groups:
        for (body, of), census in found.items():
            if of == group:
                for person in census.remaining - census.ending:
                    groups[person, body].append(group)
    return {person: Home(body, tuple(of)) for (person, body), of in groups.items()}


def _gone(session: Session, persons: Collection[int]) -> Iterator[tuple[int, Leave]]:
    why = {PersonState.MERGED.value: Leave.MERGED, PersonState.ERASED.value: Leave.ERASED}
    numbers = sorted(persons)
    for at in range(0, len(numbers), _AT_ONCE):
        some = Person.id.in_(numbers[at : at + _AT_ONCE])
        query = select(Person.id, Person.state).where(some, Person.state.in_(why))
        yield from ((person, why[state]) for person, state in session.execute(query))
