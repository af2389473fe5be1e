"""Whoever has every printed count and every total finds nobody again, whatever they subtract."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.people.suppression import FEWER, Merged, Row, is_small, label, merged

VILLAGES = ("Thôn Cây Thông", "Thôn Đồng Đài", "Thôn Lũng Búng", "Thôn Tân Lập")
PEOPLES = ("Dao", "Kinh", "Tày")
REASONS = ("chưa vận động", "đi làm xa")
Cell = tuple[str, ...]

counts_of_people = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(product(VILLAGES, PEOPLES, REASONS), st.integers(0, 12))
).filter(bool)


def printed(found: Merged) -> Iterator[tuple[frozenset[Cell], Row]]:
    """Yield all that can be asked for, with the cells that each line is known to be the sum of."""
    yield frozenset(product(*(set().union(*group) for group in found.classes))), found.total()
    places = range(len(found.classes))
    for several in (some for size in places for some in combinations(places, size + 1)):
        for row in found.by(*several):
            named = dict(zip(several, row.categories, strict=True))
            sides = [named.get(at) or set().union(*found.classes[at]) for at in places]
            yield frozenset(product(*sides)), row


def determined(known: list[frozenset[Cell]], wanted: Cell) -> bool:
    """Say whether some sum of multiples of what is known is the one cell: linear algebra."""
    columns = sorted({wanted}.union(*known))
    matrix = [[Fraction(cell in some) for cell in columns] for some in known]
    target = [Fraction(cell == wanted) for cell in columns]
    for place in range(len(columns)):
        pivot = next((row for row in matrix if row[place]), None)
        if pivot is None:
            continue
        matrix.remove(pivot)
        matrix = [_without(row, pivot, place) for row in matrix]
        target = _without(target, pivot, place)
    return not any(target)


def _without(row: list[Fraction], pivot: list[Fraction], place: int) -> list[Fraction]:
    if not row[place]:
        return row
    by = row[place] / pivot[place]
    return [mine - by * theirs for mine, theirs in zip(row, pivot, strict=True)]


@given(counts_of_people)
def test_no_small_count_is_printed(counts: dict[Cell, int]) -> None:
    for _, row in printed(merged(counts)):
        assert row.count is None or not is_small(row.count)
        if row.count is None:
            # There are no more people than that, and the table says nothing else of them.
            assert is_small(sum(counts.values()))


@given(counts_of_people)
def test_no_difference_of_what_is_printed_is_small(counts: dict[Cell, int]) -> None:
    known = [(cells, row.count) for cells, row in printed(merged(counts)) if row.count is not None]
    for (one, many), (other, fewer) in product(known, known):
        assert not (other < one and is_small(many - fewer))


@given(counts_of_people)
def test_who_has_every_line_and_total_cannot_compute_a_small_cell(counts: dict[Cell, int]) -> None:
    known = [cells for cells, row in printed(merged(counts)) if row.count is not None]
    small = [cell for cell, count in counts.items() if is_small(count)]
    assert not any(determined(known, cell) for cell in small[:2])


@given(counts_of_people)
def test_who_computes_with_what_cannot_be_negative_finds_no_small_cell_either(
    counts: dict[Cell, int],
) -> None:
    # Within one printed count everybody can be anybody: one person moved leaves all of it as it is.
    lines = list(printed(merged(counts)))
    for cell in (cell for cell, count in counts.items() if is_small(count)):
        beside = [other for other in product(VILLAGES, PEOPLES, REASONS) if other != cell]
        alike = [
            other
            for other in beside
            if all((cell in cells) == (other in cells) for cells, row in lines if row.count)
        ]
        assert alike or all(row.count is None for cells, row in lines if cell in cells)


@given(counts_of_people)
def test_nobody_is_lost_and_the_order_of_counting_changes_nothing(counts: dict[Cell, int]) -> None:
    found = merged(counts)
    assert sum(found.cells.values()) == sum(counts.values())
    assert merged(dict(reversed(counts.items()))) == found


def test_what_is_large_enough_stays_apart() -> None:
    counts = {("A", "Dao"): 5, ("A", "Tày"): 9, ("B", "Dao"): 7, ("B", "Tày"): 0}
    assert [(row.labels, row.shown) for row in merged(counts).by(0, 1)] == [
        (("A", "Dao"), "5"),
        (("A", "Tày"), "9"),
        (("B", "Dao"), "7"),
        (("B", "Tày"), "0"),
    ]


def test_a_village_with_few_is_read_together_with_another_and_no_total_gives_it_away() -> None:
    found = merged({("A",): 3, ("B",): 20, ("C",): 6})
    assert [(row.labels, row.shown) for row in found.by(0)] == [(("A, B",), "23"), (("C",), "6")]
    assert found.total().shown == "29"


def test_where_there_are_few_at_all_it_says_so() -> None:
    found = merged({("A", "Dao"): 1, ("B", "Tày"): 2})
    assert [row.shown for row in (found.total(), *found.by(0), *found.by(0, 1))] == [FEWER] * 3


@pytest.mark.parametrize("counts", [{}, {("A",): 0}])
def test_where_there_is_nobody_it_says_none(counts: dict[Cell, int]) -> None:
    assert merged(counts).total().shown == "0"


def test_many_merged_categories_are_counted_not_listed() -> None:
    assert label(frozenset("ABCDE")) == "A, B, C và 2 mục khác"
