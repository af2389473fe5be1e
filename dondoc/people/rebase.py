"""A whole list begun anew on one day: a new standard says who belongs to a group from then on.

Who stood there and stands in the new list goes on, by the new source; who does not is closed on
that day; who is new is opened. What held before the day is as it was. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dondoc.people.fact import Fact, Kind, Revision, ending, together


@dataclass(frozen=True, slots=True)
class Rebase:
    """What a new list comes to: case numbers that are `opened`, `closed`, that `stay`.

    `elsewhere`: who stay, but whom the new list has in another body than where they are known to
    be. A list moves nobody: that is a change of its own, which the receiving body accepts.
    """

    revision: Revision
    opened: frozenset[int]
    closed: frozenset[int]
    stay: frozenset[int]
    elsewhere: frozenset[int]


@dataclass(frozen=True, slots=True)
class NewList:
    """The new list of a group: the body of each person, by case number.

    `on`: the local date from which it holds; `known_from`: the one on which it was known; `source`:
    the decision; `directive`: under which, "" under every one. `came`, `left`: the reasons for
    whoever is new and whoever is not in it any more.
    """

    group: str
    bodies: Mapping[int, str]
    on: date
    known_from: date
    source: str
    came: str
    left: str
    directive: str = ""


def rebased(facts: Iterable[Fact], kind: Kind, new: NewList) -> Rebase:
    """Return what `new` changes of the facts of `kind` about its group."""
    held = {
        fact.person: fact
        for fact in facts
        if fact.kind is kind
        and fact.of == new.group
        and fact.believed(new.known_from)
        and (fact.until is None or fact.until > new.on)
    }
    ends = (
        ending(fact, new.on, new.known_from, new.source, "" if person in new.bodies else new.left)
        for person, fact in held.items()
    )
    told = tuple(_begun(new, kind, person, held.get(person)) for person in new.bodies)
    revision = together([*ends, Revision((), told, new.known_from)], new.known_from)
    stay = held.keys() & new.bodies.keys()
    moved = (one for one in stay if held[one].body != new.bodies[one])
    return Rebase(
        revision,
        frozenset(new.bodies.keys() - held.keys()),
        frozenset(held.keys() - new.bodies.keys()),
        frozenset(stay),
        frozenset(moved),
    )


def _begun(new: NewList, kind: Kind, person: int, before: Fact | None) -> Fact:
    if before is not None:
        return replace(
            before,
            since=max(new.on, before.since),
            known_from=new.known_from,
            source=new.source,
            began="" if before.since < new.on else before.began,
        )
    return Fact(
        person=person,
        kind=kind,
        of=new.group,
        since=new.on,
        known_from=new.known_from,
        source=new.source,
        body=new.bodies[person],
        began=new.came,
        directive=new.directive,
    )
