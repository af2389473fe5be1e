"""Likely doubles: who of all the people known may be the one that a row speaks of.

Two steps, as records are linked since Fellegi and Sunter (1969). Blocks: only who shares a mark
with the row is looked at: a number, surname and given name as they sound with the year of birth or
one beside it, a day of birth (day and month in either order) with one of the two names. Score:
each thing that agrees or not adds what it weighs, in bits: how much likelier it is between two
entries of one person than between two people. Who is likeliest is then said in shares, so that
of nine of one name and age, of whom no more is known, none is likely.

Nothing here is stored or shown: marks are texts about people until somebody digests them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from dondoc.people.entry import Entry
from dondoc.people.marks import Mark, marks, sought
from dondoc.people.score import Weighed, weigh

Key = TypeVar("Key")

# Bits that make it as likely as not that a row is somebody among a hundred thousand.
EVEN = 16.0
# The smallest share of likelihood that is shown, and how many at most.
SHARE = 0.08
MOST = 8


@dataclass(frozen=True, slots=True)
class Likely(Generic[Key]):
    """Somebody a row may speak of: how likely, from 0 to 1, and what agrees and does not."""

    key: Key
    share: float
    weighed: Weighed


class Pool(Generic[Key]):
    """The people known, by their marks."""

    def __init__(self) -> None:
        self._entries: dict[Key, Entry] = {}
        self._by_mark: defaultdict[Mark, list[Key]] = defaultdict(list)

    def add(self, key: Key, entry: Entry) -> None:
        """Put somebody into the pool; `key` names them and nobody else."""
        self._entries[key] = entry
        for mark in marks(entry):
            self._by_mark[mark].append(key)

    def alike(self, entry: Entry) -> Iterator[tuple[Key, Entry]]:
        """Yield whoever shares a mark with an entry, each once."""
        found: dict[Key, None] = {}
        for mark in sought(entry):
            found.update(dict.fromkeys(self._by_mark.get(mark, ())))
        return ((key, self._entries[key]) for key in found)

    def likely(self, entry: Entry) -> list[Likely[Key]]:
        """Return who may be the one that `entry` speaks of, the likeliest first."""
        return likely(entry, self.alike(entry))


def likely(entry: Entry, others: Iterable[tuple[Key, Entry]]) -> list[Likely[Key]]:
    """Return who of `others` may be the one that `entry` speaks of, the likeliest first."""
    weighed = [(key, weigh(entry, other)) for key, other in others]
    odds = {key: 2.0 ** (found.bits - EVEN) for key, found in weighed}
    whole = 1 + sum(odds.values())
    found = [
        Likely(key, odds[key] / whole, each) for key, each in weighed if odds[key] / whole >= SHARE
    ]
    return sorted(found, key=lambda one: -one.share)[:MOST]
