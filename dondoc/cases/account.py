"""A sponsor's account, recomputed from its lines: pledged, received, used, returned. Pure.

Nothing of it is kept anywhere else: whoever adds the lines up by hand comes to the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models import EntryKind
from rules.meaning.contribution import months_from

# Of whom, and the first day of the month.
PersonMonth = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is stored (`models.SponsorEntry`); `amount` in whole đồng."""

    id: int
    sponsor: int
    kind: EntryKind
    amount: int
    done_on: date
    person: int | None = None
    from_month: date | None = None
    months: int = 0
    percent: int = 0
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """Whole đồng; `people`: for how many was paid, `months`: how many months of all of them."""

    pledged: int = 0
    received: int = 0
    used: int = 0
    returned: int = 0
    people: int = 0
    months: int = 0

    @property
    def in_hand(self) -> int:
        """Return what was received and is neither used nor returned."""
        return self.received - self.used - self.returned

    @property
    def to_come(self) -> int:
        """Return what was pledged and has not come; more may come than was pledged."""
        return max(self.pledged - self.received, 0)


def standing(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that were not taken back, without those that take back."""
    told = list(lines)
    gone = {line.undoes for line in told}
    return [line for line in told if line.kind is not EntryKind.UNDO and line.id not in gone]


def balance(lines: Iterable[Line]) -> Balance:
    """Return what the lines come to."""
    sums, people, months = dict.fromkeys(EntryKind, 0), set[int | None](), 0
    for line in standing(lines):
        sums[line.kind] += line.amount
        if line.kind is EntryKind.USE:
            people.add(line.person)
            months += line.months
    return Balance(
        pledged=sums[EntryKind.PLEDGE],
        received=sums[EntryKind.RECEIVE],
        used=sums[EntryKind.USE],
        returned=sums[EntryKind.RETURN],
        people=len(people),
        months=months,
    )


def paid_months(lines: Iterable[Line]) -> Iterator[tuple[PersonMonth, Line]]:
    """Yield each month of a person that a line paid for."""
    for line in standing(lines):
        if line.kind is EntryKind.USE and line.person is not None and line.from_month is not None:
            for month in months_from(line.from_month, line.months):
                yield (line.person, month), line


def paid_twice(lines: Iterable[Line]) -> list[PersonMonth]:
    """Return the months that more than one line paid for: none, but where two were made one."""
    seen, twice = set[PersonMonth](), set[PersonMonth]()
    for month, _ in paid_months(lines):
        (twice if month in seen else seen).add(month)
    return sorted(twice)
