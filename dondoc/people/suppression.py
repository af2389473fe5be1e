"""Suppression: counts of people, asked for by the way, in which nobody is found again.

A count of 1 to 4 is shown to nobody who may not see the persons themselves. It is not left out,
since what stands beside it and the totals would give it away; categories are merged until every
count is none or at least `LEAST` (global recoding; Hundepool et al., Statistical Disclosure
Control, 2012, ch. 3). Every table of the same people, by fewer dimensions or only a part of them,
is a sum of those counts: no total, and no difference of two, comes to 1 to 4. So all tables of one
day and one population are made of one `Merged`, never each of its own.

What the texts ask for, a filed report, a consolidation, a target, is printed whole and comes never
here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

LEAST = 5
FEWER = f"ít hơn {LEAST}"
# So many of the categories that were merged are named.
_NAMED = 3
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of a table: the categories it is about, one of each dimension, and how many.

    `count` None: 1 to 4, and there is nothing left that it could be merged with.
    """

    categories: tuple[frozenset[str], ...]
    count: int | None

    @property
    def shown(self) -> str:
        """Return the count as it is printed."""
        return FEWER if self.count is None else str(self.count)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what each of its categories is called."""
        return tuple(map(label, self.categories))


@dataclass(frozen=True)
class Merged:
    """The counts of one population, with the categories of each dimension merged as far as needed.

    `classes`: by dimension, what stands together; `cells`: how many, by the place of the class in
    each dimension. Every count is none or at least `LEAST`, unless there are fewer people at all.
    """

    classes: tuple[tuple[frozenset[str], ...], ...]
    cells: Mapping[tuple[int, ...], int] = field(hash=False)

    def total(self) -> Row:
        """Return how many there are."""
        return self._row((), sum(self.cells.values()))

    def by(self, *dimensions: int) -> list[Row]:
        """Return the table by these dimensions (their places), in the order of their classes."""
        counts: dict[tuple[int, ...], int] = {}
        for places, count in self.cells.items():
            key = tuple(places[one] for one in dimensions)
            counts[key] = counts.get(key, 0) + count
        return [
            self._row(tuple(self.classes[d][p] for d, p in zip(dimensions, key, strict=True)), n)
            for key, n in sorted(counts.items())
        ]

    def _row(self, categories: tuple[frozenset[str], ...], count: int) -> Row:
        return Row(categories, None if is_small(count) else count)


def is_small(count: int) -> bool:
    """Say whether a count would single people out."""
    return 0 < count < LEAST


def label(categories: frozenset[str]) -> str:
    """Return what a class is called: its categories, or how many they are."""
    names = sorted(categories)
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} và {len(names) - _NAMED} mục khác"


def merged(counts: Mapping[Cell, int]) -> Merged:
    """Merge the categories of `counts` as far as is needed, always in the same way.

    Args:
        counts: how many people, by one category of each dimension; what lacks is none.
    """
    dimensions = len(next(iter(counts), ()))
    classes: list[list[frozenset[str]]] = [
        [frozenset({one}) for one in sorted({cell[place] for cell in counts})]
        for place in range(dimensions)
    ]
    cells = _cells(counts, classes)
    while any(map(is_small, cells.values())) and any(len(one) > 1 for one in classes):
        classes = min(_steps(classes, cells), key=lambda step: _cost(counts, step))
        cells = _cells(counts, classes)
    return Merged(tuple(map(tuple, classes)), cells)


def _cells(
    counts: Mapping[Cell, int], classes: Sequence[Sequence[frozenset[str]]]
) -> dict[tuple[int, ...], int]:
    places = [{one: at for at, some in enumerate(group) for one in some} for group in classes]
    found: dict[tuple[int, ...], int] = {}
    for cell, count in counts.items():
        key = tuple(place[one] for place, one in zip(places, cell, strict=True))
        found[key] = found.get(key, 0) + count
    return found


def _steps(
    classes: Sequence[list[frozenset[str]]], cells: Mapping[tuple[int, ...], int]
) -> Iterator[list[list[frozenset[str]]]]:
    """Yield what may be merged next: of one dimension the class of a small count with another."""
    for dimension, group in enumerate(classes):
        small = {places[dimension] for places, count in cells.items() if is_small(count)}
        for one, other in combinations(range(len(group)), 2):
            if one in small or other in small:
                rest = [some for at, some in enumerate(group) if at not in (one, other)]
                joined = sorted([*rest, group[one] | group[other]], key=sorted)
                yield [*classes[:dimension], joined, *classes[dimension + 1 :]]


def _cost(
    counts: Mapping[Cell, int], classes: Sequence[Sequence[frozenset[str]]]
) -> tuple[int, int, list[list[list[str]]]]:
    """Return how bad it is: how many counts are still small, then how few are left to read."""
    cells = _cells(counts, classes)
    said = [[sorted(some) for some in group] for group in classes]
    return sum(map(is_small, cells.values())), -len(cells), said
