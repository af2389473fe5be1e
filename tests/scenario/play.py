"""The days in their order: each morning's sweep, the day's dispatches, and what people did."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tests.offices import at
from tests.scenario.ledger import DENIED, ROUNDS, WRONGLY_BLAMED, book
from tests.scenario.months import Act
from tests.scenario.office import Played

# Days off on which the office would work otherwise, and the Saturday that makes up for one.
CLOSED = {date(2024, 4, day) for day in (18, 29, 30)} | {date(2024, 5, 1)}
CLOSED |= {date(2024, 9, 2), date(2024, 9, 3)}
MADE_UP = date(2024, 5, 4)


def days(first: date, last: date) -> Iterator[Act]:
    """Yield what happens every day: sweep at 07:00, letters go, the head releases at 10:00."""
    day = first
    while day <= last:
        yield at(f"{day} 07:00"), Played.morning
        yield at(f"{day} 07:05"), Played.send
        if day == MADE_UP or (day.isoweekday() <= 5 and day not in CLOSED):
            yield at(f"{day} 10:00"), Played.release
        yield at(f"{day} 10:05"), Played.send
        yield at(f"{day} 16:55"), Played.send
        day += timedelta(days=1)


def filed() -> Iterator[Act]:
    """Yield the filing of every line of the ledger."""
    for round_ in ROUNDS:
        seen: set[str] = set()
        for one in book()[round_.due]:
            again = one.commune in seen
            seen.add(one.commune)
            why = DENIED if (one.commune, round_.due) == WRONGLY_BLAMED else None
            yield one.recorded, lambda o, _, r=round_, f=one, a=again, w=why: o.file(r, f, a, w)


def run(played: Played, last: date, *acts: Iterable[Act]) -> None:
    """Do everything up to the end of `last`, in the order of its instants, as given where equal."""
    for when, act in sorted((one for some in acts for one in some), key=lambda one: one[0]):
        if when.date() <= last:
            act(played, when)
