"""A ledger of people kept by hand beside the program: day by day, without any code of its own.

Each person has a plain diary; how a commune's list stands on a day is read from the diaries again,
one day after the other.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

NEAR_POOR, MINORITY = "can-ngheo", "dtts"
DAY = timedelta(days=1)


@dataclass
class Life:
    """One person's diary. `on`: the commune and first day of each stay on a group's list; `off`:
    the day and reason that ended one; `joined`: stated days; `cards`: first and last days."""

    case: int = 0
    on: list[tuple[date, str, str, str]] = field(default_factory=list)
    off: list[tuple[date, str, str]] = field(default_factory=list)
    joined: list[tuple[date, str]] = field(default_factory=list)
    cards: list[tuple[date, date]] = field(default_factory=list)

    def place(self, day: date, group: str) -> str | None:
        """Return the commune on whose list of `group` the person stands at the end of `day`."""
        here, since = None, date.min
        for first, commune, of, _ in self.on:
            if of == group and since <= first <= day:
                here, since = commune, first
        for last, of, _ in self.off:
            if of == group and since < last <= day:
                here = None
        return here

    def covered(self, day: date, group: str) -> bool:
        """Say whether the person is covered at the end of `day`, by either word."""
        stated = any(first <= day and of == group for first, of in self.joined)
        return stated or any(first <= day <= last for first, last in self.cards)


Book = dict[int, Life]


Communes = frozenset[str]


def census(book: Book, communes: Communes, group: str, day: date) -> dict[str, set[int]]:
    """Return who is how on the list of the communes that became one, by hand."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, life in book.items():
        if any(c in communes and of == group and first <= day for first, c, of, _ in life.on):
            found["listed"].add(number)
        if life.place(day, group) not in communes:
            continue
        found["confirmed"].add(number)
        if any(first <= day and of == group for first, of in life.joined):
            found["stated"].add(number)
        if any(first <= day <= last for first, last in life.cards):
            found["carded"].add(number)
    return found


def report(book: Book, communes: Communes, group: str, first: date, last: date) -> dict[str, int]:
    """Return a month's movement, counted by walking through its days."""
    eve = first - DAY
    count = Counter[str]()
    book = {
        number: life
        for number, life in book.items()
        if any(c in communes and of == group for _, c, of, _ in life.on)
    }
    was = {number: _open(life, communes, group, eve) for number, life in book.items()}
    count["opening"] = sum(was.values())
    day = first
    while day <= last:
        for number, life in book.items():
            now = _open(life, communes, group, day)
            if now != was[number]:
                count[_why(life, communes, group, day, now)] += 1
            was[number] = now
        day += DAY
    count["closing"] = sum(was.values())
    return dict(count)


def _open(life: Life, communes: Communes, group: str, day: date) -> bool:
    return life.place(day, group) in communes and not life.covered(day, group)


def _why(life: Life, communes: Communes, group: str, day: date, now: bool) -> str:
    if now:
        came = [
            why for first, c, of, why in life.on if (first, of) == (day, group) and c in communes
        ]
        return came[0] if came else "expired"
    went = [why for last, of, why in life.off if (last, of) == (day, group)]
    return went[0] if went else "enrolled"
