"""The due dates of a recurrence, between its first and its last and nowhere else."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from rules.meaning.duty import Due
from rules.meaning.period import PeriodKind


def due_dates(due: Due) -> Iterator[date]:
    """Every due date from `due.first` to `due.last`, both included.

    A day that a month does not have is that month's last day: Civil Code 2015 art. 148.3.

    Raises: ValueError for a recurrence without `every`, `first` or `last`.
    """
    if due.every is None or due.first is None or due.last is None:
        raise ValueError(f'"{due.wording}" is no recurrence with a first and a last date')
    dates = _weekly(due, due.first) if due.every == "week" else _monthly(due, due.first)
    for found in dates:
        if found > due.last:
            return
        if found >= due.first and (not due.months or found.month in due.months):
            yield found


def _weekly(due: Due, first: date) -> Iterator[date]:
    found = first + timedelta(days=((due.weekday or 1) - first.isoweekday()) % 7)
    while True:
        yield found
        found += timedelta(days=7)


def _monthly(due: Due, first: date) -> Iterator[date]:
    """`day` of the named month of each month, quarter, half-year or year, from `first`'s on."""
    length = PeriodKind(due.every or "month").months
    month_of_period = due.month or 1
    ordinal = length if month_of_period == -1 else month_of_period
    start = (first.month - 1) // length * length
    months = first.year * 12 + start + ordinal - 1
    while True:
        yield _day(*divmod(months, 12), due.day or 1)
        months += length


def _day(year: int, month_index: int, day: int) -> date:
    month = month_index + 1
    return date(year, month, min(day, monthrange(year, month)[1]))
