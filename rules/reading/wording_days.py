"""The days a wording comes to in one period, by the words alone: how a person tries a wording."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, cast

from rules.meaning.calendar import WorkingCalendar
from rules.meaning.deadline import within
from rules.meaning.declared_period import CutOff, DueIn, Window
from rules.meaning.period import Period, PeriodKind
from rules.reading.wording import Wording

_AWAY = {DueIn.NEXT: 1, DueIn.BEFORE: -1}


def due_days(said: Wording, period: Period, calendar: WorkingCalendar) -> list[date]:
    """Return the due dates that `said` gives the report about `period`, in order.

    Of words that leave open what a date is seen from, those that fall in `period`; none where an
    event founds them or the words name no day.
    """
    if said.days is not None:
        if said.due is not DueIn.AFTER or said.unit == "hours":
            return []
        unit = cast(Literal["days", "working_days"], said.unit)
        return [within(period.last, said.days, unit, calendar)]
    if said.quarter and (period.kind, period.number) != (PeriodKind.QUARTER, said.quarter):
        return []
    return sorted(
        day for day in _named(said, period) if not said.months or day.month in said.months
    )


def figures(said: Wording, period: Period) -> Window | None:
    """Return the days that figures about `period` cover, None where the words are mute."""
    return CutOff(*said.cut_off).window(period) if said.cut_off else None


def _named(said: Wording, period: Period) -> Iterator[date]:
    away = _AWAY.get(said.due, 0) if said.due else 0
    span = period.shifted(away)
    if said.every == "day":
        yield from _each_day(said, span)
    elif isinstance(said.month, int) and said.day:
        year = said.year or period.year + (away if said.kind is PeriodKind.YEAR else 0)
        yield from _day(year, said.month, said.day)
    elif said.weekday:
        yield from (day for day in _days(span.first, span.last) if day.isoweekday() == said.weekday)
    elif said.day:
        for year, month in _months(said, span):
            yield from _day(year, month, said.day)


def _each_day(said: Wording, span: Period) -> Iterator[date]:
    if said.starts is None or said.on is None:
        yield from _days(span.first, span.last)
    else:
        day, month, year = said.starts
        for begins in _day(year or said.on.year, month, day):
            yield from _days(begins, said.on)


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _months(said: Wording, span: Period) -> Iterator[tuple[int, int]]:
    """The months of the span that a day is named of."""
    first = span.first.year * 12 + span.first.month - 1
    months = range(first, span.last.year * 12 + span.last.month)
    for n in {"first": months[:1], "last": months[-1:]}.get(str(said.month), months):
        yield n // 12, n % 12 + 1


def _day(year: int, month: int, day: int) -> Iterator[date]:
    """The day; the month's last where it has no such day (Civil Code 2015 art. 148.3)."""
    if 1 <= month <= 12 and day >= 1:
        yield date(year, month, min(day, monthrange(year, month)[1]))
