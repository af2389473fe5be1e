"""Working days in Việt Nam."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec, module_from_spec

_SATURDAY = 5


@dataclass(frozen=True)
class Override:
    """One day on which our own data wins over the package, and why (a citation or a reason).

    Before `known_from` nobody could know it: until then the day is an ordinary one of its week.
    """

    day: date
    works: bool
    reason: str
    known_from: date | None = None

    def works_as_known(self, on: date) -> bool:
        known = self.known_from is None or self.known_from <= on
        return self.works if known else _ordinary(self.day)


def _ordinary(day: date) -> bool:
    return day.weekday() < _SATURDAY


class OutsideCalendar(ValueError):
    """A day for which the calendar was not built."""


class WorkingCalendar:
    """Working days over a span of years, each question answered in constant time.

    Monday to Friday, less the public holidays of Labour Code 2019 art. 112 as the PyPI package
    `holidays` knows them, plus its make-up days, then `overrides`.
    """

    def __init__(
        self,
        first_year: int,
        last_year: int,
        overrides: Iterable[Override] = (),
        settled_until: date = date.max,
        base: tuple[frozenset[date], frozenset[date]] | None = None,
    ) -> None:
        """`base` is (days off, make-up days); without it, Việt Nam's are taken."""
        self.first, self.last = date(first_year, 1, 1), date(last_year, 12, 31)
        self.overrides = tuple(overrides)
        self.settled_until = settled_until
        self._base = base or _vietnam(first_year, last_year)
        self._start = self.first.toordinal()
        # Days as ordinals: a calendar is built at every start, and dates take ten times as long.
        self._working: list[int] = []
        # _upto[i]: how many working days lie before the i-th day of the span.
        self._upto: list[int] = [0]
        final = frozenset((o.day, o.works) for o in self.overrides)
        self._views: dict[frozenset[tuple[date, bool]], WorkingCalendar] = {final: self}
        self._known: dict[date, WorkingCalendar] = {}
        self._count_up()

    def made_of(self) -> tuple[object, ...]:
        """Return what a calendar that says the same is made of."""
        span = self.first.year, self.last.year
        return *span, self.overrides, self.settled_until, self._base

    def _count_up(self) -> None:
        span = range(self._start, self.last.toordinal() + 1)
        off, worked = ({day.toordinal() for day in days} for days in self._base)
        # The first day of the calendar, 1, was a Monday.
        working = {day for day in span if (day - 1) % 7 < _SATURDAY} - off | worked
        for override in self.overrides:
            (working.add if override.works else working.discard)(override.day.toordinal())
        self._working = sorted(working.intersection(span))
        passed = 0
        for day in span:
            passed += day in working
            self._upto.append(passed)

    def _before(self, day: date) -> int:
        """How many working days of the span lie before `day`."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar(
                f"{day} lies outside the working calendar ({self.first} to {self.last}); "
                "widen `years` in the calendar file"
            )
        return self._upto[day.toordinal() - self._start]

    def _nth(self, index: int, asked: str) -> date:
        if not 0 <= index < len(self._working):
            raise OutsideCalendar(
                f"{asked} lies outside the working calendar ({self.first} to {self.last}); "
                "widen `years` in the calendar file"
            )
        return date.fromordinal(self._working[index])

    def is_working(self, day: date) -> bool:
        index = self._before(day)
        return index < len(self._working) and self._working[index] == day.toordinal()

    def next_working(self, day: date) -> date:
        """The first working day ≥ `day`."""
        return self._nth(self._before(day), f"the working day after {day}")

    def previous_working(self, day: date) -> date:
        """The last working day ≤ `day`."""
        index = self._before(day) + self.is_working(day) - 1
        return self._nth(index, f"the working day before {day}")

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n < 0); `day` itself when n is 0."""
        if n == 0:
            return day
        index = self._before(day)
        index += n if n < 0 else n - 1 + self.is_working(day)
        return self._nth(index, f"{n} working days from {day}")

    def count(self, after: date, upto: date) -> int:
        """Working days in (after, upto]; minus those in (upto, after] when upto < after."""
        through_after = self._before(after) + self.is_working(after)
        return self._before(upto) + self.is_working(upto) - through_after

    def known_on(self, day: date) -> "WorkingCalendar":
        """The calendar as it was known on `day`: without the swaps decided later."""
        found = self._known.get(day)
        if found is None:
            decided = frozenset((o.day, o.works_as_known(day)) for o in self.overrides)
            if decided not in self._views:
                self._views[decided] = self._with(decided)
            found = self._known[day] = self._views[decided]
        return found

    def _with(self, decided: Iterable[tuple[date, bool]]) -> "WorkingCalendar":
        overrides = [Override(day, works, "") for day, works in decided]
        span = self.first.year, self.last.year
        return WorkingCalendar(*span, overrides, self.settled_until, self._base)


def _vietnam(first_year: int, last_year: int) -> tuple[frozenset[date], frozenset[date]]:
    # A twentieth of a start, needed only where a calendar is read anew.
    import holidays

    with _one_country():
        found = holidays.country_holidays("VN", years=range(first_year, last_year + 1))
    return frozenset(found), frozenset(found.weekend_workdays)


@contextmanager
def _one_country() -> Iterator[None]:
    """Let a country be loaded without its package, which loads all the 250 of them."""
    package = "holidays.countries"
    found = find_spec(package)
    if found is None or package in sys.modules:
        yield
        return
    sys.modules[package] = module_from_spec(found)
    try:
        yield
    finally:
        del sys.modules[package]
