"""The dates of a recurrence."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.meaning.deadline import Sense
from rules.meaning.duty import Due, Every
from rules.meaning.period import Period, PeriodKind
from rules.meaning.recurrence import due_dates


def due(every: Every, first: date, last: date, **place: int) -> Due:
    return Due("trước ngày", Sense.BEFORE, every=every, first=first, last=last, **place)  # type: ignore[arg-type]


def days(found: Due) -> list[str]:
    return [day.isoformat() for day in due_dates(found)]


def test_a_month_repeats_between_its_first_and_its_last_and_nowhere_else() -> None:
    monthly = due("month", date(2024, 5, 5), date(2024, 12, 5), day=5)
    assert days(monthly)[0] == "2024-05-05"
    assert days(monthly)[-1] == "2024-12-05"
    assert len(days(monthly)) == 8


def test_a_season_has_dates_in_its_months_alone() -> None:
    seasonal = Due(
        "ngày 10 hằng tháng (từ tháng 6 đến tháng 8)",
        Sense.BY,
        every="month",
        day=10,
        months=(6, 7, 8),
        first=date(2025, 6, 10),
        last=date(2026, 7, 10),
    )
    assert days(seasonal) == ["2025-06-10", "2025-07-10", "2025-08-10", "2026-06-10", "2026-07-10"]


def test_day_31_of_every_month_is_the_months_last_day() -> None:
    monthly = due("month", date(2024, 1, 31), date(2024, 4, 30), day=31)
    assert days(monthly) == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]


@pytest.mark.parametrize(
    ("found", "dates"),
    [
        pytest.param(
            due("week", date(2024, 5, 3), date(2024, 5, 17), weekday=5),
            ["2024-05-03", "2024-05-10", "2024-05-17"],
            id="every Friday",
        ),
        pytest.param(
            due("quarter", date(2024, 3, 5), date(2024, 12, 5), day=5, month=-1),
            ["2024-03-05", "2024-06-05", "2024-09-05", "2024-12-05"],
            id="ngày 05 tháng cuối quý",
        ),
        pytest.param(
            due("quarter", date(2024, 4, 15), date(2024, 7, 15), day=15, month=1),
            ["2024-04-15", "2024-07-15"],
            id="ngày 15 tháng đầu quý",
        ),
        pytest.param(
            due("half-year", date(2024, 6, 20), date(2025, 6, 20), day=20, month=-1),
            ["2024-06-20", "2024-12-20", "2025-06-20"],
            id="ngày 20 tháng cuối kỳ 6 tháng",
        ),
        pytest.param(
            due("year", date(2024, 12, 15), date(2026, 12, 15), day=15, month=12),
            ["2024-12-15", "2025-12-15", "2026-12-15"],
            id="ngày 15 tháng 12 hằng năm",
        ),
        pytest.param(
            due("year", date(2024, 2, 29), date(2025, 2, 28), day=29, month=2),
            ["2024-02-29", "2025-02-28"],
            id="29/02 in a year without one",
        ),
    ],
)
def test_a_recurrence_names_its_dates(found: Due, dates: list[str]) -> None:
    assert days(found) == dates


def test_a_recurrence_without_its_ends_is_no_recurrence() -> None:
    with pytest.raises(ValueError, match="no recurrence"):
        list(due_dates(Due("hàng tháng", Sense.BEFORE, every="month", day=5)))


@given(
    st.sampled_from(["month", "quarter", "half-year", "year"]),
    st.integers(1, 31),
    st.sampled_from([1, -1]),
    st.dates(date(2016, 1, 1), date(2030, 1, 1)),
    st.integers(0, 3000),
)
def test_every_period_has_at_most_one_date_and_none_is_skipped(
    every: Every, day: int, month: int, first: date, span: int
) -> None:
    last = date.fromordinal(first.toordinal() + span)
    found = list(due_dates(due(every, first, last, day=day, month=month)))
    labels = [Period.containing(PeriodKind(every), one) for one in found]
    assert found == sorted(set(found))
    assert len(set(labels)) == len(labels)
    assert all(first <= one <= last for one in found)
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[every]
    steps = [(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(found)]
    assert set(steps) <= {months}
