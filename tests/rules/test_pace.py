"""The pace of a group and where it leads: whole people, an honest range, nothing before three."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules.meaning.pace import FEWEST, MOST, Closing, outlook, weekly

MARCH, APRIL, MAY = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)
TARGET = date(2024, 6, 30)


@st.composite
def series(draw: st.DrawFn, fewest: int = FEWEST) -> list[Closing]:
    """Draw closings of rounds that lie four to nine weeks apart."""
    on, found = date(2024, 1, 31), []
    for people in draw(st.lists(st.integers(0, 5_000), min_size=fewest, max_size=9)):
        found.append(Closing(on, people))
        on += timedelta(days=draw(st.integers(28, 63)))
    return found


ahead = st.integers(1, 300)


def test_the_pace_is_counted_in_people_a_week() -> None:
    assert weekly(Closing(APRIL, 282), Closing(APRIL + timedelta(days=14), 272)) == 5
    assert weekly(Closing(APRIL, 10), Closing(MAY, 41)) == Fraction(-7)
    assert weekly(Closing(MAY, 282), Closing(APRIL, 272)) is None


@given(st.integers(1, 60), st.integers(-20, 20), st.integers(FEWEST, 8), st.integers(1, 10))
def test_a_straight_line_goes_on_exactly(days: int, a_day: int, rounds: int, more: int) -> None:
    step = a_day * days
    begins = 300 + max(step, 0) * (rounds - 1)
    people = [begins - step * n for n in range(rounds + more)]
    first = date(2024, 1, 1)
    line = [Closing(first + timedelta(days=days * n), left) for n, left in enumerate(people)]
    found = outlook(line[:rounds], line[-1].on)
    assert found is not None
    expected = max(0, people[-1])
    assert (found.low, found.likely, found.high) == (expected, expected, expected)


def test_the_range_is_the_slowest_and_the_fastest_pace() -> None:
    # 60 in 30 days, then 31 in 31 days: 2 and 1 a day; 91 in 61 days between.
    found = outlook([Closing(MARCH, 300), Closing(APRIL, 240), Closing(MAY, 209)], TARGET)
    assert found is not None
    assert (found.low, found.high) == (149, 179)
    assert found.likely == round(209 - 30 * 91 / 61)


def test_there_is_no_forecast_before_three_rounds_nor_for_a_day_that_has_come() -> None:
    two = [Closing(MARCH, 300), Closing(APRIL, 240)]
    assert outlook([], TARGET) is None
    assert outlook(two, TARGET) is None
    three = [*two, Closing(MAY, 209)]
    assert outlook(three, MAY) is None
    assert outlook(three, TARGET) is not None


def test_two_closings_of_one_day_are_no_pace() -> None:
    assert outlook([Closing(APRIL, 5), Closing(APRIL, 4), Closing(MAY, 3)], TARGET) is None


def test_only_the_last_half_year_counts() -> None:
    old = [Closing(date(2023, 1, 1), 5_000)]
    late = [Closing(date(2024, m, 1), 300 - 10 * m) for m in range(1, MOST + 1)]
    assert outlook([*old, *late], date(2024, 9, 1)) == outlook(late, date(2024, 9, 1))


@given(series(), ahead)
def test_likely_lies_within_the_range_and_nothing_below_zero(
    closings: list[Closing], days: int
) -> None:
    found = outlook(closings, closings[-1].on + timedelta(days=days))
    assert found is not None
    assert 0 <= found.low <= found.likely <= found.high
    assert found.rounds == min(len(closings), MOST)


@given(series(), ahead, ahead)
def test_who_gets_fewer_gets_no_more_by_a_later_day(
    closings: list[Closing], days: int, more: int
) -> None:
    used = closings[-MOST:]
    soon = outlook(closings, closings[-1].on + timedelta(days=days))
    later = outlook(closings, closings[-1].on + timedelta(days=days + more))
    assert soon is not None
    assert later is not None
    if used[0].people >= used[-1].people:
        assert later.likely <= soon.likely
    else:
        assert later.likely >= soon.likely


@given(series(), ahead, st.integers(1, 500))
def test_more_people_everywhere_leave_at_least_as_many(
    closings: list[Closing], days: int, more: int
) -> None:
    on = closings[-1].on + timedelta(days=days)
    fewer = outlook(closings, on)
    others = outlook([Closing(c.on, c.people + more) for c in closings], on)
    assert fewer is not None
    assert others is not None
    assert fewer.likely <= others.likely
    assert fewer.low <= others.low
    assert fewer.high <= others.high
